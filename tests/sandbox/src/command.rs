//! The command line of the program `ovh-sandbox`, and its output.

use std::num::NonZeroU64;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use jiff::SignedDuration;

use crate::error_response::ErrorShape;
use crate::host::HostName;
use crate::settings::{Rate, Settings, duration, iam_action, share, signed_duration, size, timeout};
use crate::transport::Transport;
use crate::{Builder, Sandbox};

/// A local server that behaves like the OVHcloud API. Everything is free of charge and stays on this machine.
#[derive(Debug, Parser)]
#[command(name = "ovh-sandbox", version)]
pub struct Flags {
    /// Port to listen on, at 127.0.0.1; 0 selects a free port
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// Folder of schemas below v1 and v2, such as `cargo xtask fetch --schemas DIR` downloads [default: the workspace's
    /// schemas]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// Delay of each response, such as 50ms
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "0s")]
    latency: Duration,
    /// Share of valid calls that fail with 500, 502 or 503, from 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = share, default_value_t = 0.0)]
    fail_rate: f64,
    /// Share of valid calls that fail in any way, including broken connections and lost responses, from 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = share, default_value_t = 0.0)]
    faults: f64,
    /// Seed of the injected faults, which are the same for the same seed and calls [default: the value of --seed, or 0]
    #[arg(long, value_name = "N")]
    fault_seed: Option<u64>,
    /// Delay of the slow responses among the injected faults
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "5s")]
    slow: Duration,
    /// Maximum rate of calls of each key, such as 60/min [default: unlimited]
    #[arg(long, value_name = "RATE")]
    rate_limit: Option<Rate>,
    /// How far the clock is ahead of this machine's, such as 8m, or behind, such as -30s
    #[arg(long, value_name = "TIME", value_parser = signed_duration, default_value = "0s", allow_hyphen_values = true)]
    clock_skew: SignedDuration,
    /// Number of calls after which the clock jumps ahead by more than an hour, which expires all timestamps and tokens
    #[arg(long, value_name = "N")]
    jump_every: Option<NonZeroU64>,
    /// Return arbitrary instead of plausible values, which are the same for the same seed
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Return errors with errorCode and httpCode instead of class and message
    #[arg(long)]
    legacy_errors: bool,
    /// IAM action to deny to OAuth2 clients, such as vps:apiovh:reboot or vps:apiovh:*; may be repeated
    #[arg(long, value_name = "ACTION", value_parser = iam_action)]
    deny_action: Vec<String>,
    /// Host to accept besides the loopback names and addresses, such as sandbox.test or sandbox.test:8080; may be
    /// repeated
    #[arg(long, value_name = "HOST")]
    allow_host: Vec<HostName>,
    /// Serve HTTPS with a certificate of an own authority, also for the service's hosts
    #[arg(long)]
    tls: bool,
    /// Folder that keeps the authority of --tls, which it implies [default: a new authority for each run]
    #[arg(long, value_name = "DIR", conflicts_with = "behind_tls")]
    tls_dir: Option<PathBuf>,
    /// Expect requests from a proxy that serves HTTPS and passes on the Host header
    #[arg(long, conflicts_with = "tls")]
    behind_tls: bool,
    /// Maximum memory for objects and keys; requests that need more are rejected with 507
    #[arg(long, value_name = "SIZE", value_parser = size, default_value = "64MiB")]
    max_state: usize,
    /// Maximum time for the head and for the body of a request, each; slower requests are rejected with 408 or closed
    #[arg(long, value_name = "TIME", value_parser = timeout, default_value = "30s")]
    request_timeout: Duration,
    /// Time from the creation of a task to its completion
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "2s")]
    task_time: Duration,
}

impl Flags {
    /// Creates a builder with these flags and one thread per core.
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
            task_time: self.task_time,
            denied_actions: self.deny_action,
            transport: match (self.tls || self.tls_dir.is_some(), self.behind_tls) {
                (true, _) => Transport::Tls,
                (false, true) => Transport::BehindTls,
                (false, false) => Transport::Plain,
            },
            tls_dir: self.tls_dir,
        })
    }
}

/// Returns the output of a started program: its address, and the keys both for a shell and for an `ovh.conf`.
#[must_use]
pub fn announcement(sandbox: &Sandbox) -> String {
    let (listening, url) = (sandbox.listening(), sandbox.url());
    let (key, secret, consumer) = (sandbox.application_key(), sandbox.application_secret(), sandbox.consumer_key());
    format!(
        "listening on {listening}\n\
         {}\
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
        trust(sandbox),
        sandbox.client_id(),
        sandbox.client_secret(),
        sandbox.oauth2_token_url(),
    )
}

/// Environment variables with the certificates that clients trust: OpenSSL and Rust, Node.js, Python's requests, curl.
const TRUST: [&str; 4] = ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"];

/// Returns the lines that make clients trust the certificate authority, if there is one.
fn trust(sandbox: &Sandbox) -> String {
    let Some(file) = sandbox.ca_file() else { return String::new() };
    let file = shell_word(&file.display().to_string());
    TRUST.iter().map(|name| format!("export {name}={file}\n")).collect()
}

/// Quotes text for a shell, if necessary.
fn shell_word(text: &str) -> String {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "/._-+:,@%".contains(character);
    if text.chars().all(is_plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
