//! Tests of the sandbox over HTTP.

#![allow(missing_docs, missing_debug_implementations)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod actions;
mod attacks;
mod authentication;
mod conformity;
mod contacts_and_keys;
mod creation;
mod errors;
mod faults;
mod fetch;
mod flags;
mod limits;
mod oauth2;
mod paging;
mod requests;
mod state;
mod support;
mod tasks;
mod validation;
mod zone;
