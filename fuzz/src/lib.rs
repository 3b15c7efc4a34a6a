//! What the targets share.

pub mod json_mutator;
