//! The difference of two models is told, and told truly: what it calls compatible compiles, and what it says breaks the
//! build does not.

#![cfg(test)]

mod compile;
mod lines;
mod mutations;
mod random;
mod schema;
mod uses;
