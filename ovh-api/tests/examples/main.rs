//! The examples, run as separate programs.

#![allow(clippy::unwrap_used)]

mod consumer_key;
mod output;
mod program;
