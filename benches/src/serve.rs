//! The service that clients call: three operations, and answers that are ready before they are asked for.

use std::convert::Infallible;
use std::io::{self, Write as _};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::Context as _;
use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, TcpStream};

use crate::{answer, runtime};

/// How much later than it asked for a thread is woken up at times.
const WOKEN_LATE: Duration = Duration::from_micros(150);

/// What the service has, and how fast it is.
#[derive(Debug, clap::Args)]
pub struct Settings {
    /// How long each answer takes, in milliseconds.
    #[arg(long, default_value_t = 0)]
    pub latency_ms: u64,
    /// How large the answer about a service is at least, in bytes.
    #[arg(long, default_value_t = 2048)]
    pub answer_bytes: usize,
    /// How many services the account has.
    #[arg(long, default_value_t = 1000)]
    pub services: u64,
}

/// Prints the URL, and serves until stdin is closed.
///
/// # Errors
///
/// If there is no port, or nobody to tell the URL to.
pub fn run(settings: &Settings) -> anyhow::Result<()> {
    runtime()?.block_on(async {
        let listener = bind().await?;
        writeln!(io::stdout().lock(), "{}", url(&listener)?).context("cannot print the URL")?;
        tokio::select! {
            () = serve(listener, settings) => {}
            () = closed(tokio::io::stdin()) => {}
        }
        Ok(())
    })
}

/// A free port of this machine.
///
/// # Errors
///
/// If there is none.
pub async fn bind() -> anyhow::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("cannot listen on 127.0.0.1")
}

/// What clients call.
///
/// # Errors
///
/// If the listener has no address.
pub fn url(listener: &TcpListener) -> anyhow::Result<String> {
    Ok(format!("http://{}/1.0", listener.local_addr()?))
}

/// Answers everybody, without end.
pub async fn serve(listener: TcpListener, settings: &Settings) {
    let service = Arc::new(Service::new(settings));
    loop {
        if let Ok(stream) = listener.accept().await.and_then(|(stream, _)| stream.into_std()) {
            let service = Arc::clone(&service);
            thread::spawn(move || connection(stream, &service));
        }
    }
}

struct Service {
    latency: Duration,
    list: Bytes,
    /// That of the id 1 is the first.
    services: Vec<Bytes>,
}

impl Service {
    fn new(settings: &Settings) -> Self {
        let ids: Vec<_> = (1..=settings.services).collect();
        Self {
            latency: Duration::from_millis(settings.latency_ms),
            list: serde_json::Value::from(ids.clone()).to_string().into(),
            services: ids.into_iter().map(|id| answer::service(id, settings.answer_bytes).into()).collect(),
        }
    }

    fn answer(&self, path: &str) -> Response<Full<Bytes>> {
        // The thread has nothing else to do. The clock of a runtime is a millisecond coarse, and a thread that sleeps is woken late: both
        // would count as the client's slowness.
        let due = Instant::now() + self.latency;
        thread::sleep(self.latency.saturating_sub(WOKEN_LATE));
        while Instant::now() < due {
            thread::yield_now();
        }
        let (status, body) = match self.body(path) {
            Some(body) => (StatusCode::OK, body),
            None => (StatusCode::NOT_FOUND, Bytes::from_static(br#"{"message":"This service does not exist"}"#)),
        };
        let mut response = Response::new(Full::new(body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
        headers.insert("x-ovh-queryid", HeaderValue::from_static("EU.ext-3.6564.1234.00000000000000000000"));
        response
    }

    fn body(&self, path: &str) -> Option<Bytes> {
        match path.strip_prefix("/1.0")? {
            "/auth/time" => {
                let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
                Some(now.as_secs().to_string().into())
            }
            "/services" => Some(self.list.clone()),
            other => {
                let id: usize = other.strip_prefix("/services/")?.parse().ok()?;
                self.services.get(id.checked_sub(1)?).cloned()
            }
        }
    }
}

/// On a thread of its own, so that an answer which takes its time holds up nobody else.
fn connection(stream: std::net::TcpStream, service: &Service) {
    let answer = service_fn(|request: Request<Incoming>| {
        let answer = service.answer(request.uri().path());
        async move { Ok::<_, Infallible>(answer) }
    });
    // A connection that breaks is the client's business.
    let _: anyhow::Result<()> = runtime().and_then(|runtime| {
        runtime.block_on(async {
            let stream = TcpStream::from_std(stream)?;
            stream.set_nodelay(true)?;
            Ok(http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await?)
        })
    });
}

/// Waits for the end of a stream.
async fn closed(mut stream: impl tokio::io::AsyncRead + Unpin) {
    let mut ignored = [0; 64];
    while matches!(stream.read(&mut ignored).await, Ok(1..)) {}
}
