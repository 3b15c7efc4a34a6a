//! Counts the instructions of a request with the release build of `ovh-bench`.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// Instructions of one request on an open connection.
pub(crate) struct Instructions {
    /// ovh-api: signed, decoded to a type.
    pub(crate) ours: f64,
    /// reqwest: unsigned, decoded to a JSON value.
    pub(crate) bare: f64,
}

pub(crate) fn count() -> Instructions {
    let program = build();
    let server = Server::start(&program);
    Instructions { ours: server.count(&program, "ours"), bare: server.count(&program, "bare") }
}

/// Builds `ovh-bench` with optimizations and returns its path.
fn build() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let target = workspace.join("target/built-by-tests");
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--release", "--package", "ovh-bench", "--target-dir"])
        .arg(&target)
        .current_dir(&workspace)
        .status()
        .unwrap();
    assert!(built.success(), "ovh-bench does not build");
    target.join("release").join(format!("ovh-bench{}", std::env::consts::EXE_SUFFIX))
}

/// A running `ovh-bench serve`.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start(program: &Path) -> Self {
        let mut command = Command::new(program);
        let mut process = command.arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut url = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut url).unwrap();
        Self { process, url: url.trim_end().to_owned() }
    }

    fn count(&self, program: &Path, client: &str) -> f64 {
        let output =
            Command::new(program).args(["instructions", "--client", client, "--url", &self.url]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let figures: Value = serde_json::from_slice(&output.stdout).unwrap();
        figures.get("instructions_per_request").and_then(Value::as_f64).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It exits when its stdin is closed.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
