//! Turns OVHcloud API schemas into Rust source: schemas in, files out.
//!
//! A pure library: no file, no network, no clock. The stages follow each other:
//! [`schema`] reads the input format, [`fixups`] mend what is known to be wrong in it, `resolve` makes the [`model`], `emit` writes it as Rust.

pub mod diff;
mod emit;
pub mod error;
pub mod fixups;
pub mod model;
mod names;
mod resolve;
pub mod schema;
pub mod text;

pub use emit::{GENERATED, Output, emit, surface, surface_of_types};
pub use names::is_device_name;
pub use resolve::resolve;
