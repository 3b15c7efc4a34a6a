//! How one request is sent, where it differs from the client's way.

use std::time::Duration;

use crate::retry::RetryPolicy;

/// What is not set is up to the client.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// For each attempt.
    pub timeout: Option<Duration>,
    /// For the whole call.
    pub deadline: Option<Duration>,
    /// How often and how soon it is repeated.
    pub retry: Option<RetryPolicy>,
    /// Whether sending twice does no more than sending once, although it is a POST.
    pub idempotent: bool,
    /// Whether an absent value in the response is an error, instead of being corrected.
    pub strict: Option<bool>,
}
