//! The transport as the rest of the crate sees it: its errors are those of the crate, and nothing takes forever.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::{GivesUpAt, Transport, TransportError};
use crate::error::Error;

/// A transport that watches the time itself is to be the first to see that it is up: it has the beginning of the
/// answer.
const HEAD_START: Duration = Duration::from_millis(2);

/// An answer as it came in.
pub(crate) struct Incoming {
    /// Its body goes up to the limit, or up to where it broke off.
    pub(crate) response: http::Response<Bytes>,
    /// Why the body is not complete.
    pub(crate) incomplete: Option<Error>,
}

/// A transport, and how long it may take.
#[derive(Clone)]
pub(crate) struct Wire {
    transport: Arc<dyn Transport>,
    /// For one request, from connecting to the last byte of the answer.
    timeout: Duration,
}

impl Wire {
    pub(crate) fn new(transport: Arc<dyn Transport>, timeout: Duration) -> Self {
        Self { transport, timeout }
    }

    pub(crate) const fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Sends, and waits until `end` for the whole answer; none is as long as it takes.
    pub(crate) async fn send(
        &self,
        mut request: http::Request<Bytes>,
        end: Option<Instant>,
    ) -> Result<Incoming, Error> {
        let result = match end {
            None => self.transport.send(request).await,
            Some(end) => {
                request.extensions_mut().insert(GivesUpAt(end.checked_sub(HEAD_START).unwrap_or(end)));
                let answer = tokio::time::timeout_at(end, self.transport.send(request)).await;
                answer.unwrap_or_else(|_| Err(TransportError::timeout()))
            }
        };
        match result {
            Ok(response) => Ok(Incoming { response, incomplete: None }),
            Err(error) => match error.into_parts() {
                (error, Some(response)) => Ok(Incoming { response, incomplete: Some(error) }),
                (error, None) => Err(error),
            },
        }
    }
}
