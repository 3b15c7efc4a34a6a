//! The difference of two models is told, and told truly: what it calls compatible compiles, and what it says breaks the
//! build does not.

#![cfg(test)]

mod answers;
mod compile;
mod described;
mod lines;
mod mutations;
mod program;
mod random;
mod run_time;
mod schema;
mod single_feature;

mod uses;
mod workspace;
