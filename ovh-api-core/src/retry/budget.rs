//! A limit on repetitions for a client as a whole.

use std::time::Duration;

use tower::retry::budget::{Budget, TpsBudget};

/// How many repetitions all calls of a client may have together.
///
/// In an outage every call fails, and if every call were sent four times, the service would get four times its load
/// when it can bear least. So each call puts a part of a token into a bucket, and each repetition takes a whole one
/// out; with the bucket empty calls fail at once. Unless set otherwise a fifth of the calls of the last ten seconds may
/// be repeated, and ten per second besides, so that a program of few calls never notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryBudget {
    limits: Option<(u8, u16)>,
}

impl RetryBudget {
    /// As many repetitions as `percent` of the calls of the last ten seconds (at most 100), and `per_second` each
    /// second besides.
    #[must_use]
    pub const fn new(percent: u8, per_second: u16) -> Self {
        Self { limits: Some((percent, per_second)) }
    }

    /// Every call may use up its own attempts.
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

/// The bucket of one client.
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

    /// A call begins.
    pub(crate) fn deposit(&self) {
        if let Some(bucket) = &self.0 {
            bucket.deposit();
        }
    }

    /// Whether a call may be repeated.
    pub(crate) fn withdraw(&self) -> bool {
        self.0.as_ref().is_none_or(TpsBudget::withdraw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn repetitions_are_a_part_of_the_calls() {
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
