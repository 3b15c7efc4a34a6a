//! Opens the report of `cargo xtask diff --format html` in headless Chromium. Behind the feature `peers`, since
//! Chromium must be installed.

#![cfg(test)]
#![cfg(unix)]

#[allow(dead_code)] // Shared with the tests of the console.
mod chromium;
mod report;
#[allow(dead_code)] // Shared with other tests.
#[path = "../diff/runs.rs"]
mod runs;
#[path = "../diff/schemas.rs"]
mod schemas;
#[allow(dead_code)]
#[path = "../support/workspace.rs"]
mod workspace;
