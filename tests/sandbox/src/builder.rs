//! How a sandbox is to behave.

use std::num::NonZeroU64;
use std::path::PathBuf;
use std::time::Duration;

use jiff::SignedDuration;

#[cfg(doc)]
use crate::Sandbox;
use crate::error_response::ErrorShape;
use crate::host::InvalidHost;
use crate::settings::{Rate, Settings};

/// Describes a [`Sandbox`]; each method is a flag of the program.
#[derive(Debug, Clone)]
#[must_use = "nothing happens until start is called"]
pub struct Builder {
    pub(crate) settings: Settings,
}

impl Builder {
    /// The port; a free one unless set, or if 0.
    pub const fn port(mut self, port: u16) -> Self {
        self.settings.port = port;
        self
    }

    /// A folder with schemas below `v1` and `v2`; the workspace's own unless set.
    pub fn schemas(mut self, folder: impl Into<PathBuf>) -> Self {
        self.settings.schemas = Some(folder.into());
        self
    }

    /// How long each answer of an operation takes.
    pub const fn latency(mut self, latency: Duration) -> Self {
        self.settings.latency = latency;
        self
    }

    /// The share of calls that fail for no fault of the caller, from 0 to 1.
    pub const fn fail_rate(mut self, share: f64) -> Self {
        self.settings.fail_rate = share;
        self
    }

    /// The share of calls, and of questions for a token, that go wrong in any way there is, from 0 to 1: refused and
    /// asked to come back, lost on the way there or back, answered too late, by half, by a page, by no JSON or in
    /// ISO-8859-1. See [`Sandbox::faults`].
    pub const fn faults(mut self, share: f64) -> Self {
        self.settings.faults = share;
        self
    }

    /// Chooses what goes wrong: the same for the same seed and the same calls.
    pub const fn fault_seed(mut self, seed: u64) -> Self {
        self.settings.fault_seed = Some(seed);
        self
    }

    /// How long an answer takes that [`faults`](Self::faults) make come too late; five seconds unless set.
    pub const fn slow(mut self, time: Duration) -> Self {
        self.settings.slow = time;
        self
    }

    /// Refuses what comes faster.
    pub const fn rate_limit(mut self, rate: Rate) -> Self {
        self.settings.rate_limit = Some(rate);
        self
    }

    /// How far the sandbox's clock is ahead of this machine's; negative if it is behind.
    pub const fn clock_skew(mut self, skew: SignedDuration) -> Self {
        self.settings.clock_skew = skew;
        self
    }

    /// Lets the clock jump ahead after every so many calls of operations, by more than an hour: no timestamp and no
    /// token from before is of use any more.
    pub const fn jump_every(mut self, calls: NonZeroU64) -> Self {
        self.settings.jump_every = Some(calls);
        self
    }

    /// Remembers what is written; see [`Sandbox::writes`].
    pub const fn keep_writes(mut self) -> Self {
        self.settings.keeps_writes = true;
        self
    }

    /// Answers everything that the schemas allow, the same for the same seed: each value of an enum, nulls, odd texts,
    /// the ends of numbers and dates. Without a seed, answers are what a reader expects.
    pub const fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = Some(seed);
        self
    }

    /// Returns errors in the older shape: with `errorCode` and `httpCode`. Unless set, errors are those that OVHcloud's
    /// API returns since about mid 2024: `class`, `message` and sometimes `details`.
    pub const fn legacy_errors(mut self) -> Self {
        self.settings.errors = ErrorShape::Code;
        self
    }

    /// Lets OAuth2 clients lack an IAM action, such as `vps:apiovh:reboot`; `*` stands for any text. Their calls of
    /// operations that require it are refused with 403 "User not granted for this request". Classic keys have all
    /// actions.
    pub fn deny_iam_action(mut self, action: impl Into<String>) -> Self {
        self.settings.denied_actions.push(action.into());
        self
    }

    /// Accepts requests for another host than a loopback name or address with the sandbox's port, such as
    /// `sandbox.test` (any port) or `sandbox.test:8080`. All others are refused, so that a web page cannot reach the
    /// sandbox by a name of its own that resolves to 127.0.0.1.
    ///
    /// # Errors
    ///
    /// If `host` is not a host name or address with or without a port.
    pub fn allow_host(mut self, host: &str) -> Result<Self, InvalidHost> {
        self.settings.allowed_hosts.push(host.parse()?);
        Ok(self)
    }

    /// Maximum size of all objects, keys and [kept writes](Self::keep_writes) together, in bytes as estimated; 64 MiB
    /// unless set. Once it is reached, requests that would add something are refused with 507; DELETE and reading what
    /// is there still work.
    pub const fn max_state(mut self, bytes: usize) -> Self {
        self.settings.max_state = bytes;
        self
    }

    /// Maximum time for the head and for the body of a request, each; 30 seconds unless set. A connection whose head is
    /// late is closed, a late body is refused with 408. It is also how long a connection may be idle, and how long a
    /// caller may take to read a piece of the response.
    pub const fn request_timeout(mut self, timeout: Duration) -> Self {
        self.settings.request_timeout = timeout;
        self
    }

    /// How many threads answer; one unless set.
    pub const fn workers(mut self, workers: usize) -> Self {
        self.settings.workers = workers;
        self
    }

    pub(crate) const fn with(settings: Settings) -> Self {
        Self { settings }
    }
}
