//! `cargo xtask diff` and `cargo xtask update`, the real program, on small snapshots of its own.

#![cfg(test)]

mod commits;
mod faults;
mod forms;
mod sandbox;
#[path = "../fetch/server.rs"]
#[allow(dead_code)]
mod server;
mod update;
