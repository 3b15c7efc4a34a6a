//! The builder of a sandbox.

use std::num::NonZeroU64;
use std::path::PathBuf;
use std::time::Duration;

use jiff::SignedDuration;

use crate::error_response::ErrorShape;
use crate::host::InvalidHost;
use crate::settings::{Rate, Settings};
use crate::transport::Transport;

/// Builds a [`Sandbox`](crate::Sandbox). Most methods correspond to a flag of the program `ovh-sandbox`.
#[derive(Debug, Clone)]
#[must_use = "nothing happens until start is called"]
pub struct Builder {
    pub(crate) settings: Settings,
}

impl Builder {
    /// Sets the port. The default, 0, selects a free port.
    pub const fn port(mut self, port: u16) -> Self {
        self.settings.port = port;
        self
    }

    /// Sets the folder of the schemas, which are below `v1` and `v2`. The default is the `schemas` folder of the
    /// workspace.
    pub fn schemas(mut self, folder: impl Into<PathBuf>) -> Self {
        self.settings.schemas = Some(folder.into());
        self
    }

    /// Delays each response of an operation. Default: zero.
    pub const fn latency(mut self, latency: Duration) -> Self {
        self.settings.latency = latency;
        self
    }

    /// Sets the share of valid calls that fail with 500, 502 or 503, from 0 to 1. The default is 0.
    pub const fn fail_rate(mut self, share: f64) -> Self {
        self.settings.fail_rate = share;
        self
    }

    /// Sets the share of valid calls and token requests that fail in any way, from 0 to 1: rejected, lost before or
    /// after the operation, delayed, truncated, replaced by an HTML page or invalid JSON, or encoded in ISO-8859-1. The
    /// default is 0. See [`Sandbox::faults`](crate::Sandbox::faults).
    pub const fn faults(mut self, share: f64) -> Self {
        self.settings.faults = share;
        self
    }

    /// Sets the seed of the injected faults: the same seed and the same calls lead to the same faults. The default is
    /// [`seed`](Self::seed), or 0.
    pub const fn fault_seed(mut self, seed: u64) -> Self {
        self.settings.fault_seed = Some(seed);
        self
    }

    /// Sets the delay of slow responses, one kind of [`faults`](Self::faults). The default is five seconds.
    pub const fn slow(mut self, time: Duration) -> Self {
        self.settings.slow = time;
        self
    }

    /// Limits the calls of each caller; more are rejected with 429 and `Retry-After`. Default: unlimited.
    pub const fn rate_limit(mut self, rate: Rate) -> Self {
        self.settings.rate_limit = Some(rate);
        self
    }

    /// Sets how far the sandbox's clock is ahead of this machine's, or behind if negative. The default is zero.
    pub const fn clock_skew(mut self, skew: SignedDuration) -> Self {
        self.settings.clock_skew = skew;
        self
    }

    /// Moves the clock ahead by more than an hour after every `calls` calls of operations, which expires all timestamps
    /// and tokens. By default, the clock never jumps.
    pub const fn jump_every(mut self, calls: NonZeroU64) -> Self {
        self.settings.jump_every = Some(calls);
        self
    }

    /// Keeps all successful writes for [`Sandbox::writes`](crate::Sandbox::writes). By default, they are not kept.
    pub const fn keep_writes(mut self) -> Self {
        self.settings.keeps_writes = true;
        self
    }

    /// Returns arbitrary values that the schemas allow: each value of an enum, nulls, unusual strings, limits of
    /// numbers and dates. The same seed leads to the same values. By default, values are plausible.
    pub const fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = Some(seed);
        self
    }

    /// Returns errors in the older shape, with `errorCode` and `httpCode`. The default is the shape that OVHcloud's API
    /// returns since about mid 2024: `class`, `message` and sometimes `details`.
    pub const fn legacy_errors(mut self) -> Self {
        self.settings.errors = ErrorShape::Code;
        self
    }

    /// Denies an IAM action to OAuth2 clients, such as `vps:apiovh:reboot`; `*` matches any text. Calls that require it
    /// are rejected with 403 "User not granted for this request". Application keys have all actions.
    pub fn deny_iam_action(mut self, action: impl Into<String>) -> Self {
        self.settings.denied_actions.push(action.into());
        self
    }

    /// Accepts requests for another host, such as `sandbox.test` (any port) or `sandbox.test:8080`. By default, only
    /// loopback names and addresses with the sandbox's port are accepted, so that a web page cannot reach the sandbox
    /// by a name that resolves to 127.0.0.1.
    ///
    /// # Errors
    ///
    /// Returns an error if `host` is not a host name or address with an optional port.
    pub fn allow_host(mut self, host: &str) -> Result<Self, InvalidHost> {
        self.settings.allowed_hosts.push(host.parse()?);
        Ok(self)
    }

    /// Serves HTTPS with a certificate of an authority of its own, which is valid for loopback names and addresses, the
    /// service's hosts, and hosts of [`allow_host`](Self::allow_host). Requests for the service's hosts are accepted.
    /// Clients must trust [`Sandbox::ca_certificate`](crate::Sandbox::ca_certificate).
    pub const fn tls(mut self) -> Self {
        self.settings.transport = Transport::Tls;
        self
    }

    /// Serves HTTPS like [`tls`](Self::tls), with an authority that is kept in a folder: the same in each run. The
    /// private key can be read by its owner only.
    pub fn tls_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.settings.tls_dir = Some(folder.into());
        self.tls()
    }

    /// Expects requests from a proxy that serves HTTPS and passes on the `Host` header: checks signatures of `https`
    /// URLs, and accepts requests for the service's hosts and any port of this machine.
    pub const fn behind_tls(mut self) -> Self {
        self.settings.transport = Transport::BehindTls;
        self
    }

    /// Sets the maximum estimated size of all objects, keys and [kept writes](Self::keep_writes), in bytes. The default
    /// is 64 MiB. At the limit, requests that would add state are rejected with 507; DELETE and reads of existing
    /// objects still work.
    pub const fn max_state(mut self, bytes: usize) -> Self {
        self.settings.max_state = bytes;
        self
    }

    /// Sets the maximum time for the head of a request, for its body, for an idle connection, and for each write of a
    /// response. The default is 30 seconds. A late body is rejected with 408; otherwise the connection is closed.
    pub const fn request_timeout(mut self, timeout: Duration) -> Self {
        self.settings.request_timeout = timeout;
        self
    }

    /// Sets the time from the creation of a task to its completion, during which objects have states such as
    /// `rebooting`. The default is two seconds; with zero, tasks are done when they are first read.
    pub const fn task_time(mut self, time: Duration) -> Self {
        self.settings.task_time = time;
        self
    }

    /// Sets the number of threads of the server. The default is one.
    pub const fn workers(mut self, workers: usize) -> Self {
        self.settings.workers = workers;
        self
    }

    pub(crate) const fn with(settings: Settings) -> Self {
        Self { settings }
    }
}
