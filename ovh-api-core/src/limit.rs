//! Client-side limits: concurrency and rate.

mod rate;

use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};

use self::rate::Rate;

/// The maximum period: a year, which can be added to any time without overflow.
const MAX_PERIOD: Duration = Duration::from_secs(365 * 24 * 3600);

/// Limits the number of concurrent attempts, and of attempts per period.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    concurrency: Option<Semaphore>,
    rate: Option<Rate>,
}

impl Limits {
    /// A limit of 0 means 1.
    pub(crate) fn new(concurrency: Option<usize>, rate: Option<(u32, Duration)>) -> Self {
        Self {
            concurrency: concurrency.map(|most| Semaphore::new(most.clamp(1, Semaphore::MAX_PERMITS))),
            rate: rate.map(|(most, per)| Rate::new(most, per.min(MAX_PERIOD))),
        }
    }

    /// Waits until an attempt may start. Drop the permit when the attempt is over.
    pub(crate) async fn wait(&self) -> Option<SemaphorePermit<'_>> {
        let permit = match &self.concurrency {
            // The semaphore is never closed.
            Some(semaphore) => semaphore.acquire().await.ok(),
            None => None,
        };
        if let Some(rate) = &self.rate {
            rate.wait().await;
        }
        permit
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_period_has_more_starts_than_allowed() {
        let limits = Limits::new(None, Some((3, Duration::from_secs(60))));
        let begin = Instant::now();
        let mut starts = Vec::new();
        for index in 0..8 {
            limits.wait().await;
            starts.push(begin.elapsed().as_secs());
            if index == 0 {
                tokio::time::sleep(Duration::from_secs(50)).await;
            }
        }
        assert_eq!(starts, [0, 50, 50, 60, 110, 110, 120, 170]);
    }

    #[tokio::test(start_paused = true)]
    async fn dropped_permit_is_released() {
        let limits = Limits::new(Some(0), None);
        let held = limits.wait().await;
        assert!(held.is_some());
        assert!(tokio::time::timeout(Duration::from_secs(1), limits.wait()).await.is_err());
        drop(held);
        assert!(limits.wait().await.is_some());
        assert!(Limits::default().wait().await.is_none());
    }
}
