//! A value that is fetched from the service when it is first needed, and shared by all calls.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

use crate::error::Error;

/// Fetches a value once for all calls that need it at the same time.
///
/// Calls that wait for a fetch share its failure. Otherwise each of them would try in turn, with a timeout of its own.
#[derive(Debug)]
pub(super) struct SingleFlight<T> {
    /// Locked during a fetch.
    state: Mutex<FlightState<T>>,
    /// The number of fetches so far. Changes only under the lock.
    fetches: AtomicU64,
}

#[derive(Debug)]
struct FlightState<T> {
    value: Option<Fetched<T>>,
    /// Why the last fetch failed.
    failure: Option<Error>,
}

/// A value and the number of the fetch that returned it.
#[derive(Debug, Clone)]
pub(super) struct Fetched<T> {
    pub(super) value: T,
    pub(super) fetch: u64,
}

impl<T> Default for SingleFlight<T> {
    fn default() -> Self {
        Self { state: Mutex::new(FlightState { value: None, failure: None }), fetches: AtomicU64::new(0) }
    }
}

impl<T: Clone> SingleFlight<T> {
    /// Returns the value. Fetches it if it is missing or `is_fresh` rejects it; if that fails, falls back to the current
    /// value while `is_usable` accepts it. The argument of `fetch` is whether such a fallback exists.
    pub(super) async fn get<F>(
        &self,
        is_fresh: impl Fn(&T) -> bool,
        is_usable: impl Fn(&T) -> bool,
        fetch: impl FnOnce(bool) -> F,
    ) -> Result<Fetched<T>, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let before = self.fetches.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        if let Some(current) = state.value.as_ref().filter(|current| is_fresh(&current.value)) {
            return Ok(current.clone());
        }
        let usable = |state: &FlightState<T>| state.value.as_ref().filter(|current| is_usable(&current.value)).cloned();
        if self.fetches.load(Ordering::Acquire) != before {
            // Another call fetched while this one waited for the lock.
            match (&state.failure, &state.value) {
                (Some(failure), _) => return usable(&state).ok_or_else(|| failure.clone()),
                (None, Some(current)) => return Ok(current.clone()),
                (None, None) => {}
            }
        }
        let result = fetch(usable(&state).is_some()).await;
        let fetch = self.fetches.fetch_add(1, Ordering::AcqRel) + 1;
        state.failure = result.as_ref().err().cloned();
        match result {
            Ok(value) => Ok(state.value.insert(Fetched { value, fetch }).clone()),
            Err(error) => usable(&state).ok_or(error),
        }
    }

    /// Drops the value of this fetch, so that the next call fetches a new one. Does nothing if another call has
    /// already: many calls rejected at once lead to one fetch.
    pub(super) async fn invalidate(&self, fetch: u64) {
        let mut state = self.state.lock().await;
        if state.value.as_ref().is_some_and(|current| current.fetch == fetch) {
            state.value = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;
    use crate::error::ErrorKind;

    async fn get<F: Future<Output = Result<i64, Error>>>(
        flight: &SingleFlight<i64>,
        fetch: impl FnOnce() -> F,
    ) -> Result<Fetched<i64>, Error> {
        flight.get(|_| true, |_| true, |_| fetch()).await
    }

    #[tokio::test]
    async fn value_is_fetched_once_and_again_when_invalidated() {
        let flight = SingleFlight::<i64>::default();
        let fetches = AtomicUsize::new(0);
        let fetch = || async {
            fetches.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            Ok(7)
        };
        let (first, second) = tokio::join!(get(&flight, fetch), get(&flight, fetch));
        let first = first.unwrap();
        assert_eq!((first.value, first.fetch), (7, second.unwrap().fetch));
        assert_eq!(fetches.load(Ordering::Relaxed), 1);

        flight.invalidate(first.fetch).await;
        get(&flight, fetch).await.unwrap();
        // Too late: another call has fetched since.
        flight.invalidate(first.fetch).await;
        get(&flight, fetch).await.unwrap();
        assert_eq!(fetches.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn waiting_calls_share_a_failure_and_later_ones_retry() {
        let flight = SingleFlight::<i64>::default();
        let fetches = AtomicUsize::new(0);
        let fail = || async {
            fetches.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            Err::<i64, _>(Error::new(ErrorKind::Connect, "no response"))
        };
        let (first, second) = tokio::join!(get(&flight, fail), get(&flight, fail));
        assert!(first.unwrap_err().is_connect() && second.unwrap_err().is_connect());
        assert_eq!(fetches.load(Ordering::Relaxed), 1);
        assert!(get(&flight, || async { Ok(7) }).await.is_ok());
    }

    #[tokio::test]
    async fn stale_value_is_used_while_fetching_fails() {
        let flight = SingleFlight::<i64>::default();
        let fail = |has_usable: bool| async move {
            assert!(has_usable);
            Err::<i64, _>(Error::new(ErrorKind::Connect, "no response"))
        };
        get(&flight, || async { Ok(7) }).await.unwrap();
        assert_eq!(flight.get(|_| false, |_| true, fail).await.unwrap().value, 7);
        let fail = |_| async { Err::<i64, _>(Error::new(ErrorKind::Connect, "no response")) };
        assert!(flight.get(|_| false, |_| false, fail).await.is_err());
    }
}
