//! The settings of a sandbox, and parsers of their command line values.

use std::num::NonZeroU64;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use jiff::SignedDuration;

use crate::error_response::ErrorShape;
use crate::host::HostName;
use crate::transport::Transport;

/// The default maximum size of state and keys, in bytes.
const DEFAULT_MAX_STATE: usize = 64 << 20;

/// The smallest accepted maximum, which leaves room for the account itself.
const MIN_MAX_STATE: usize = 1 << 20;

/// The default timeout for the head and for the body of a request.
const DEFAULT_REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

/// The default time from the creation of a task to its completion.
const DEFAULT_TASK_TIME: Duration = Duration::from_secs(2);

/// The settings of a sandbox. The methods of [`Builder`](crate::Builder) describe them.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) port: u16,
    pub(crate) schemas: Option<PathBuf>,
    pub(crate) latency: Duration,
    pub(crate) fail_rate: f64,
    pub(crate) faults: f64,
    pub(crate) fault_seed: Option<u64>,
    pub(crate) slow: Duration,
    pub(crate) rate_limit: Option<Rate>,
    pub(crate) clock_skew: SignedDuration,
    /// After how many calls of operations the clock jumps.
    pub(crate) jump_every: Option<NonZeroU64>,
    pub(crate) seed: Option<u64>,
    pub(crate) workers: usize,
    pub(crate) keeps_writes: bool,
    pub(crate) errors: ErrorShape,
    pub(crate) allowed_hosts: Vec<HostName>,
    pub(crate) max_state: usize,
    pub(crate) request_timeout: Duration,
    pub(crate) task_time: Duration,
    pub(crate) denied_actions: Vec<String>,
    pub(crate) transport: Transport,
    /// Where the certificate authority is kept.
    pub(crate) tls_dir: Option<PathBuf>,
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
            errors: ErrorShape::Class,
            allowed_hosts: Vec::new(),
            max_state: DEFAULT_MAX_STATE,
            request_timeout: DEFAULT_REQUEST_TIMEOUT,
            task_time: DEFAULT_TASK_TIME,
            denied_actions: Vec::new(),
            transport: Transport::Plain,
            tls_dir: None,
        }
    }
}

/// A maximum number of calls per period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub(crate) most: u32,
    pub(crate) per: Duration,
}

impl Rate {
    /// Allows at most `most` calls within any period of length `per`.
    #[must_use]
    pub const fn new(most: u32, per: Duration) -> Self {
        Self { most, per }
    }
}

/// Parses a rate such as `60/min`.
impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let invalid = || format!("invalid rate {text:?}: expected a number and a unit, such as 60/min or 5/s");
        let (most, unit) = text.split_once('/').ok_or_else(invalid)?;
        let seconds = match unit.trim() {
            "s" | "sec" | "second" => 1,
            "m" | "min" | "minute" => 60,
            "h" | "hour" => 3600,
            _ => return Err(invalid()),
        };
        let most = most.trim().parse().ok().filter(|most| *most > 0).ok_or_else(invalid)?;
        Ok(Self { most, per: Duration::from_secs(seconds) })
    }
}

/// Parses a duration such as `50ms`, `8m` or `-1h30m`.
pub(crate) fn signed_duration(text: &str) -> Result<SignedDuration, String> {
    text.parse().map_err(|_| format!("invalid duration {text:?}: expected a number and a unit, such as 50ms or 8m"))
}

/// Parses a duration that is not negative.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let signed = signed_duration(text)?;
    signed.try_into().map_err(|_| format!("invalid duration {text:?}: expected zero or more"))
}

/// Parses a positive duration.
pub(crate) fn timeout(text: &str) -> Result<Duration, String> {
    let duration = duration(text)?;
    if duration.is_zero() { Err("the timeout must be longer than 0".to_owned()) } else { Ok(duration) }
}

/// Parses `64MiB`, `500 kB` or a number of bytes.
pub(crate) fn size(text: &str) -> Result<usize, String> {
    let invalid = || format!("invalid size {text:?}: expected e.g. 64MiB");
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end).ok_or_else(invalid)?;
    let factor: usize = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return Err(invalid()),
    };
    let number: usize = number.parse().map_err(|_| invalid())?;
    let size = number.checked_mul(factor).ok_or_else(invalid)?;
    if size < MIN_MAX_STATE { Err(format!("{text:?} is too small: expected at least 1MiB")) } else { Ok(size) }
}

/// Checks the form of an IAM action: `vps:apiovh:reboot` or `vps:apiovh:*`.
pub(crate) fn iam_action(text: &str) -> Result<String, String> {
    let is_known = |character: char| character.is_ascii_alphanumeric() || "-_/.*".contains(character);
    let parts: Vec<&str> = text.split(':').collect();
    let valid =
        text == "*" || parts.len() > 1 && parts.iter().all(|part| !part.is_empty() && part.chars().all(is_known));
    if valid {
        Ok(text.to_owned())
    } else {
        Err(format!("invalid IAM action {text:?}: expected e.g. vps:apiovh:reboot"))
    }
}

/// Parses a share from 0 to 1.
pub(crate) fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| format!("invalid share {text:?}: expected a number from 0 to 1, such as 0.05"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_durations_and_shares_are_parsed() {
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

    #[test]
    fn sizes_are_parsed_into_bytes() {
        for (text, bytes) in [("64MiB", 64 << 20), ("2 mb", 2_000_000), ("1048576", 1 << 20), ("1gib", 1 << 30)] {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
        for text in ["", "MiB", "-1MiB", "+2MiB", "1.5MiB", "64 parsecs", "99999999999GiB", "1KiB", "0"] {
            assert!(size(text).unwrap_err().contains("expected"), "{text}");
        }
    }

    #[test]
    fn invalid_iam_actions_are_rejected() {
        for valid in ["vps:apiovh:reboot", "vps:apiovh:*", "*", "dnsZone:apiovh:record/create"] {
            assert_eq!(iam_action(valid), Ok(valid.to_owned()));
        }
        for invalid in ["", "reboot", "vps:", ":x", "vps:api ovh:x", "vps:a,b:c"] {
            assert!(iam_action(invalid).unwrap_err().contains("vps:apiovh:reboot"), "{invalid}");
        }
    }
}
