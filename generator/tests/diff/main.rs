//! The reported impact of changes is true: compatible changes compile and behave as before, changes that break the
//! build do not compile, and changes that break at run time compile and behave differently.

#![cfg(test)]

mod compile;
mod described;
mod lines;
mod mutations;
mod program;
mod public_paths;
mod random;
mod responses;
mod run_time;
mod schema;
mod single_feature;

mod uses;
mod workspace;
