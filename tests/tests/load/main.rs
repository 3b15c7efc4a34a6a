//! Concurrent requests with injected faults, and dropped requests.
//!
//! `OVH_LOAD_CALLS=100000 cargo test --release --package workspace-tests --test load -- --nocapture` sends that many
//! requests per authentication scheme, and prints figures. Default: 4,000.

mod dropped;
mod program;
mod under_faults;
mod writes;
