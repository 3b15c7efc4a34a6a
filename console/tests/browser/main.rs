//! Drives the page in headless Chromium. Behind the feature `peers`, since Chromium and Node.js must be installed.

#![cfg(test)]
#![cfg(unix)]

mod account;
mod axe;
#[path = "../../../xtask/tests/browser/chromium.rs"]
#[allow(dead_code)] // Shared with the tests of xtask.
mod chromium;
#[path = "../support/compile.rs"]
mod compile;
mod forms;
mod guide;
mod look;
mod page;
#[path = "../support/process.rs"]
mod process;
mod search;
#[path = "../support/mod.rs"]
mod support;
