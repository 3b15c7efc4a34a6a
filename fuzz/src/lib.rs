//! Code shared by the targets.

pub mod json_mutator;
pub mod json_path;
pub mod numbered;
