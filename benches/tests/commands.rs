//! Runs the program.

#![allow(clippy::unwrap_used)] // Tests only.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdin, Command, Stdio};

use serde_json::Value;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ovh-bench"))
}

/// Starts the server. Returns its process, its stdin and its URL.
fn serve() -> (Child, ChildStdin, String) {
    let mut serve = program();
    serve.args(["serve", "--services", "50", "--latency-ms", "1", "--response-bytes", "2048"]);
    let mut child = serve.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut url = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
    let stdin = child.stdin.take().unwrap();
    (child, stdin, url.trim_end().to_owned())
}

fn figures(arguments: &[&str]) -> Value {
    let output = program().args(arguments).output().unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {stderr}");
    assert_eq!(stdout.lines().count(), 1, "{arguments:?}: {stdout}");
    serde_json::from_str(&stdout).unwrap()
}

#[test]
fn every_command_prints_its_figures() {
    let (mut child, stdin, url) = serve();
    for (arguments, requests) in [
        (&["call", "--client", "bare", "--requests", "10", "--url", &url][..], 10),
        (&["call", "--client", "ours", "--requests", "10", "--url", &url], 10),
        (&["walk", "--in-flight", "7", "--url", &url], 50),
        (&["walk", "--in-flight", "7", "--unordered", "--url", &url], 50),
    ] {
        let figures = figures(arguments);
        assert_eq!(figures["requests"], requests, "{arguments:?}");
        assert!(figures["wall_s"].as_f64() > Some(0.0) && figures["cpu_us_per_request"].as_f64() > Some(0.0));
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());

    let build = figures(&["build", "--rounds", "1"]);
    assert!(build["ours"]["ns"].as_f64() > Some(0.0), "{build}");
    let decode = figures(&["decode", "--rounds", "1"]);
    assert!(decode["bills"]["ours"]["ms"].as_f64() > Some(0.0), "{decode}");
}
