//! How one request is sent, where it differs from the client's way.

use std::time::Duration;

use super::Request;
use crate::RetryPolicy;

/// How a request is sent.
impl<C, T, P> Request<C, T, P> {
    /// How long each attempt may take, from connecting to the last byte of the answer, in the place of the client's
    /// [`timeout`](crate::ClientBuilder::timeout).
    #[inline]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.options.timeout = Some(timeout);
        self
    }

    /// How long the call may take with all its attempts and the waits between them, counted from when it is first
    /// polled; in the place of the client's [`deadline`](crate::ClientBuilder::deadline).
    #[inline]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.parts.options.deadline = Some(deadline);
        self
    }

    /// How often and how soon this call is repeated, in the place of the client's
    /// [`retry`](crate::ClientBuilder::retry).
    #[inline]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.parts.options.retry = Some(policy);
        self
    }

    /// Says that sending this request twice does no more than sending it once, so that it may be repeated even if it is
    /// a POST. Only the caller can know: a lost answer looks the same whether the order was placed or not.
    #[inline]
    pub fn idempotent(mut self) -> Self {
        self.parts.options.idempotent = true;
        self
    }

    /// Turns corrections of the response into errors, for this call: a value that is absent or null although its type
    /// always has one. See [Absent values](crate::json#absent-values) and, for all calls of a client,
    /// [`strict_responses`](crate::ClientBuilder::strict_responses).
    #[inline]
    pub fn strict(mut self) -> Self {
        self.parts.options.strict = Some(true);
        self
    }
}
