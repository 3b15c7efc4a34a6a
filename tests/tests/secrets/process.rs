//! Running the program `caller`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::canaries::{NAMES, canary};

/// Returns a command for the program, without `OVH_` variables and proxies, with `home` as home and working directory.
pub fn caller(home: &tempfile::TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_caller"));
    for name in std::env::vars_os().map(|(name, _)| name) {
        let lower_case = name.to_string_lossy().to_lowercase();
        if lower_case.starts_with("ovh_") || lower_case.ends_with("_proxy") {
            command.env_remove(name);
        }
    }
    command
        .args(arguments)
        .current_dir(home.path())
        .env("HOME", home.path())
        .env("RUST_BACKTRACE", "full")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Returns all secrets in the masked form that the program reads.
pub fn masked_canaries() -> String {
    let mut lines = String::new();
    for name in NAMES {
        write!(lines, "{name} ").unwrap();
        canary(name).bytes().for_each(|byte| write!(lines, "{:02x}", byte ^ 0x5a).unwrap());
        lines.push('\n');
    }
    lines + "\n"
}

/// Runs the program and returns its output.
pub fn output(mut command: Command, input_text: &str) -> String {
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let input_text = input_text.to_owned();
    // Written by another thread, because the program may fill its output pipe before it has read all input.
    let writer = std::thread::spawn(move || drop(input.write_all(input_text.as_bytes())));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{text}");
    text
}
