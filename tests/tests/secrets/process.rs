//! The program `caller` as a process of its own.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::canaries::{NAMES, canary};

/// The program, with no variable of OVHcloud's and no proxy in its environment, at home in an empty folder.
pub fn caller(home: &tempfile::TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_caller"));
    for name in std::env::vars_os().map(|(name, _)| name) {
        let shown = name.to_string_lossy().to_lowercase();
        if shown.starts_with("ovh_") || shown.ends_with("_proxy") {
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

/// All secrets as the program reads them.
pub fn hidden_canaries() -> String {
    let mut lines = String::new();
    for name in NAMES {
        write!(lines, "{name} ").unwrap();
        canary(name).bytes().for_each(|byte| write!(lines, "{:02x}", byte ^ 0x5a).unwrap());
        lines.push('\n');
    }
    lines + "\n"
}

/// All that the program prints.
pub fn output(mut command: Command, typed: &str) -> String {
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let typed = typed.to_owned();
    // Written elsewhere, for the program may print more than fits before it has read all.
    let writer = std::thread::spawn(move || drop(input.write_all(typed.as_bytes())));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{text}");
    text
}
