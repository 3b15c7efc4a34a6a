//! The program as people start it.
#![allow(dead_code)] // Each test uses a part.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

use ovh_sandbox::Sandbox;

/// A running program. It is stopped when it is dropped.
pub struct Process {
    child: Child,
    /// The printed address.
    pub url: String,
}

/// Returns a command for the program, without `OVH_` variables and files.
pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ovh-console"));
    for name in std::env::vars_os().map(|(name, _)| name).filter(|name| name.to_string_lossy().starts_with("OVH_")) {
        command.env_remove(name);
    }
    // No `.ovh.conf` of this machine.
    command.env("HOME", env!("CARGO_TARGET_TMPDIR")).current_dir(env!("CARGO_TARGET_TMPDIR"));
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Gives the keys of a sandbox to a program.
pub fn with_keys<'c>(command: &'c mut Command, sandbox: &Sandbox) -> &'c mut Command {
    command
        .env("OVH_ENDPOINT", sandbox.url())
        .env("OVH_APPLICATION_KEY", sandbox.application_key())
        .env("OVH_APPLICATION_SECRET", sandbox.application_secret())
        .env("OVH_CONSUMER_KEY", sandbox.consumer_key())
}

impl Process {
    /// Starts the program and waits until it has printed its address.
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let Some(url) = line.trim_end().strip_prefix("listening on ") else {
            let mut errors = String::new();
            child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
            panic!("{line}{errors}")
        };
        Self { child, url: url.to_owned() }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Returns the address without the token, and the token.
    pub fn parts(&self) -> (&str, &str) {
        self.url.split_once("/?token=").unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
