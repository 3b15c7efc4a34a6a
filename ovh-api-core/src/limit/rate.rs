//! How many attempts begin in a time.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// At most so many starts in any span of that length: a log of the last starts rather than a bucket, which would let
/// twice as many through at first.
#[derive(Debug)]
pub(super) struct Rate {
    most: usize,
    per: Duration,
    turns: Mutex<Turns>,
}

#[derive(Debug, Default)]
struct Turns {
    /// The last ones, as many as may be in a span.
    starts: VecDeque<Instant>,
    /// Who waits, by numbers in the order of coming: each is larger than the one before.
    waiting: VecDeque<u64>,
    next: u64,
}

/// A place in the queue, which is free once this is dropped.
struct Place<'r> {
    rate: &'r Rate,
    number: u64,
}

impl Rate {
    /// 0 is taken for 1.
    pub(super) fn new(most: u32, per: Duration) -> Self {
        Self { most: most.max(1) as usize, per, turns: Mutex::default() }
    }

    /// Waits until there is room for a start, and takes it.
    ///
    /// Nothing is taken before: a call that is dropped while it waits, or whose deadline ends there, costs others no
    /// turn; and one that is not polled any more stops nobody.
    pub(super) async fn wait(&self) {
        let place = self.queue();
        while let Some(then) = place.start() {
            sleep_until(then).await;
        }
    }

    fn queue(&self) -> Place<'_> {
        let mut turns = self.turns();
        let number = turns.next;
        turns.next += 1;
        turns.waiting.push_back(number);
        Place { rate: self, number }
    }

    fn turns(&self) -> MutexGuard<'_, Turns> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place<'_> {
    /// Starts now, or says when to ask again: at the time of the turn if all who wait before take theirs.
    fn start(&self) -> Option<Instant> {
        let now = Instant::now();
        let most = self.rate.most;
        let mut turns = self.rate.turns();
        let before = turns.starts.len() + turns.waiting.partition_point(|number| *number < self.number);
        if let Some(index) = before.checked_sub(most) {
            let spans = u32::try_from(index / most).unwrap_or(u32::MAX).saturating_add(1);
            let oldest = turns.starts.get(index % most).copied().unwrap_or(now);
            // It always is a time: a span is a year at most.
            let free = oldest.checked_add(self.rate.per.saturating_mul(spans)).unwrap_or(now);
            if free > now {
                return Some(free);
            }
        }
        while turns.starts.len() >= most {
            turns.starts.pop_front();
        }
        turns.starts.push_back(now);
        None
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut turns = self.rate.turns();
        if let Ok(index) = turns.waiting.binary_search(&self.number) {
            turns.waiting.remove(index);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;

    use futures_util::FutureExt as _;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// Waits for nothing: whether it could start at once.
    fn starts_now(wait: impl Future<Output = ()>) -> bool {
        wait.now_or_never().is_some()
    }

    #[tokio::test(start_paused = true)]
    async fn who_leaves_the_queue_costs_no_turn() {
        let rate = Rate::new(2, SECOND);
        assert!(starts_now(rate.wait()) && starts_now(rate.wait()));
        // Each is polled once, and dropped.
        assert!(!(0..100).any(|_| starts_now(rate.wait())));
        let begin = Instant::now();
        rate.wait().await;
        assert_eq!(begin.elapsed(), SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn who_is_not_polled_stops_nobody() {
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
    async fn turns_are_taken_in_the_order_of_coming() {
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
