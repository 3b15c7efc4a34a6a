//! Many calls at once while things go wrong, and calls that are dropped on their way.
//!
//! `OVH_LOAD_CALLS=100000 cargo test --release --package workspace-tests --test load -- --nocapture` makes as many calls
//! for each way to authenticate, and prints what they took; 4,000 unless set.

mod dropped;
mod program;
mod under_faults;
mod witness;
