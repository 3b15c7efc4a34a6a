//! The server that is called: `ovh-bench serve`, a process of its own, so that its work is not counted.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};

use anyhow::{Context, ensure};
use serde_json::Value;

use crate::Bench;
use crate::invocation::Invocation;
use crate::measure::{Entrant, Sample, once, progress};
use crate::peers::Wrappers;

/// A server that ends with this value.
#[derive(Debug)]
pub(crate) struct Server {
    process: Child,
    program: PathBuf,
    /// What started it.
    invocation: Invocation,
    url: String,
}

impl Server {
    /// Builds the program, if need be, and starts it.
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
        // It serves until its stdin is closed.
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().context("could not start `ovh-bench serve`")?;
        let mut url = String::new();
        let stdout = process.stdout.take().context("`ovh-bench serve` has no stdout")?;
        BufReader::new(stdout).read_line(&mut url)?;
        ensure!(url.starts_with("http://"), "`ovh-bench serve` did not say where it is");
        Ok(Self { process, program, invocation, url: url.trim_end().to_owned() })
    }

    /// The program with some arguments.
    pub(crate) fn program(&self, arguments: &[&str]) -> Invocation {
        Invocation::new(&self.program).args(arguments)
    }

    /// The program as a client of this server.
    pub(crate) fn entrant(&self, name: &str, arguments: &[&str]) -> Entrant {
        entrant(name, self.program(arguments).arg("--url").url(&self.url, &self.invocation))
    }

    /// The official wrappers as clients of this server.
    pub(crate) fn wrappers(&self, wrappers: &Wrappers, task: &str, calls: usize) -> [Entrant; 2] {
        [
            entrant("Python wrapper", wrappers.python(task, calls).url(&self.url, &self.invocation)),
            entrant("Node.js wrapper", wrappers.node(task, calls).url(&self.url, &self.invocation)),
        ]
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Closes its stdin, which ends it.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

fn entrant(name: &str, measured: Invocation) -> Entrant {
    Entrant { name: name.to_owned(), first: Vec::new(), before: Vec::new(), measured }
}

/// A figure in the line of JSON that a client printed; not a number if there is none.
pub(crate) fn field(sample: &Sample, pointer: &str) -> f64 {
    let printed: Option<Value> = serde_json::from_str(&sample.stdout).ok();
    printed.and_then(|printed| printed.pointer(pointer)?.as_f64()).unwrap_or(f64::NAN)
}
