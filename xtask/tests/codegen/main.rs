//! `cargo xtask codegen` and `cargo xtask surface`, the real program, on small snapshots of its own.

#![cfg(test)]

mod check;
mod discovery;
mod fixups;
#[cfg(unix)]
mod links;
mod malformed;
mod paths;
mod sandbox;
mod schema;
#[cfg(target_os = "linux")]
mod special_files;
mod surface;
mod update;
mod warnings;
