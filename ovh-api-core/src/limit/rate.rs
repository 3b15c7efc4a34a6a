//! Limits the number of attempts per period.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// At most `most` starts in any period of length `per`. Keeps a log of starts instead of a token bucket, which would
/// allow twice as many in the first period.
#[derive(Debug)]
pub(super) struct Rate {
    most: usize,
    per: Duration,
    state: Mutex<RateState>,
}

#[derive(Debug, Default)]
struct RateState {
    /// The last starts, at most `most`.
    starts: VecDeque<Instant>,
    /// The tickets of waiting attempts, in ascending order.
    waiting: VecDeque<u64>,
    next: u64,
}

/// A place in the queue. Dropping it leaves the queue.
struct Ticket<'r> {
    rate: &'r Rate,
    number: u64,
}

impl Rate {
    /// 0 means 1.
    pub(super) fn new(most: u32, per: Duration) -> Self {
        Self { most: most.max(1) as usize, per, state: Mutex::default() }
    }

    /// Waits until a start is allowed, and records it.
    ///
    /// A start is recorded only at the end: an attempt that is dropped while it waits costs the others nothing, and one
    /// that is not polled anymore does not block them.
    pub(super) async fn wait(&self) {
        let ticket = self.queue();
        while let Some(then) = ticket.start() {
            sleep_until(then).await;
        }
    }

    fn queue(&self) -> Ticket<'_> {
        let mut state = self.state();
        let number = state.next;
        state.next += 1;
        state.waiting.push_back(number);
        Ticket { rate: self, number }
    }

    fn state(&self) -> MutexGuard<'_, RateState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket<'_> {
    /// Records a start, or returns when to try again, assuming that all earlier tickets are used.
    fn start(&self) -> Option<Instant> {
        let now = Instant::now();
        let most = self.rate.most;
        let mut state = self.rate.state();
        let before = state.starts.len() + state.waiting.partition_point(|number| *number < self.number);
        if let Some(index) = before.checked_sub(most) {
            let spans = u32::try_from(index / most).unwrap_or(u32::MAX).saturating_add(1);
            let oldest = state.starts.get(index % most).copied().unwrap_or(now);
            // This never overflows: a period is at most a year.
            let free = oldest.checked_add(self.rate.per.saturating_mul(spans)).unwrap_or(now);
            if free > now {
                return Some(free);
            }
        }
        while state.starts.len() >= most {
            state.starts.pop_front();
        }
        state.starts.push_back(now);
        None
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        let mut state = self.rate.state();
        if let Ok(index) = state.waiting.binary_search(&self.number) {
            state.waiting.remove(index);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;

    use futures_util::FutureExt as _;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// Returns whether an attempt can start without waiting.
    fn starts_now(wait: impl Future<Output = ()>) -> bool {
        wait.now_or_never().is_some()
    }

    #[tokio::test(start_paused = true)]
    async fn dropped_ticket_costs_no_start() {
        let rate = Rate::new(2, SECOND);
        assert!(starts_now(rate.wait()) && starts_now(rate.wait()));
        // Each is polled once and dropped.
        assert!(!(0..100).any(|_| starts_now(rate.wait())));
        let begin = Instant::now();
        rate.wait().await;
        assert_eq!(begin.elapsed(), SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn unpolled_ticket_blocks_no_other() {
        let rate = Rate::new(1, SECOND);
        rate.wait().await;
        let mut idle = Box::pin(rate.wait());
        assert!(!starts_now(idle.as_mut()));
        let begin = Instant::now();
        rate.wait().await;
        assert!(begin.elapsed() <= 2 * SECOND, "{:?}", begin.elapsed());
        idle.await;
    }

    #[tokio::test(start_paused = true)]
    async fn starts_are_in_the_order_of_tickets() {
        let rate = Rate::new(1, SECOND);
        let order = Mutex::new(Vec::new());
        let waits = (0..20).map(|number| {
            let (rate, order) = (&rate, &order);
            async move {
                rate.wait().await;
                order.lock().unwrap().push(number);
            }
        });
        futures_util::future::join_all(waits).await;
        assert!(order.into_inner().unwrap().into_iter().eq(0..20));
    }
}
