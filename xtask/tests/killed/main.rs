//! `fetch`, `codegen` and `update`, killed or refused by a full disk at each write: the old files or the new ones.
//!
//! The program runs stopped at each system call that changes a file. What is on disk at that moment is what a kill at that
//! moment leaves, so that one run shows what all kills leave. Linux shows and changes system calls; the program is the
//! same everywhere.

#![cfg(test)]
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

mod commands;
#[allow(dead_code)] // Not all of it is needed here.
#[path = "../diff/sandbox.rs"]
mod sandbox;
#[allow(dead_code)]
#[path = "../fetch/server.rs"]
mod server;
mod states;
mod trace;
mod tree;
