//! The connection of a client: a transport with a timeout and the errors of the crate.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::{Outgoing, ReqwestTransport, Transport, TransportError, until};
use crate::error::Error;

/// A received response.
pub(crate) struct Incoming {
    /// The body may be truncated.
    pub(crate) response: http::Response<Bytes>,
    /// Why the body is truncated.
    pub(crate) incomplete: Option<Error>,
}

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
    Http(ReqwestTransport),
    Custom(Arc<dyn Transport>),
}

impl Connection {
    pub(crate) fn new(backend: Backend, timeout: Duration) -> Self {
        Self { backend, timeout }
    }

    pub(crate) const fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Sends a request, and waits for the whole response until `end`, without a limit if it is `None`.
    pub(crate) async fn send(&self, outgoing: Outgoing<'_>, end: Option<Instant>) -> Result<Incoming, Error> {
        let url = outgoing.url;
        let result = match &self.backend {
            Backend::Http(http) => http.send(outgoing, end).await,
            Backend::Custom(transport) => match outgoing.into_http() {
                Ok(request) => until(end, pin!(transport.send(request)), TransportError::timeout).await,
                Err(error) => Err(error),
            },
        };
        match result {
            Ok(response) => Ok(Incoming { response, incomplete: None }),
            Err(error) => match error.into_parts(url) {
                (error, Some(response)) => Ok(Incoming { response, incomplete: Some(error) }),
                (error, None) => Err(error),
            },
        }
    }
}
