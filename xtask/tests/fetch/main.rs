//! `cargo xtask fetch`, the real program, against a real HTTP server on this machine.

#![cfg(test)]
#![cfg(unix)]

mod content;
mod failures;
#[cfg(target_os = "linux")]
mod hostile;
mod interruption;
mod sandbox;
mod selection;
mod server;
