//! The program `load` as a process of its own, and what it says.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use ovh_sandbox::Sandbox;

/// Calls at once.
pub const TASKS: u32 = 64;

/// Longer than what a service on this machine takes, however busy the machine is.
pub const PATIENT: Duration = Duration::from_secs(60);

/// How the program shows who it is.
#[derive(Debug, Clone, Copy)]
pub enum Keys {
    Classic,
    OAuth2,
}

/// What the program says about its calls.
#[derive(Debug, Default)]
pub struct Account {
    /// What became of each write: `done`, `failed`, or `perhaps` where the error says that it may have been sent.
    pub writes: Vec<(Told, String)>,
    /// How often each outcome came.
    pub outcomes: BTreeMap<String, u32>,
    /// After a tenth of the calls, and after all.
    pub memory_kb: Vec<u64>,
}

/// A write as the program tells it: method, path, and the text that no other has.
pub type Told = (String, String, String);

/// How many calls a test makes.
pub fn calls() -> u32 {
    std::env::var("OVH_LOAD_CALLS").map_or(4000, |calls| calls.parse().unwrap())
}

/// How many attempts may begin in a second: fewer than would without a limit.
pub fn rate() -> u32 {
    (calls() / 8).clamp(100, 2000)
}

/// Runs it until all its calls have come to an end.
pub fn run(sandbox: &Sandbox, keys: Keys, calls: u32, timeout: Duration) -> Account {
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
    let numbers = [calls, TASKS, rate(), timeout].map(|number| number.to_string());
    let output = command.args(numbers).stdin(Stdio::null()).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "{}", output.status);
    let text = String::from_utf8(output.stdout).unwrap();
    let account = Account::read(&text);
    let cpu = text.lines().find(|line| line.starts_with("cpu_seconds")).unwrap();
    println!(
        "{keys:?}: {calls} calls in {:.1} s, {cpu}, memory {:?} kB\n{:#?}\nfaults {:#?}, of questions for a token {:#?}, \
         {} jumps of the clock, {} tokens granted, {} refused",
        started.elapsed().as_secs_f64(),
        account.memory_kb,
        account.outcomes,
        sandbox.faults(),
        sandbox.token_faults(),
        sandbox.clock_jumps(),
        sandbox.tokens_granted(),
        sandbox.tokens_rejected(),
    );
    assert_eq!(account.outcomes.values().sum::<u32>(), calls, "a call has no outcome");
    account
}

impl Account {
    fn read(text: &str) -> Self {
        let mut account = Self::default();
        for line in text.lines() {
            match &line.split(' ').collect::<Vec<_>>()[..] {
                ["write", method, path, name, outcome] => {
                    let told = (method.to_string(), path.to_string(), name.trim_matches('"').to_owned());
                    account.writes.push((told, outcome.to_string()));
                }
                ["outcome", count, what @ ..] => {
                    account.outcomes.insert(what.join(" "), count.parse().unwrap());
                }
                ["memory_kb", number] => account.memory_kb.push(number.parse().unwrap()),
                ["cpu_seconds", _] => {}
                _ => panic!("{line}"),
            }
        }
        account
    }

    /// Outcomes but for the good ones.
    pub fn failures(&self) -> impl Iterator<Item = (&str, u32)> {
        let all = self.outcomes.iter().map(|(outcome, count)| (outcome.as_str(), *count));
        all.filter(|(outcome, _)| !outcome.ends_with(" done"))
    }

    /// Calls that failed.
    pub fn failed(&self) -> u32 {
        self.failures().map(|(_, count)| count).sum()
    }
}
