//! The service's clock, which signatures are dated by.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::Mutex;

use crate::Error;

/// The difference between the service's clock and the local one: learnt when it is first needed, then shared.
///
/// The service refuses a signature whose time is off; local clocks that run minutes wrong are a reported case, so the
/// local time alone is never trusted, be it before 1970.
#[derive(Debug)]
pub(crate) struct Clock {
    /// Held while the clock is asked, so that many calls at once ask once.
    state: Mutex<State>,
    /// How often the clock was learnt, or could not be. Changes only under the lock.
    attempts: AtomicU64,
    /// The local time in seconds since 1970; tests have their own.
    local: fn() -> i64,
}

#[derive(Debug, Default)]
struct State {
    delta: Option<i64>,
    /// Why the last attempt failed. Those who waited for it share its failure instead of trying in turn, each with a
    /// timeout of its own.
    failure: Option<Error>,
}

/// A time of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Seconds since 1970.
    pub(crate) timestamp: i64,
    /// The attempt that it rests on; see [`Clock::forget`].
    pub(crate) attempt: u64,
}

impl Clock {
    pub(crate) fn new() -> Self {
        Self::with_local(local_time)
    }

    pub(crate) fn with_local(local: fn() -> i64) -> Self {
        Self { state: Mutex::default(), attempts: AtomicU64::new(0), local }
    }

    /// The service's time now. `ask` asks the service for its time in seconds since 1970, and is called only if no
    /// answer is known.
    pub(crate) async fn now<F>(&self, ask: impl FnOnce() -> F) -> Result<Reading, Error>
    where
        F: Future<Output = Result<i64, Error>>,
    {
        let before = self.attempts.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        let delta = match (state.delta, &state.failure) {
            (Some(delta), _) => delta,
            (None, Some(failure)) if self.attempts.load(Ordering::Acquire) != before => {
                return Err(failure.clone());
            }
            (None, _) => {
                let answer = ask().await;
                self.attempts.fetch_add(1, Ordering::AcqRel);
                state.failure = answer.as_ref().err().cloned();
                let delta = answer?.saturating_sub((self.local)());
                state.delta = Some(delta);
                delta
            }
        };
        Ok(Reading { timestamp: (self.local)().saturating_add(delta), attempt: self.attempts.load(Ordering::Acquire) })
    }

    /// Makes the next call ask the service again, unless somebody has since the reading: many calls refused at once
    /// for their time lead to one question.
    pub(crate) async fn forget(&self, stale: Reading) {
        let mut state = self.state.lock().await;
        if self.attempts.load(Ordering::Acquire) == stale.attempt {
            state.delta = None;
        }
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
    use std::sync::atomic::AtomicUsize;

    use super::*;
    use crate::error::ErrorKind;

    const YEAR: i64 = 365 * 24 * 3600;
    const SERVER: i64 = 1_800_000_000;

    #[tokio::test]
    async fn a_wrong_local_clock_is_corrected() {
        let locals: [fn() -> i64; 4] = [|| SERVER - YEAR, || SERVER + YEAR, || -YEAR, || i64::MIN / 2];
        for local in locals {
            let clock = Clock::with_local(local);
            let reading = clock.now(|| async { Ok(SERVER) }).await.unwrap();
            assert_eq!(reading.timestamp, SERVER);
        }
    }

    #[tokio::test]
    async fn the_service_is_asked_once_and_again_when_forgotten() {
        let clock = Clock::with_local(|| 0);
        let asked = AtomicUsize::new(0);
        let ask = || async {
            asked.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            Ok(SERVER)
        };
        let (first, second) = tokio::join!(clock.now(ask), clock.now(ask));
        let first = first.unwrap();
        assert_eq!(first, second.unwrap());
        assert_eq!(asked.load(Ordering::Relaxed), 1);

        clock.forget(first).await;
        clock.now(ask).await.unwrap();
        clock.forget(first).await; // Late: somebody has asked since.
        clock.now(ask).await.unwrap();
        assert_eq!(asked.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn those_who_wait_share_a_failure_and_later_ones_try_again() {
        let clock = Clock::with_local(|| 0);
        let asked = AtomicUsize::new(0);
        let fail = || async {
            asked.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            Err(Error::new(ErrorKind::Connect, "no answer"))
        };
        let (first, second) = tokio::join!(clock.now(fail), clock.now(fail));
        assert!(first.unwrap_err().is_connect() && second.unwrap_err().is_connect());
        assert_eq!(asked.load(Ordering::Relaxed), 1);
        assert!(clock.now(|| async { Ok(SERVER) }).await.is_ok());
    }
}
