//! Compiles the programs of the README, with all features.

#![doc = include_str!("../../README.md")]
