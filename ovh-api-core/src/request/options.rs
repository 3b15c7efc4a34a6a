//! Options of a single request.

use std::time::Duration;

use crate::retry::RetryPolicy;

/// Options that override the client's defaults.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// For each attempt.
    pub timeout: Option<Duration>,
    /// For the whole call.
    pub deadline: Option<Duration>,
    /// For this call.
    pub retry: Option<RetryPolicy>,
    /// Whether the request is idempotent although it is a POST or PATCH.
    pub idempotent: bool,
    /// Whether the request is sent without authentication.
    pub unauthenticated: bool,
    /// Whether absent required values are errors.
    pub strict: Option<bool>,
}
