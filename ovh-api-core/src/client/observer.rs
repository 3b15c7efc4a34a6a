//! A function that the client calls after each attempt.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use crate::error::ErrorKind;
use crate::operation::Operation;

/// An attempt to send a request, for `ClientBuilder::observe`.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Attempt {
    /// The operation of the request.
    pub operation: &'static Operation,
    /// The number of the attempt, from 1.
    pub number: u32,
    /// The status of the response. `None` if no response arrived.
    pub status: Option<StatusCode>,
    /// The kind of the error. `None` if the attempt succeeded.
    pub error: Option<ErrorKind>,
    /// The time from authentication to the last byte of the response, without the time in the queues of the limits.
    pub elapsed: Duration,
}

/// A function of the program.
#[derive(Clone)]
pub struct Observer(Arc<dyn Fn(&Attempt) + Send + Sync>);

impl Observer {
    /// Wraps a function.
    pub fn new(observe: impl Fn(&Attempt) + Send + Sync + 'static) -> Self {
        Self(Arc::new(observe))
    }

    pub(super) fn observe(&self, attempt: &Attempt) {
        (self.0)(attempt);
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("custom")
    }
}
