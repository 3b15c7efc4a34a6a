//! Opens the report of `cargo xtask diff --format html` in headless Chromium. Behind the feature `peers`, since
//! Chromium must be installed.

#![cfg(test)]
#![cfg(unix)]

mod chromium;
mod report;
#[allow(dead_code)] // Shared with other tests.
#[path = "../diff/workspace.rs"]
mod workspace;
