//! Runs the real `cargo xtask codegen` and `cargo xtask surface` on small snapshots.

#![cfg(test)]

mod check;
mod discovery;
mod fixups;
#[cfg(unix)]
mod links;
mod malformed;
mod names;
mod paths;
mod runs;
mod schema;
#[cfg(target_os = "linux")]
mod special_files;
mod surface;
#[path = "../support/tree.rs"]
mod tree;
mod update;
mod warnings;
#[path = "../support/workspace.rs"]
mod workspace;
