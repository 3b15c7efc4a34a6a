//! What must hold for any input: no panic, valid Rust, nothing lost, and names that stay.

#![cfg(test)]

mod files;
mod input;
mod names;
mod output;
mod rendered;
mod schemas;
mod shuffle;
mod size;
mod taken;
mod type_names;
mod vocabulary;
