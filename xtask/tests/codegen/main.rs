//! `cargo xtask codegen` and `cargo xtask surface`, the real program, on small snapshots of its own.

#![cfg(test)]

mod check;
mod discovery;
mod fixups;
mod malformed;
mod sandbox;
mod schema;
mod surface;
mod update;
mod warnings;
