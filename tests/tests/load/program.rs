//! Running the program `load` and parsing its output.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use ovh_sandbox::Sandbox;

/// The number of concurrent requests.
pub const TASKS: u32 = 64;

/// A timeout that is never reached.
pub const LONG_TIMEOUT: Duration = Duration::from_secs(60);

/// The authentication scheme of the program.
#[derive(Debug, Clone, Copy)]
pub enum Keys {
    Classic,
    OAuth2,
}

/// The output of the program.
#[derive(Debug, Default)]
pub struct Report {
    /// The outcome of each write: `done`, `failed`, or `perhaps` if it may have been sent.
    pub writes: Vec<(ReportedWrite, String)>,
    /// The number of requests with each outcome.
    pub outcomes: BTreeMap<String, u32>,
    /// Memory after a tenth of the requests, and after all.
    pub memory_kb: Vec<u64>,
}

/// The method, path and unique name of a write.
pub type ReportedWrite = (String, String, String);

/// Returns the number of requests of a test.
pub fn request_count() -> u32 {
    std::env::var("OVH_LOAD_CALLS").map_or(4000, |calls| calls.parse().unwrap())
}

/// Returns the rate limit per second, low enough to take effect.
pub fn rate() -> u32 {
    (request_count() / 8).clamp(100, 2000)
}

/// Runs the program until all its requests have ended.
pub fn run(sandbox: &Sandbox, keys: Keys, requests: u32, timeout: Duration) -> Report {
    let mut command = Command::new(env!("CARGO_BIN_EXE_load"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("OVH_") {
            command.env_remove(name);
        }
    }
    command.env("OVH_ENDPOINT", sandbox.url());
    match keys {
        Keys::Classic => command
            .env("OVH_APPLICATION_KEY", sandbox.application_key())
            .env("OVH_APPLICATION_SECRET", sandbox.application_secret())
            .env("OVH_CONSUMER_KEY", sandbox.consumer_key()),
        Keys::OAuth2 => command
            .env("OVH_CLIENT_ID", sandbox.client_id())
            .env("OVH_CLIENT_SECRET", sandbox.client_secret())
            .env("LOAD_TOKEN_URL", sandbox.oauth2_token_url()),
    };
    let started = Instant::now();
    let timeout = u32::try_from(timeout.as_millis()).unwrap();
    let numbers = [requests, TASKS, rate(), timeout].map(|number| number.to_string());
    let output = command.args(numbers).stdin(Stdio::null()).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "{}", output.status);
    let text = String::from_utf8(output.stdout).unwrap();
    let report = Report::read(&text);
    let cpu = text.lines().find(|line| line.starts_with("cpu_seconds")).unwrap();
    println!(
        "{keys:?}: {requests} requests in {:.1} s, {cpu}, memory {:?} kB\n{:#?}\nfaults {:#?}, token faults {:#?}, \
         {} clock jumps, {} tokens granted, {} rejected",
        started.elapsed().as_secs_f64(),
        report.memory_kb,
        report.outcomes,
        sandbox.faults(),
        sandbox.token_faults(),
        sandbox.clock_jumps(),
        sandbox.tokens_granted(),
        sandbox.tokens_rejected(),
    );
    assert_eq!(report.outcomes.values().sum::<u32>(), requests, "a request has no outcome");
    report
}

impl Report {
    fn read(text: &str) -> Self {
        let mut report = Self::default();
        for line in text.lines() {
            match &line.split(' ').collect::<Vec<_>>()[..] {
                ["write", method, path, name, outcome] => {
                    let write = (method.to_string(), path.to_string(), name.trim_matches('"').to_owned());
                    report.writes.push((write, outcome.to_string()));
                }
                ["outcome", count, what @ ..] => {
                    report.outcomes.insert(what.join(" "), count.parse().unwrap());
                }
                ["memory_kb", number] => report.memory_kb.push(number.parse().unwrap()),
                ["cpu_seconds", _] => {}
                _ => panic!("{line}"),
            }
        }
        report
    }

    /// Returns the outcomes other than success.
    pub fn failures(&self) -> impl Iterator<Item = (&str, u32)> {
        let all = self.outcomes.iter().map(|(outcome, count)| (outcome.as_str(), *count));
        all.filter(|(outcome, _)| !outcome.ends_with(" done"))
    }

    /// Returns the number of failed requests.
    pub fn failed(&self) -> u32 {
        self.failures().map(|(_, count)| count).sum()
    }
}
