//! The server: three operations with prepared responses.

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

use crate::{response, runtime};

/// Maximum delay of waking up a thread.
const WOKEN_LATE: Duration = Duration::from_micros(150);

/// Settings of the server.
#[derive(Debug, clap::Args)]
pub struct Settings {
    /// Delay of each response, in milliseconds.
    #[arg(long, default_value_t = 0)]
    pub latency_ms: u64,
    /// Minimum size of the response with a service, in bytes.
    #[arg(long, default_value_t = 2048)]
    pub response_bytes: usize,
    /// Number of services of the account.
    #[arg(long, default_value_t = 1000)]
    pub services: u64,
}

/// Prints the URL and serves until stdin is closed.
///
/// # Errors
///
/// Fails if no port is available or the URL cannot be printed.
pub fn run(settings: &Settings) -> anyhow::Result<()> {
    runtime()?.block_on(async {
        let listener = bind().await?;
        writeln!(io::stdout().lock(), "{}", url(&listener)?).context("could not print the URL")?;
        tokio::select! {
            () = serve(listener, settings) => {}
            () = closed(tokio::io::stdin()) => {}
        }
        Ok(())
    })
}

/// Binds a free port on 127.0.0.1.
///
/// # Errors
///
/// Fails if no port is available.
pub async fn bind() -> anyhow::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("could not listen on 127.0.0.1")
}

/// Returns the base URL of the server.
///
/// # Errors
///
/// Fails if the listener has no address.
pub fn url(listener: &TcpListener) -> anyhow::Result<String> {
    Ok(format!("http://{}/1.0", listener.local_addr()?))
}

/// Serves connections without end.
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
    /// The responses in the order of ids, which start at 1.
    services: Vec<Bytes>,
}

impl Service {
    fn new(settings: &Settings) -> Self {
        let ids: Vec<_> = (1..=settings.services).collect();
        Self {
            latency: Duration::from_millis(settings.latency_ms),
            list: serde_json::Value::from(ids.clone()).to_string().into(),
            services: ids.into_iter().map(|id| response::service(id, settings.response_bytes).into()).collect(),
        }
    }

    fn respond(&self, path: &str) -> Response<Full<Bytes>> {
        // Sleeps and spins on the thread of the connection: timers of a runtime have a resolution of a millisecond, and
        // sleeping threads wake up late. Both would be attributed to the client.
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

/// Serves a connection on its own thread, so that a delayed response does not block others.
fn connection(stream: std::net::TcpStream, service: &Service) {
    let respond = service_fn(|request: Request<Incoming>| {
        let response = service.respond(request.uri().path());
        async move { Ok::<_, Infallible>(response) }
    });
    // Errors of the connection are reported by the client.
    let _: anyhow::Result<()> = runtime().and_then(|runtime| {
        runtime.block_on(async {
            let stream = TcpStream::from_std(stream)?;
            stream.set_nodelay(true)?;
            Ok(http1::Builder::new().serve_connection(TokioIo::new(stream), respond).await?)
        })
    });
}

/// Waits for the end of a stream.
async fn closed(mut stream: impl tokio::io::AsyncRead + Unpin) {
    let mut ignored = [0; 64];
    while matches!(stream.read(&mut ignored).await, Ok(1..)) {}
}
