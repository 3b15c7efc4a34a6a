//! The retry policy.

mod after;
mod budget;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub(crate) use after::retry_after;
pub(crate) use budget::Bucket;
pub use budget::RetryBudget;

use crate::error::Error;

/// How often and how soon a failed request is retried.
///
/// A request is retried after a network error, status 408, 429 or any 5xx except 501, the error class
/// `Client::Forbidden::Busy`, and a successful status with a body that is not JSON, such as a maintenance page. This
/// applies to GET, PUT and DELETE, which are idempotent; POST and PATCH are retried only after
/// `Request::idempotent`. A retried `DELETE` may end as [not found](crate::Error::is_not_found) if the first response
/// was lost.
///
/// A request that the service rejects for its timestamp (`QUERY_TIME_OUT`) or its token (401), with status 400, 401 or
/// 403, is retried at once with a new one. This applies to every method, because the service did not process the
/// request. Such an attempt counts like any other; there are at most two in a row.
///
/// The delay before the n-th retry is random, between zero and `initial_backoff · 2ⁿ⁻¹`, and at most `max_backoff`
/// ("full jitter", which spreads the retries of clients that failed at the same time). If the service sends
/// `Retry-After`, the delay is that time plus a random part of `initial_backoff`. Each attempt is signed anew.
///
/// ```
/// use std::time::Duration;
/// use ovh_api::{Client, RetryPolicy};
///
/// let policy = RetryPolicy::default().attempts(10).max_backoff(Duration::from_secs(60));
/// let client = Client::builder().retry(policy).build()?;
/// # Ok::<(), ovh_api::Error>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct RetryPolicy {
    attempts: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    max_retry_after: Duration,
    retry_if: Option<Predicate>,
}

/// Decides whether an error is worth another attempt.
type Predicate = Arc<dyn Fn(&Error) -> bool + Send + Sync>;

/// Four attempts, backoff from 0.5 to 20 seconds, and up to 60 seconds if the service sends `Retry-After`.
impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 4,
            initial_backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(20),
            max_retry_after: Duration::from_secs(60),
            retry_if: None,
        }
    }
}

impl RetryPolicy {
    /// A single attempt, no retries. The next call still refreshes a clock or token that the service rejected.
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// Sets the maximum number of attempts, the first one included. Default: 4. 0 means 1.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the maximum delay before the first retry. Default: 500 ms.
    pub fn initial_backoff(mut self, wait: Duration) -> Self {
        self.initial_backoff = wait;
        self
    }

    /// Sets the maximum delay before any retry without `Retry-After`. Default: 20 s.
    pub fn max_backoff(mut self, wait: Duration) -> Self {
        self.max_backoff = wait;
        self
    }

    /// Sets the maximum `Retry-After` to wait for. Default: 60 s. If the service asks for a longer delay, the call
    /// fails at once, and [`Error::retry_after`](crate::Error::retry_after) returns it.
    pub fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
        self
    }

    /// Sets which errors are worth another attempt. Default: [`Error::is_transient`](crate::Error::is_transient).
    ///
    /// A request that is not idempotent is still retried only if it was not sent.
    ///
    /// ```
    /// use ovh_api::RetryPolicy;
    ///
    /// // Also while another task changes the same object.
    /// let policy = RetryPolicy::default().retry_if(|error| error.is_transient() || error.is_busy());
    /// ```
    pub fn retry_if(mut self, predicate: impl Fn(&Error) -> bool + Send + Sync + 'static) -> Self {
        self.retry_if = Some(Arc::new(predicate));
        self
    }

    /// Returns whether an error is worth another attempt.
    pub(crate) fn applies_to(&self, error: &Error) -> bool {
        self.retry_if.as_ref().map_or_else(|| error.is_transient(), |predicate| predicate(error))
    }

    /// Returns whether another attempt is allowed.
    pub(crate) const fn allows_more(&self, attempts: u32) -> bool {
        attempts < self.attempts
    }

    /// Returns the delay after `failed` consecutive attempts that a delay may help; `None` to give up. `random` is in
    /// 0..1.
    pub(crate) fn wait(&self, failed: u32, retry_after: Option<Duration>, random: f64) -> Option<Duration> {
        let doublings = failed.saturating_sub(1).min(31);
        let ceiling = self.initial_backoff.saturating_mul(1 << doublings).min(self.max_backoff);
        match retry_after {
            Some(asked) if asked > self.max_retry_after => None,
            Some(asked) => Some(asked.saturating_add(self.initial_backoff.min(self.max_backoff).mul_f64(random))),
            None => Some(ceiling.mul_f64(random)),
        }
    }
}

impl fmt::Debug for RetryPolicy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RetryPolicy")
            .field("attempts", &self.attempts)
            .field("initial_backoff", &self.initial_backoff)
            .field("max_backoff", &self.max_backoff)
            .field("max_retry_after", &self.max_retry_after)
            .field("retry_if", &self.retry_if.as_ref().map_or("default", |_| "custom"))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    #[test]
    fn backoff_doubles_up_to_its_maximum() {
        let policy = RetryPolicy::default().attempts(7).initial_backoff(secs(1)).max_backoff(secs(10));
        let ceilings: Vec<_> = (1..8).map(|attempts| policy.wait(attempts, None, 1.0)).collect();
        assert_eq!(ceilings, [1, 2, 4, 8, 10, 10, 10].map(|wait| Some(secs(wait))));
        assert_eq!(policy.wait(3, None, 0.0), Some(Duration::ZERO));
        assert_eq!(policy.wait(3, None, 0.25), Some(secs(1)));
        assert!(policy.allows_more(6) && !policy.allows_more(7));
        assert!(!RetryPolicy::never().allows_more(1));
        let endless = RetryPolicy::default().attempts(u32::MAX).initial_backoff(Duration::MAX);
        assert_eq!(endless.wait(u32::MAX - 1, None, 1.0), Some(secs(20)));
    }

    #[test]
    fn retry_after_sets_the_delay() {
        let policy = RetryPolicy::default().initial_backoff(secs(2));
        assert_eq!(policy.wait(1, Some(secs(30)), 0.0), Some(secs(30)));
        assert_eq!(policy.wait(1, Some(secs(30)), 0.5), Some(secs(31)));
        assert_eq!(policy.wait(1, Some(secs(60)), 0.0), Some(secs(60)));
        assert_eq!(policy.wait(1, Some(secs(61)), 0.5), None);
        assert_eq!(policy.max_retry_after(secs(61)).wait(1, Some(secs(61)), 0.0), Some(secs(61)));
    }
}
