//! An HTTPS server for `eu.api.ovh.com` that records requests.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// The time of the server.
pub const TIME: i64 = 1_457_018_875;

/// A received request.
#[derive(Debug)]
pub struct ReceivedRequest {
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Names in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl ReceivedRequest {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

pub struct Recorder {
    port: u16,
    folder: tempfile::TempDir,
    received: Arc<Mutex<Vec<ReceivedRequest>>>,
}

type Responses = BTreeMap<(String, String), String>;

impl Recorder {
    pub async fn start(responses: Responses) -> Self {
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["eu.api.ovh.com".to_owned()]).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ca.pem"), cert.pem()).unwrap();
        let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
        let config =
            ServerConfig::builder().with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));

        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let received = Arc::new(Mutex::new(Vec::new()));
        let (responses, kept) = (Arc::new(responses), Arc::clone(&received));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, responses, kept) = (acceptor.clone(), Arc::clone(&responses), Arc::clone(&kept));
                tokio::spawn(async move {
                    // A failed handshake is noticed by the missing request.
                    if let Ok(stream) = acceptor.accept(stream).await {
                        let _ = serve(stream, &responses, &kept).await;
                    }
                });
            }
        });
        Self { port, folder, received }
    }

    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Returns the path of the certificate that clients must trust.
    pub fn certificate(&self) -> PathBuf {
        Path::new(self.folder.path()).join("ca.pem")
    }

    /// Returns the requests since the last call, without those for the time.
    pub fn take(&self) -> Vec<ReceivedRequest> {
        std::mem::take(&mut *self.received.lock().unwrap())
    }
}

async fn serve(
    mut stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    responses: &Responses,
    kept: &Mutex<Vec<ReceivedRequest>>,
) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    loop {
        let Some((request, length)) = parse(&bytes) else {
            if stream.read_buf(&mut bytes).await? == 0 {
                return Ok(());
            }
            continue;
        };
        bytes.drain(..length);
        let path = request.target.split('?').next().unwrap_or_default().replace("%2F", "/");
        let body = match responses.get(&(request.method.clone(), path)) {
            Some(body) => body.clone(),
            None => TIME.to_string(),
        };
        if request.target != "/1.0/auth/time" {
            kept.lock().unwrap().push(request);
        }
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(body.as_bytes()).await?;
        stream.flush().await?;
    }
}

/// Returns the first complete request and its length.
fn parse(bytes: &[u8]) -> Option<(ReceivedRequest, usize)> {
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
    Some((ReceivedRequest { method, target, headers, body }, end + 4 + length))
}
