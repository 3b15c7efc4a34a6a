//! The commands: one module for each.

pub(crate) mod bench;
pub(crate) mod codegen;
pub(crate) mod diff;
pub(crate) mod fetch;
pub(crate) mod surface;
pub(crate) mod update;
