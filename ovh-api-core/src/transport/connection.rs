//! The connection of a client: a transport with a timeout.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::{HttpTransport, Outgoing, Transport, TransportError, until};

/// A transport and its timeout.
#[derive(Clone)]
pub(crate) struct Connection {
    backend: Backend,
    /// For one request, from connecting to the last byte of the response.
    timeout: Duration,
}

/// reqwest, or the transport of the program. Only the latter needs a boxed future and a `http::Request` per attempt.
#[derive(Clone)]
pub(crate) enum Backend {
    Http(HttpTransport),
    Custom(Arc<dyn Transport>),
}

impl Connection {
    pub(crate) fn new(backend: Backend, timeout: Duration) -> Self {
        Self { backend, timeout }
    }

    pub(crate) const fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Sends a request, and waits for the whole response until `end`, without a limit if it is `None`. The error
    /// contains the part of the response that was received.
    pub(crate) async fn send(
        &self,
        outgoing: Outgoing<'_>,
        end: Option<Instant>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        match &self.backend {
            Backend::Http(http) => http.exchange_until(outgoing, end).await,
            Backend::Custom(transport) => {
                until(end, pin!(transport.send(outgoing.into_http()?)), TransportError::timeout).await
            }
        }
    }
}
