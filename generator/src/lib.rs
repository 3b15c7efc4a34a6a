//! Turns OVHcloud API schemas into Rust source: schemas in, files out.
//!
//! A pure library that opens no files, no sockets and no clock. Its stages: [`schema`] reads the input format,
//! [`fixups`] correct known errors in it, `resolve` builds the [`model`], and `emit` writes it as Rust, with
//! a sentence of `summaries` for each operation.

pub mod diff;
mod emit;
pub mod error;
pub mod fixups;
pub mod lock;
pub mod model;
mod names;
mod resolve;
pub mod scalars;
pub mod schema;
mod summaries;
pub mod text;

pub use emit::{GENERATED, Output, emit, surface, surface_of_types};
pub use names::{is_device_name, reserved};
pub use resolve::{resolve, resolve_with};
pub use summaries::summary;
