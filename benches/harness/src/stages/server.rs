//! The server, `ovh-bench serve`. It is a separate process, so that its CPU time is not counted.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};

use anyhow::{Context, ensure};
use serde_json::Value;

use crate::bench::Bench;
use crate::invocation::Invocation;
use crate::measure::{Candidate, Sample, once, progress};
use crate::peers::Wrappers;

/// A running server. It stops when this value is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    process: Child,
    program: PathBuf,
    /// The command that started it.
    invocation: Invocation,
    url: String,
}

impl Server {
    /// Builds and starts the server.
    pub(crate) fn start(bench: &Bench, latency_ms: u32, services: u32) -> anyhow::Result<Self> {
        progress("building ovh-bench");
        let target = bench.scratch.path("build");
        let build = Invocation::cargo()
            .args(["build", "--quiet", "--release", "--package", "ovh-bench", "--target-dir"])
            .arg(&target);
        once(&build)?;
        let program = target.join("release").join(format!("ovh-bench{}", std::env::consts::EXE_SUFFIX));
        let settings = ["serve", "--latency-ms", &latency_ms.to_string(), "--services", &services.to_string()];
        let invocation = Invocation::new(&program).args(settings);
        let mut command = invocation.command();
        // The server runs until its stdin is closed.
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().context("could not start `ovh-bench serve`")?;
        let mut url = String::new();
        let stdout = process.stdout.take().context("`ovh-bench serve` has no stdout")?;
        BufReader::new(stdout).read_line(&mut url)?;
        ensure!(url.starts_with("http://"), "`ovh-bench serve` did not print its URL");
        Ok(Self { process, program, invocation, url: url.trim_end().to_owned() })
    }

    /// Returns the program with some arguments.
    pub(crate) fn program(&self, arguments: &[&str]) -> Invocation {
        Invocation::new(&self.program).args(arguments)
    }

    /// Returns the program as a client of this server.
    pub(crate) fn candidate(&self, name: &str, arguments: &[&str]) -> Candidate {
        candidate(name, self.program(arguments).arg("--url").url(&self.url, &self.invocation))
    }

    /// Returns the official wrappers as clients of this server.
    pub(crate) fn wrappers(&self, wrappers: &Wrappers, task: &str, calls: usize) -> [Candidate; 2] {
        [
            candidate("Python wrapper", wrappers.python(task, calls).url(&self.url, &self.invocation)),
            candidate("Node.js wrapper", wrappers.node(task, calls).url(&self.url, &self.invocation)),
        ]
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Closes its stdin, which stops it.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

fn candidate(name: &str, measured: Invocation) -> Candidate {
    Candidate { name: name.to_owned(), first: Vec::new(), before: Vec::new(), measured }
}

/// Returns a figure in the JSON output of a client, or NaN if it is missing.
pub(crate) fn field(sample: &Sample, pointer: &str) -> f64 {
    let printed: Option<Value> = serde_json::from_str(&sample.stdout).ok();
    printed.and_then(|printed| printed.pointer(pointer)?.as_f64()).unwrap_or(f64::NAN)
}
