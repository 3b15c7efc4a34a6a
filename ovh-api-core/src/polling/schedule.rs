//! The delays of a wait.

use std::time::Duration;

use tokio::time::Instant;

/// When requests are sent, and when the wait ends.
#[derive(Debug, Clone)]
pub(super) struct Schedule {
    pub(super) interval: Duration,
    pub(super) max_interval: Duration,
    pub(super) factor: f64,
    pub(super) deadline: Duration,
}

impl Default for Schedule {
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(2),
            max_interval: Duration::from_secs(30),
            factor: 1.5,
            deadline: Duration::from_secs(30 * 60),
        }
    }
}

impl Schedule {
    /// Returns when the wait ends: in a year, if the deadline exceeds the range of the clock.
    pub(super) fn end(&self, now: Instant) -> Instant {
        now.checked_add(self.deadline).unwrap_or(now + Duration::from_secs(365 * 24 * 3600))
    }

    /// Returns the delay after this one.
    pub(super) fn after(&self, interval: Duration) -> Duration {
        let factor = self.factor.max(1.0);
        let longer = Duration::try_from_secs_f64(interval.as_secs_f64() * factor).unwrap_or(Duration::MAX);
        longer.min(self.max_interval.max(self.interval))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delays(schedule: &Schedule, count: usize) -> Vec<u64> {
        let delays = std::iter::successors(Some(schedule.interval), |interval| Some(schedule.after(*interval)));
        delays.take(count).map(|delay| delay.as_secs()).collect()
    }

    #[test]
    fn delay_grows_to_its_maximum() {
        assert_eq!(delays(&Schedule::default(), 9), [2, 3, 4, 6, 10, 15, 22, 30, 30]);
        assert_eq!(delays(&Schedule { factor: 1.0, ..Schedule::default() }, 3), [2, 2, 2]);
        for factor in [0.0, -1.0, f64::NAN] {
            assert_eq!(delays(&Schedule { factor, ..Schedule::default() }, 3), [2, 2, 2]);
        }
        assert_eq!(delays(&Schedule { factor: f64::INFINITY, ..Schedule::default() }, 3), [2, 30, 30]);
        let rare = Schedule { interval: Duration::from_secs(60), ..Schedule::default() };
        assert_eq!(delays(&rare, 3), [60, 60, 60]);
        assert_eq!(Schedule { max_interval: Duration::MAX, ..rare }.after(Duration::MAX), Duration::MAX);
    }
}
