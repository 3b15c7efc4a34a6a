//! Runs the real `cargo xtask diff` and `cargo xtask update` on small snapshots.

#![cfg(test)]

mod commits;
mod faults;
mod forms;
mod runs;
mod schemas;
#[allow(dead_code)] // Shared with other tests.
#[path = "../support/server.rs"]
mod server;
#[path = "../support/tree.rs"]
mod tree;
mod update;
#[path = "../support/workspace.rs"]
mod workspace;
