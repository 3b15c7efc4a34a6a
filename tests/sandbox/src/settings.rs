//! How the sandbox behaves, and how that is written on a command line.

use std::num::NonZeroU64;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use jiff::SignedDuration;

/// Everything that can be chosen.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// 0 for a free one.
    pub(crate) port: u16,
    /// The workspace's own if none.
    pub(crate) schemas: Option<PathBuf>,
    /// Before each answer of an operation.
    pub(crate) latency: Duration,
    /// How many calls of operations fail for no fault of the caller, from 0 to 1.
    pub(crate) fail_rate: f64,
    /// How many go wrong in any way there is, from 0 to 1.
    pub(crate) faults: f64,
    /// Chooses what goes wrong; `seed` if none.
    pub(crate) fault_seed: Option<u64>,
    /// How long an answer takes that comes too late.
    pub(crate) slow: Duration,
    pub(crate) rate_limit: Option<Rate>,
    /// How far the sandbox's clock is ahead.
    pub(crate) clock_skew: SignedDuration,
    /// After how many calls of operations the clock jumps.
    pub(crate) jump_every: Option<NonZeroU64>,
    /// Chooses the answers; without one they are tame.
    pub(crate) seed: Option<u64>,
    /// Threads that answer; 0 for one.
    pub(crate) workers: usize,
    /// Whether to remember what was written.
    pub(crate) keeps_writes: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            port: 0,
            schemas: None,
            latency: Duration::ZERO,
            fail_rate: 0.0,
            faults: 0.0,
            fault_seed: None,
            slow: Duration::from_secs(5),
            rate_limit: None,
            clock_skew: SignedDuration::ZERO,
            jump_every: None,
            seed: None,
            workers: 0,
            keeps_writes: false,
        }
    }
}

/// So many calls in so much time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub(crate) most: u32,
    pub(crate) per: Duration,
}

impl Rate {
    /// At most `most` calls within any `per`.
    #[must_use]
    pub const fn new(most: u32, per: Duration) -> Self {
        Self { most, per }
    }
}

/// Reads `60/min`.
impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is no rate: expected a number and a time, such as 60/min or 5/s");
        let (most, unit) = text.split_once('/').ok_or_else(wrong)?;
        let seconds = match unit.trim() {
            "s" | "sec" | "second" => 1,
            "m" | "min" | "minute" => 60,
            "h" | "hour" => 3600,
            _ => return Err(wrong()),
        };
        let most = most.trim().parse().ok().filter(|most| *most > 0).ok_or_else(wrong)?;
        Ok(Self { most, per: Duration::from_secs(seconds) })
    }
}

/// Reads `50ms`, `8m`, `-1h30m`.
pub(crate) fn signed_duration(text: &str) -> Result<SignedDuration, String> {
    text.parse().map_err(|_| format!("{text:?} is no duration: expected a number and a unit, such as 50ms or 8m"))
}

/// A duration that is not negative.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let signed = signed_duration(text)?;
    signed.try_into().map_err(|_| format!("{text:?} is negative"))
}

/// A share, from 0 to 1.
pub(crate) fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| format!("{text:?} is no share: expected a number from 0 to 1, such as 0.05"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write() {
        assert_eq!("60/min".parse(), Ok(Rate::new(60, Duration::from_secs(60))));
        assert_eq!("5 / s".parse(), Ok(Rate::new(5, Duration::from_secs(1))));
        for wrong in ["60", "0/min", "-1/s", "x/min", "60/year", ""] {
            assert!(wrong.parse::<Rate>().unwrap_err().contains("60/min"), "{wrong}");
        }
        assert_eq!(duration("50ms"), Ok(Duration::from_millis(50)));
        assert_eq!(signed_duration("-8m"), Ok(SignedDuration::from_mins(-8)));
        assert!(duration("-8m").is_err() && duration("fast").is_err() && duration("").is_err());
        assert_eq!(share("0.05"), Ok(0.05));
        assert!(share("1.5").is_err() && share("NaN").is_err());
    }
}
