//! The sandbox with programs that have to be installed: OVHcloud's own Python wrapper, and a browser. This is why they are
//! behind the feature `peers`; what they show is shown in `service` too, by requests of our own.

// Nobody reads documentation of tests, and a panic is how they fail.
#![allow(missing_docs, missing_debug_implementations)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod browser;
#[allow(dead_code)] // Not all of it is needed here.
#[path = "../service/support.rs"]
mod support;
mod wrapper;
