//! Runs the real `cargo xtask diff` and `cargo xtask update` on small snapshots.

#![cfg(test)]

mod commits;
mod faults;
mod forms;
#[path = "../fetch/server.rs"]
#[allow(dead_code)]
mod server;
mod update;
mod workspace;
