//! When a call is repeated, and how soon.

mod after;
mod budget;

use std::time::Duration;

pub(crate) use after::retry_after;
pub(crate) use budget::Bucket;
pub use budget::RetryBudget;

/// How often and how soon a call that failed is repeated.
///
/// A call is retried after a network fault, status 408, 429 or any 5xx but 501, the error class
/// `Client::Forbidden::Busy`, and a successful status with a body that is not JSON, such as a maintenance page; of these
/// only GET, PUT and DELETE, which are idempotent. A POST is retried only after `Request::idempotent`. A `DELETE` whose first answer got lost may
/// end as [not found](crate::Error::is_not_found).
///
/// A call that the service refuses for its timestamp (`QUERY_TIME_OUT`) or its token (401), with status 400, 401 or 403, is
/// sent again at once with a new one, whatever its method, for the service did nothing but refuse it. Such an attempt counts
/// like any other; there are at most two in a row.
///
/// The wait before the n-th repetition is anything between zero and `first_wait · 2ⁿ⁻¹`, at most `longest_wait`
/// ("full jitter": clients that failed together do not come back together). If the service says when to come back
/// (`Retry-After`), it gets that time, and a wait of the first kind on top. Each attempt is signed anew.
///
/// ```
/// use std::time::Duration;
/// use ovh_api::{Client, RetryPolicy};
///
/// let patient = RetryPolicy::default().attempts(10).longest_wait(Duration::from_secs(60));
/// let client = Client::builder().retry(patient).build()?;
/// # Ok::<(), ovh_api::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    attempts: u32,
    first_wait: Duration,
    longest_wait: Duration,
    longest_retry_after: Duration,
}

/// Four attempts, waits that begin at half a second and end at 20 seconds, and at most a minute when the service asks
/// for one.
impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 4,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(20),
            longest_retry_after: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// A single attempt. A clock or token that the service refused is read again by the next call.
    pub fn never() -> Self {
        Self::default().attempts(1)
    }

    /// How often a call is sent at most, the first time included; 0 is taken for 1.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The longest wait before the first repetition.
    pub fn first_wait(mut self, wait: Duration) -> Self {
        self.first_wait = wait;
        self
    }

    /// The longest wait before any repetition, unless the service asks for another.
    pub fn longest_wait(mut self, wait: Duration) -> Self {
        self.longest_wait = wait;
        self
    }

    /// A service that asks for a longer wait than this gets none: the call fails at once, and
    /// [`Error::retry_after`](crate::Error::retry_after) says when to come back.
    pub fn longest_retry_after(mut self, wait: Duration) -> Self {
        self.longest_retry_after = wait;
        self
    }

    /// Whether another attempt may follow as many.
    pub(crate) const fn allows_more(&self, attempts: u32) -> bool {
        attempts < self.attempts
    }

    /// How long to wait after `failed` attempts in a row that a wait may help; none to give up. `random` is from 0 up to 1.
    pub(crate) fn wait(&self, failed: u32, retry_after: Option<Duration>, random: f64) -> Option<Duration> {
        let doublings = failed.saturating_sub(1).min(31);
        let ceiling = self.first_wait.saturating_mul(1 << doublings).min(self.longest_wait);
        match retry_after {
            Some(asked) if asked > self.longest_retry_after => None,
            Some(asked) => Some(asked.saturating_add(self.first_wait.min(self.longest_wait).mul_f64(random))),
            None => Some(ceiling.mul_f64(random)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn secs(secs: u64) -> Duration {
        Duration::from_secs(secs)
    }

    #[test]
    fn waits_double_up_to_a_limit_and_attempts_end() {
        let policy = RetryPolicy::default().attempts(7).first_wait(secs(1)).longest_wait(secs(10));
        let ceilings: Vec<_> = (1..8).map(|attempts| policy.wait(attempts, None, 1.0)).collect();
        assert_eq!(ceilings, [1, 2, 4, 8, 10, 10, 10].map(|wait| Some(secs(wait))));
        assert_eq!(policy.wait(3, None, 0.0), Some(Duration::ZERO));
        assert_eq!(policy.wait(3, None, 0.25), Some(secs(1)));
        assert!(policy.allows_more(6) && !policy.allows_more(7));
        assert!(!RetryPolicy::never().allows_more(1));
        let endless = RetryPolicy::default().attempts(u32::MAX).first_wait(Duration::MAX);
        assert_eq!(endless.wait(u32::MAX - 1, None, 1.0), Some(secs(20)));
    }

    #[test]
    fn the_service_says_when() {
        let policy = RetryPolicy::default().first_wait(secs(2));
        assert_eq!(policy.wait(1, Some(secs(30)), 0.0), Some(secs(30)));
        assert_eq!(policy.wait(1, Some(secs(30)), 0.5), Some(secs(31)));
        assert_eq!(policy.wait(1, Some(secs(60)), 0.0), Some(secs(60)));
        assert_eq!(policy.wait(1, Some(secs(61)), 0.5), None);
        assert_eq!(policy.longest_retry_after(secs(61)).wait(1, Some(secs(61)), 0.0), Some(secs(61)));
    }
}
