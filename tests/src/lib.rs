//! Nothing but tests; the README's programs are compiled here, where all features are on.

#![doc = include_str!("../../README.md")]
