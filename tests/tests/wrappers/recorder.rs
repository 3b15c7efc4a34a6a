//! An HTTPS server for `eu.api.ovh.com` that keeps what arrives, byte for byte.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// What the server's clock says.
pub const TIME: i64 = 1_457_018_875;

/// A request as it came.
#[derive(Debug)]
pub struct Arrived {
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Arrived {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

pub struct Recorder {
    port: u16,
    folder: tempfile::TempDir,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

type Answers = BTreeMap<(String, String), String>;

impl Recorder {
    pub async fn start(answers: Answers) -> Self {
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["eu.api.ovh.com".to_owned()]).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ca.pem"), cert.pem()).unwrap();
        let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
        let config =
            ServerConfig::builder().with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));

        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let (answers, kept) = (Arc::new(answers), Arc::clone(&arrived));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, answers, kept) = (acceptor.clone(), Arc::clone(&answers), Arc::clone(&kept));
                tokio::spawn(async move {
                    // A client that gives up shows in what is missing.
                    if let Ok(stream) = acceptor.accept(stream).await {
                        let _ = serve(stream, &answers, &kept).await;
                    }
                });
            }
        });
        Self { port, folder, arrived }
    }

    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The file with the certificate that clients have to trust.
    pub fn certificate(&self) -> PathBuf {
        Path::new(self.folder.path()).join("ca.pem")
    }

    /// What arrived since the last time, questions for the time left out.
    pub fn take(&self) -> Vec<Arrived> {
        std::mem::take(&mut *self.arrived.lock().unwrap())
    }
}

async fn serve(
    mut stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    answers: &Answers,
    kept: &Mutex<Vec<Arrived>>,
) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    loop {
        let Some((arrived, length)) = parse(&bytes) else {
            if stream.read_buf(&mut bytes).await? == 0 {
                return Ok(());
            }
            continue;
        };
        bytes.drain(..length);
        let path = arrived.target.split('?').next().unwrap_or_default().replace("%2F", "/");
        let answer = match answers.get(&(arrived.method.clone(), path)) {
            Some(answer) => answer.clone(),
            None => TIME.to_string(),
        };
        if arrived.target != "/1.0/auth/time" {
            kept.lock().unwrap().push(arrived);
        }
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", answer.len());
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(answer.as_bytes()).await?;
        stream.flush().await?;
    }
}

/// The first whole request and its length.
fn parse(bytes: &[u8]) -> Option<(Arrived, usize)> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let mut request = lines.next().unwrap().split(' ');
    let (method, target) = (request.next().unwrap().to_owned(), request.next().unwrap().to_owned());
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let body = bytes.get(end + 4..end + 4 + length)?;
    let body = String::from_utf8(body.to_vec()).unwrap();
    Some((Arrived { method, target, headers, body }, end + 4 + length))
}
