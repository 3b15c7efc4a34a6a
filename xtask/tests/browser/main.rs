//! The report of `cargo xtask diff --format html` as a person sees it: in Chromium, headless. It has to be installed, which
//! is why this is behind the feature `peers`.

#![cfg(test)]
#![cfg(unix)]

mod chromium;
mod report;
#[allow(dead_code)] // Not all of it is needed here.
#[path = "../diff/sandbox.rs"]
mod sandbox;
