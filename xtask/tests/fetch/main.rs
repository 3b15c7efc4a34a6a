//! Runs the real `cargo xtask fetch` against an HTTP server on this machine.

#![cfg(test)]
#![cfg(unix)]

mod content;
mod failures;
#[cfg(target_os = "linux")]
mod hostile;
mod interruption;
mod selection;
mod server;
mod workspace;
