//! Tests of the sandbox over HTTP.

#![allow(missing_docs, missing_debug_implementations)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod attacks;
mod authentication;
mod believable;
mod bills;
mod conformity;
mod contacts_and_keys;
mod errors;
mod faults;
mod fetch;
mod flags;
mod limits;
mod oauth2;
mod other_schemas;
mod paging;
mod requests;
mod state;
mod support;
mod validation;
mod world;
mod zone;
