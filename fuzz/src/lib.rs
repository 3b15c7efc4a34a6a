//! What the targets share.

pub mod json_mutator;
pub mod json_path;
pub mod numbered;
