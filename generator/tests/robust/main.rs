//! Properties for any input: no panic, valid and complete Rust, stable names.

#![cfg(test)]

mod files;
mod input;
mod kept_names;
mod names;
mod output;
mod rendered;
mod reserved;
mod schemas;
mod shuffle;
mod size;
mod type_names;
mod vocabulary;
