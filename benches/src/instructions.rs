//! Counts the instructions of a request with callgrind. Unlike CPU time, they do not depend on the load of the machine.

use std::process::Command;

use anyhow::{Context as _, ensure};
use clap::ValueEnum as _;
use serde_json::{Value, json};

use crate::call::Kind;

/// The number of requests to count.
const REQUESTS: u32 = 1000;

/// Counts the instructions of the client process for a request on an open connection: the difference between a run with
/// 2,000 requests and one with 1,000.
///
/// # Errors
///
/// Fails if valgrind is not installed, or if a request fails.
pub fn run(kind: Kind, url: &str) -> anyhow::Result<Value> {
    let (short, long) = (count(kind, url, REQUESTS)?, count(kind, url, 2 * REQUESTS)?);
    let difference = long.checked_sub(short).context("the longer run took fewer instructions")?;
    Ok(json!({"requests": REQUESTS, "instructions_per_request": difference / u64::from(REQUESTS)}))
}

/// Returns the instructions of a whole run of `ovh-bench call`.
fn count(kind: Kind, url: &str, requests: u32) -> anyhow::Result<u64> {
    let kind = kind.to_possible_value().context("the client has no name")?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .args(["call", "--client", kind.get_name(), "--url", url, "--requests", &requests.to_string()])
        .output()
        .context("could not run valgrind; install it to count instructions")?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "`ovh-bench call` failed under valgrind:\n{stderr}");
    let collected = stderr.lines().find_map(|line| line.split_once("Collected :"));
    let (_, count) = collected.with_context(|| format!("no count in the output of callgrind:\n{stderr}"))?;
    count.trim().parse().context("callgrind printed an invalid count")
}
