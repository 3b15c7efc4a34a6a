//! Options of a single request that override those of the client.

use std::time::Duration;

use super::Request;
use crate::RetryPolicy;

/// Options that override those of the client.
impl<C, T, P> Request<C, T, P> {
    /// Sets the time limit of each attempt, from connecting to the last byte of the response. Default: the client's
    /// [`timeout`](crate::ClientBuilder::timeout).
    #[inline]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.options.timeout = Some(timeout);
        self
    }

    /// Sets the time limit of the request including all retries and the delays between them, starting when it is first
    /// polled. Default: the client's [`deadline`](crate::ClientBuilder::deadline).
    #[inline]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.parts.options.deadline = Some(deadline);
        self
    }

    /// Sets how often and after which delay this request is retried. Default: the client's
    /// [`retry`](crate::ClientBuilder::retry).
    #[inline]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.parts.options.retry = Some(policy);
        self
    }

    /// Marks this request as idempotent, so that it is retried even if it is a POST or PATCH.
    ///
    /// Use it only if sending the request twice has the same effect as sending it once: when a response is lost, the
    /// client cannot know whether the request was processed.
    #[inline]
    pub fn idempotent(mut self) -> Self {
        self.parts.options.idempotent = true;
        self
    }

    /// Rejects the response if a required value is absent or null, instead of correcting it; see [Absent
    /// values](crate::json#absent-values). [`strict_responses`](crate::ClientBuilder::strict_responses) sets this for
    /// all requests of a client.
    #[inline]
    pub fn strict(mut self) -> Self {
        self.parts.options.strict = Some(true);
        self
    }
}
