//! Tests with OVHcloud's wrappers, DNS clients and a browser. They require installed programs, hence the feature
//! `peers`; `service` covers the same behaviour without them.

#![allow(missing_docs, missing_debug_implementations)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod browser;
mod dns;
mod install;
mod node;
#[allow(dead_code)] // Shared with `service`.
#[path = "../service/support.rs"]
mod support;
mod wrapper;
