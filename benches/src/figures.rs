//! Measures time and memory.

use std::fs;
use std::time::Instant;

use anyhow::Context as _;
use cpu_time::ProcessTime;
use serde_json::{Value, json};

/// A running stopwatch.
#[derive(Debug)]
pub struct Watch {
    wall: Instant,
    cpu: ProcessTime,
}

impl Watch {
    /// Starts the stopwatch.
    ///
    /// # Errors
    ///
    /// Fails if the system does not provide CPU times.
    pub fn start() -> anyhow::Result<Self> {
        let cpu = ProcessTime::try_now().context("could not read the CPU time")?;
        Ok(Self { wall: Instant::now(), cpu })
    }

    /// Returns the figures of a number of requests: elapsed seconds, user and system CPU seconds, and peak memory.
    ///
    /// # Errors
    ///
    /// Fails if the system does not provide CPU times.
    pub fn figures(&self, requests: u32) -> anyhow::Result<Value> {
        let wall = self.wall.elapsed().as_secs_f64();
        let cpu = self.cpu.try_elapsed().context("could not read the CPU time")?.as_secs_f64();
        Ok(json!({
            "requests": requests,
            "wall_s": wall,
            "cpu_s": cpu,
            "cpu_us_per_request": cpu * 1e6 / f64::from(requests),
            "peak_rss_kb": peak_rss_kb(),
        }))
    }
}

/// Returns the peak memory of this process in KiB, or `None` on systems other than Linux. `getrusage` would include the
/// parent process.
fn peak_rss_kb() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
