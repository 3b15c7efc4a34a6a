//! What carries requests to the service, behind a trait so that tests can do without sockets.

mod arrived;
mod error;
mod outgoing;
mod proxy;
mod reqwest;
mod wire;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use tokio::time::{Instant, timeout_at};

pub use error::TransportError;
pub(crate) use outgoing::Outgoing;
pub use proxy::Proxy;
pub(crate) use reqwest::ReqwestTransport;
pub use reqwest::{HttpSettings, Own};
pub(crate) use wire::{Incoming, Way, Wire};

/// What [`Transport::send`] returns.
pub type TransportFuture<'t> = Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 't>>;

/// Sends one HTTP request and brings its answer.
///
/// A client has one that speaks HTTP; `ClientBuilder::transport` puts another in its
/// place: one that answers by itself in a test (see [`testing::MockTransport`](crate::testing::MockTransport)), or one
/// that wraps an HTTP stack of your own. Requests arrive complete: signed, with an absolute URL and all headers. What
/// surrounds them (signing, retries, timeouts, limits, reading the answer) stays with the client.
///
/// An implementation follows no redirection and repeats nothing: a redirected request has the wrong signature, and
/// whether a request may be repeated is not its to know. The client drops the future once the time is up.
///
/// ```
/// use bytes::Bytes;
/// use ovh_api::{Client, Transport, TransportFuture};
///
/// /// Answers everything with an empty list.
/// struct Nothing;
///
/// impl Transport for Nothing {
///     fn send(&self, _request: http::Request<Bytes>) -> TransportFuture<'_> {
///         Box::pin(async { Ok(http::Response::new(Bytes::from_static(b"[]"))) })
///     }
/// }
///
/// let client = Client::builder().transport(Nothing).build()?;
/// # Ok::<(), ovh_api::Error>(())
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends the request. An answer of any status is `Ok`.
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        (**self).send(request)
    }
}

/// Does as much of an exchange as there is time for until `end`; none is as long as it takes. It stays where it is: moving
/// it from future to future would cost more than signing the request.
async fn before<T>(
    end: Option<Instant>,
    exchange: Pin<&mut impl Future<Output = Result<T, TransportError>>>,
) -> Result<T, TransportError> {
    match end {
        None => exchange.await,
        Some(end) => timeout_at(end, exchange).await.unwrap_or_else(|_| Err(TransportError::timeout())),
    }
}
