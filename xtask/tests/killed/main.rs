//! `fetch`, `codegen` and `update` leave the old files or the new ones when killed, or when the disk is full, at any
//! write.
//!
//! The tests trace the program and stop it at each system call that changes a file. The files at that moment are those
//! that a kill would leave, so one run shows the result of every kill. Runs on Linux only, since the tests use ptrace.

#![cfg(test)]
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

mod commands;
#[allow(dead_code)] // Shared with other tests.
#[path = "../diff/runs.rs"]
mod runs;
#[path = "../diff/schemas.rs"]
mod schemas;
#[allow(dead_code)]
#[path = "../support/server.rs"]
mod server;
mod states;
mod trace;
mod tree;
#[allow(dead_code)]
#[path = "../support/workspace.rs"]
mod workspace;
