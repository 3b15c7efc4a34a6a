//! The service's clock, which dates signatures.

use std::future::Future;
use std::time::{SystemTime, UNIX_EPOCH};

use super::refresh::SingleFlight;
use crate::error::Error;

/// The difference between the service's clock and the local one. Fetched when it is first needed, then shared.
///
/// The service rejects signatures with a wrong timestamp, and users have reported local clocks that are minutes off, so
/// the local time is never used without this correction. It may even be before 1970.
#[derive(Debug)]
pub(crate) struct Clock {
    delta: SingleFlight<i64>,
    /// Returns the local time in seconds since 1970. Tests replace it.
    local: fn() -> i64,
}

/// A time of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ServerTime {
    /// Seconds since 1970.
    pub(crate) timestamp: i64,
    /// The number of the request that read the clock; see [`Clock::invalidate`].
    fetch: u64,
}

impl Clock {
    pub(crate) fn new() -> Self {
        Self::with_local(local_time)
    }

    fn with_local(local: fn() -> i64) -> Self {
        Self { delta: SingleFlight::default(), local }
    }

    /// Returns the service's current time. Calls `fetch`, which returns it in seconds since 1970, only if the
    /// difference is not known yet.
    pub(crate) async fn now<F>(&self, fetch: impl FnOnce() -> F) -> Result<ServerTime, Error>
    where
        F: Future<Output = Result<i64, Error>>,
    {
        let delta = |_| async { Ok(fetch().await?.saturating_sub((self.local)())) };
        let delta = self.delta.get(|_| true, |_| true, delta).await?;
        Ok(ServerTime { timestamp: (self.local)().saturating_add(delta.value), fetch: delta.fetch })
    }

    /// Makes the next call read the service's clock again, unless another call has done so since `stale`.
    pub(crate) async fn invalidate(&self, stale: ServerTime) {
        self.delta.invalidate(stale.fetch).await;
    }
}

fn local_time() -> i64 {
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |secs| -secs),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: i64 = 365 * 24 * 3600;
    const SERVER: i64 = 1_800_000_000;

    #[tokio::test]
    async fn wrong_local_clock_is_corrected() {
        let locals: [fn() -> i64; 4] = [|| SERVER - YEAR, || SERVER + YEAR, || -YEAR, || i64::MIN / 2];
        for local in locals {
            let clock = Clock::with_local(local);
            let time = clock.now(|| async { Ok(SERVER) }).await.unwrap();
            assert_eq!(time.timestamp, SERVER);
        }
    }

    #[tokio::test]
    async fn invalidated_clock_is_read_again() {
        let clock = Clock::with_local(|| 0);
        let first = clock.now(|| async { Ok(SERVER) }).await.unwrap();
        assert_eq!(clock.now(|| async { Ok(SERVER + YEAR) }).await.unwrap(), first);
        clock.invalidate(first).await;
        assert_eq!(clock.now(|| async { Ok(SERVER + YEAR) }).await.unwrap().timestamp, SERVER + YEAR);
    }
}
