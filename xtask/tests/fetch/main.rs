//! Runs the real `cargo xtask fetch` against an HTTP server on this machine.

#![cfg(test)]
#![cfg(unix)]

mod content;
mod failures;
#[cfg(target_os = "linux")]
mod hostile;
mod interruption;
mod runs;
mod schemas;
mod selection;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/tree.rs"]
mod tree;
#[path = "../support/workspace.rs"]
mod workspace;
