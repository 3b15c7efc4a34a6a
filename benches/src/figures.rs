//! What a piece of work took of the machine.

use std::fs;
use std::time::Instant;

use anyhow::Context as _;
use cpu_time::ProcessTime;
use serde_json::{Value, json};

/// Clocks that run.
#[derive(Debug)]
pub struct Watch {
    wall: Instant,
    cpu: ProcessTime,
}

impl Watch {
    /// Starts the clocks.
    ///
    /// # Errors
    ///
    /// If the system does not count processor time.
    pub fn start() -> anyhow::Result<Self> {
        let cpu = ProcessTime::try_now().context("the system counts no processor time")?;
        Ok(Self { wall: Instant::now(), cpu })
    }

    /// The figures of so many requests: seconds by the clock on the wall, seconds of the processor (of the program and
    /// of the system on its behalf), and the most memory in use so far.
    ///
    /// # Errors
    ///
    /// If the system does not count processor time.
    pub fn figures(&self, requests: u32) -> anyhow::Result<Value> {
        let wall = self.wall.elapsed().as_secs_f64();
        let cpu = self.cpu.try_elapsed().context("the system counts no processor time")?.as_secs_f64();
        Ok(json!({
            "requests": requests,
            "wall_s": wall,
            "cpu_s": cpu,
            "cpu_us_per_request": cpu * 1e6 / f64::from(requests),
            "peak_rss_kb": peak_rss_kb(),
        }))
    }
}

/// The most memory that this process has had, in KiB; none where the system is not Linux. `getrusage` would tell that of
/// the process which started this one if that was larger.
fn peak_rss_kb() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
