//! An OVHcloud API on your own machine.
//!
//! [`Sandbox`] is a server on 127.0.0.1 that behaves like the OVHcloud API as far as a client can tell, built from the
//! service's own schemas: it checks signatures and access rules, takes what the schemas allow and refuses what they do
//! not, answers what they describe, and remembers what it was told.
//!
//! From a request to its answer: `server` (connections), `service` (one request), `host` (whether it is for this
//! server), `trouble` (what goes wrong with it, if anything), `routes` (which operation), `keys` (who calls), `call`
//! (is it what the schema describes), `state` (what there is; `answers` makes what nobody has made), `by_hand` (the few
//! operations that mean more than their paths say), `paging`, `reply`. `tally` counts what really happened.

mod account;
mod answers;
mod api;
mod builder;
mod by_hand;
mod call;
pub mod command;
mod host;
mod index;
mod keys;
mod pages;
mod paging;
mod refusal;
mod reply;
mod routes;
pub mod samples;
mod sandbox;
mod server;
mod service;
mod settings;
mod snapshot;
mod state;
mod tally;
mod trouble;
mod values;
mod world;

pub use crate::builder::Builder;
pub use crate::host::InvalidHost;
pub use crate::sandbox::{Error, Sandbox};
pub use crate::settings::Rate;
pub use crate::snapshot::SchemaError;
pub use crate::tally::Write;
