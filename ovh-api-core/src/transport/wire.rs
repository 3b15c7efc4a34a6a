//! The transport as the rest of the crate sees it: its errors are those of the crate, and nothing takes forever.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::{Outgoing, ReqwestTransport, Transport, before};
use crate::error::Error;

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
    way: Way,
    /// For one request, from connecting to the last byte of the answer.
    timeout: Duration,
}

/// Most clients speak HTTP, and do it without a box and a second form of the request for each attempt.
#[derive(Clone)]
pub(crate) enum Way {
    Http(ReqwestTransport),
    Custom(Arc<dyn Transport>),
}

impl Wire {
    pub(crate) fn new(way: Way, timeout: Duration) -> Self {
        Self { way, timeout }
    }

    pub(crate) const fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Sends, and waits until `end` for the whole answer; none is as long as it takes.
    pub(crate) async fn send(&self, outgoing: Outgoing<'_>, end: Option<Instant>) -> Result<Incoming, Error> {
        let url = outgoing.url;
        let result = match &self.way {
            Way::Http(http) => http.send(outgoing, end).await,
            Way::Custom(transport) => match outgoing.into_http() {
                Ok(request) => before(end, pin!(transport.send(request))).await,
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
