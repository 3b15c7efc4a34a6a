//! Limits the retries of all calls of a client.

use std::time::Duration;

use tower::retry::budget::{Budget, TpsBudget};

/// How many retries all calls of a client may use together.
///
/// If every call were retried during an outage, the service would receive a multiple of its load when it can handle
/// least. So each call puts a fraction of a token into a bucket, and each retry takes a whole token out. If the bucket
/// is empty, calls fail without a retry. By default, retries are limited to 20 % of the calls of the last ten seconds
/// plus ten per second, which a program with few calls never reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryBudget {
    limits: Option<(u8, u16)>,
}

impl RetryBudget {
    /// Allows retries of `percent` (at most 100) of the calls of the last ten seconds, plus `per_second` retries per
    /// second.
    #[must_use]
    pub const fn new(percent: u8, per_second: u16) -> Self {
        Self { limits: Some((percent, per_second)) }
    }

    /// Sets no limit: every call may use all of its attempts.
    #[must_use]
    pub const fn unlimited() -> Self {
        Self { limits: None }
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(20, 10)
    }
}

/// The token bucket of a client.
#[derive(Debug)]
pub(crate) struct Bucket(Option<TpsBudget>);

impl Bucket {
    pub(crate) fn new(budget: RetryBudget) -> Self {
        let bucket = |(percent, per_second): (u8, u16)| {
            let ratio = f32::from(percent.min(100)) / 100.0;
            TpsBudget::new(Duration::from_secs(10), per_second.into(), ratio)
        };
        Self(budget.limits.map(bucket))
    }

    /// Records the start of a call.
    pub(crate) fn deposit(&self) {
        if let Some(bucket) = &self.0 {
            bucket.deposit();
        }
    }

    /// Takes a token for a retry, and returns whether there was one.
    pub(crate) fn withdraw(&self) -> bool {
        self.0.as_ref().is_none_or(TpsBudget::withdraw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn retries_are_limited_to_a_share_of_calls() {
        let bucket = Bucket::new(RetryBudget::new(20, 0));
        assert!(!bucket.withdraw());
        (0..50).for_each(|_| bucket.deposit());
        assert_eq!((0..50).filter(|_| bucket.withdraw()).count(), 10);

        let bucket = Bucket::new(RetryBudget::new(0, 1));
        assert_eq!((0..50).filter(|_| bucket.withdraw()).count(), 10);
        tokio::time::advance(Duration::from_secs(30)).await;
        assert!(bucket.withdraw());

        let bucket = Bucket::new(RetryBudget::unlimited());
        assert!((0..1000).all(|_| bucket.withdraw()));
    }
}
