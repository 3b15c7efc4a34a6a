//! Limits that the client keeps by itself.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::Instant;

/// A year: long enough for a limit, and short enough to be added to a time.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

/// How many attempts are on their way at once, and how many begin in a time.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    concurrency: Option<Semaphore>,
    rate: Option<Rate>,
}

impl Limits {
    /// `concurrency` and the first number of `rate` are at least 1.
    pub(crate) fn new(concurrency: Option<usize>, rate: Option<(u32, Duration)>) -> Self {
        Self {
            concurrency: concurrency.map(|most| Semaphore::new(most.clamp(1, Semaphore::MAX_PERMITS))),
            rate: rate.map(|(most, per)| Rate {
                most: most.max(1) as usize,
                per: per.min(LONGEST),
                starts: Mutex::default(),
            }),
        }
    }

    /// Waits for its turn. The attempt is over when the permit is dropped.
    pub(crate) async fn wait(&self) -> Option<SemaphorePermit<'_>> {
        let permit = match &self.concurrency {
            // It is never closed.
            Some(semaphore) => semaphore.acquire().await.ok(),
            None => None,
        };
        if let Some(rate) = &self.rate {
            tokio::time::sleep_until(rate.book()).await;
        }
        permit
    }
}

/// At most so many starts in any span of that length: a log of the last starts, booked ahead, rather than a bucket that
/// lets twice as many through at first.
#[derive(Debug)]
struct Rate {
    most: usize,
    per: Duration,
    starts: Mutex<VecDeque<Instant>>,
}

impl Rate {
    /// The next free time. It stays taken should nobody wait for it.
    fn book(&self) -> Instant {
        let now = Instant::now();
        let mut starts = self.starts.lock().unwrap_or_else(PoisonError::into_inner);
        let start = if starts.len() < self.most {
            now
        } else {
            let free = starts.pop_front().and_then(|oldest| oldest.checked_add(self.per));
            free.map_or(now, |free| free.max(now))
        };
        starts.push_back(start);
        start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_span_has_more_starts_than_allowed() {
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
    async fn a_permit_is_given_back() {
        let limits = Limits::new(Some(0), None);
        let held = limits.wait().await;
        assert!(held.is_some());
        assert!(tokio::time::timeout(Duration::from_secs(1), limits.wait()).await.is_err());
        drop(held);
        assert!(limits.wait().await.is_some());
        assert!(Limits::default().wait().await.is_none());
    }
}
