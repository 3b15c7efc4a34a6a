//! Serves connections on 127.0.0.1.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;

use crate::access::Refusal;
use crate::console::Shared;
use crate::reply::Reply;
use crate::routes;

/// Maximum size of a request body, in bytes.
const MAX_BODY: usize = 1024 * 1024;
/// Maximum time for the head and for the body of a request, each.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// Accepts connections until the future is dropped.
pub(crate) async fn run(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // There may be too many open files; some may be closed meanwhile.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        // Responses are small, and the page waits for each.
        let _ = stream.set_nodelay(true);
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let shared = Arc::clone(&shared);
                async move { Ok::<_, Infallible>(serve(&shared, request).await.into_response()) }
            });
            // Errors of a connection affect only its caller.
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(REQUEST_TIMEOUT)
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn serve(shared: &Shared, request: Request<Incoming>) -> Reply {
    let (parts, body) = request.into_parts();
    if let Err(refusal) = shared.access.check_origin(&parts) {
        return refused(refusal);
    }
    if let Some(reply) = routes::login(&shared.access, &parts) {
        return reply;
    }
    if let Err(refusal) = shared.access.check_token(&parts.headers) {
        return refused(refusal);
    }
    match tokio::time::timeout(REQUEST_TIMEOUT, read(body)).await {
        Ok(Ok(body)) => routes::serve(shared, &parts, &body).await,
        Ok(Err(())) => Reply::text(StatusCode::PAYLOAD_TOO_LARGE, format!("the body is larger than {MAX_BODY} bytes")),
        Err(_) => Reply::text(StatusCode::REQUEST_TIMEOUT, "the body did not arrive in time"),
    }
}

async fn read(body: Incoming) -> Result<Bytes, ()> {
    Ok(Limited::new(body, MAX_BODY).collect().await.map_err(drop)?.to_bytes())
}

fn refused(refusal: Refusal) -> Reply {
    let (status, text) = match refusal {
        Refusal::Host => (StatusCode::MISDIRECTED_REQUEST, "this console serves only 127.0.0.1 and localhost"),
        Refusal::Site => (StatusCode::FORBIDDEN, "this request comes from a page of another site"),
        Refusal::Token => {
            (StatusCode::UNAUTHORIZED, "missing or wrong token: open the address that `cargo console` has printed")
        }
    };
    Reply::text(status, text)
}
