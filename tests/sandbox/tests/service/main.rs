//! Tests of the sandbox over HTTP.

#![allow(missing_docs, missing_debug_implementations)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod actions;
mod attacks;
mod authentication;
mod believable;
mod bills;
mod conformity;
mod contacts_and_keys;
mod creation;
mod errors;
mod faults;
mod fetch;
mod filters;
mod flags;
mod limits;
mod oauth2;
mod other_schemas;
mod paging;
mod protocol;
mod put;
mod requests;
mod state;
mod support;
mod targets;
mod tasks;
mod tls;
mod validation;
mod world;
mod zone;
mod zone_files;
mod zone_records;
