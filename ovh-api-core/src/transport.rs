//! Sends HTTP requests. The trait [`Transport`] lets tests run without sockets.

mod body_buffer;
mod body_log;
mod connection;
mod error;
mod headers;
mod outgoing;
mod proxy;
mod reqwest;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use tokio::time::{Instant, timeout_at};

pub(crate) use body_log::BodyLog;
pub(crate) use connection::{Backend, Connection};
pub use error::TransportError;
pub(crate) use headers::{redirection, request_id};
pub(crate) use outgoing::Outgoing;
pub use proxy::Proxy;
pub use reqwest::{CustomHttpClient, HttpSettings, HttpTransport};

/// The future that [`Transport::send`] returns.
pub type TransportFuture<'t> = Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 't>>;

/// Sends single HTTP requests.
///
/// The default transport, [`HttpTransport`], uses reqwest. `ClientBuilder::transport` replaces it: with a
/// [mock](crate::testing::MockTransport) in a test, or with another HTTP stack. `ClientBuilder::wrap_transport` puts a
/// transport around it. Requests are complete: signed, with an absolute URL and all headers. Signing, retries, timeouts,
/// limits and decoding stay with the client.
///
/// An implementation must neither follow redirections nor retry: a redirected request has the wrong signature, and only
/// the client knows whether a request is idempotent. The client drops the future when a timeout expires.
///
/// ```
/// use bytes::Bytes;
/// use ovh_api::{Client, Transport, TransportFuture};
///
/// /// Returns an empty list for every request.
/// struct Empty;
///
/// impl Transport for Empty {
///     fn send(&self, _request: http::Request<Bytes>) -> TransportFuture<'_> {
///         Box::pin(async { Ok(http::Response::new(Bytes::from_static(b"[]"))) })
///     }
/// }
///
/// let client = Client::builder().transport(Empty).build()?;
/// # Ok::<(), ovh_api::Error>(())
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends the request. A response of any status is `Ok`.
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        (**self).send(request)
    }
}

/// Awaits a future until `end`, without a limit if it is `None`. The future is pinned by the caller: moving it would
/// cost more than signing the request.
pub(crate) async fn until<T, E>(
    end: Option<Instant>,
    future: Pin<&mut impl Future<Output = Result<T, E>>>,
    timed_out: fn() -> E,
) -> Result<T, E> {
    match end {
        None => future.await,
        Some(end) => timeout_at(end, future).await.unwrap_or_else(|_| Err(timed_out())),
    }
}
