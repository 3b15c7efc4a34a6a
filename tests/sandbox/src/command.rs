//! The program: flags, and the lines that it prints.

use std::num::NonZeroU64;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use jiff::SignedDuration;

use crate::error_response::ErrorShape;
use crate::host::HostName;
use crate::settings::{Rate, Settings, duration, iam_action, share, signed_duration, size, timeout};
use crate::{Builder, Sandbox};

/// An OVHcloud API on your own machine: nothing costs anything, nothing leaves this machine.
#[derive(Debug, Parser)]
#[command(name = "ovh-sandbox", version)]
pub struct Flags {
    /// The port to listen on, at 127.0.0.1; 0 for a free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// A folder with schemas below v1 and v2, such as `cargo xtask fetch --schemas DIR` makes
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// How long each answer takes, such as 50ms
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "0s")]
    latency: Duration,
    /// The share of calls that fail for no fault of theirs, from 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = share, default_value_t = 0.0)]
    fail_rate: f64,
    /// The share of calls that go wrong in any way there is, broken connections and lost answers included, from 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = share, default_value_t = 0.0)]
    faults: f64,
    /// Chooses what goes wrong; the same for the same number and the same calls
    #[arg(long, value_name = "N")]
    fault_seed: Option<u64>,
    /// How long an answer takes that --faults makes come too late
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "5s")]
    slow: Duration,
    /// How many calls a key may make, such as 60/min; any number unless given
    #[arg(long, value_name = "RATE")]
    rate_limit: Option<Rate>,
    /// How far the clock is ahead of this machine's, such as 8m or -30s
    #[arg(long, value_name = "TIME", value_parser = signed_duration, default_value = "0s", allow_hyphen_values = true)]
    clock_skew: SignedDuration,
    /// After how many calls the clock jumps ahead, by more than an hour: no timestamp, no token is of use any more
    #[arg(long, value_name = "N")]
    jump_every: Option<NonZeroU64>,
    /// Answers everything that the schemas allow, odd as it may be; the same for the same number
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Return errors in the shape with errorCode and httpCode instead of class and message alone
    #[arg(long)]
    legacy_errors: bool,
    /// IAM action that OAuth2 clients lack, such as vps:apiovh:reboot or vps:apiovh:*; may be repeated
    #[arg(long, value_name = "ACTION", value_parser = iam_action)]
    deny_action: Vec<String>,
    /// Host to accept besides the loopback names and addresses, such as sandbox.test or sandbox.test:8080; may be
    /// repeated
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<HostName>,
    /// Memory for objects and keys; requests that need more are refused with 507
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "64MiB")]
    max_state: usize,
    /// Time for the head and for the body of a request, each; slower ones are refused with 408 or closed
    #[arg(long, value_name = "TIME", value_parser = timeout, default_value = "30s")]
    request_timeout: Duration,
}

impl Flags {
    /// A sandbox as described, with a thread for each core.
    pub fn builder(self) -> Builder {
        Builder::with(Settings {
            port: self.port,
            schemas: self.schemas,
            latency: self.latency,
            fail_rate: self.fail_rate,
            faults: self.faults,
            fault_seed: self.fault_seed,
            slow: self.slow,
            rate_limit: self.rate_limit,
            clock_skew: self.clock_skew,
            jump_every: self.jump_every,
            seed: self.seed,
            workers: std::thread::available_parallelism().map_or(1, usize::from),
            keeps_writes: false,
            errors: if self.legacy_errors { ErrorShape::Code } else { ErrorShape::Class },
            allowed_hosts: self.allow_host,
            max_state: self.max_state,
            request_timeout: self.request_timeout,
            denied_actions: self.deny_action,
        })
    }
}

/// What the program prints once it listens: where, then the keys for a shell, then the same for a file.
#[must_use]
pub fn announcement(sandbox: &Sandbox) -> String {
    let (address, url) = (sandbox.address(), sandbox.url());
    let (key, secret, consumer) = (sandbox.application_key(), sandbox.application_secret(), sandbox.consumer_key());
    format!(
        "listening on http://{address}\n\
         export OVH_ENDPOINT={url}\n\
         export OVH_APPLICATION_KEY={key}\n\
         export OVH_APPLICATION_SECRET={secret}\n\
         export OVH_CONSUMER_KEY={consumer}\n\
         \n\
         # The same as an ovh.conf:\n\
         [default]\n\
         endpoint={url}\n\
         \n\
         [{url}]\n\
         application_key={key}\n\
         application_secret={secret}\n\
         consumer_key={consumer}\n\
         \n\
         # OAuth2 instead: client_id={} client_secret={}\n\
         # with tokens from {}\n",
        sandbox.client_id(),
        sandbox.client_secret(),
        sandbox.oauth2_token_url(),
    )
}
