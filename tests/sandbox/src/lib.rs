//! A local server that behaves like the OVHcloud API.
//!
//! [`Sandbox`] serves the operations of the OVHcloud API on 127.0.0.1. It is built from the service's own schemas: it
//! checks signatures, access rules, parameters and bodies, returns data that matches the schemas, and keeps state
//! between calls.
//!
//! The modules in the order of a request: `server` (connections, with `tls`), `service` (a single request), `host`
//! (accepted hosts), `faults` and `inject` (injected faults), `routes` (operations), `keys` (authentication), `call`
//! (parameters and bodies), `unchanged` (read-only fields of changes), `dispatch` (performs an operation, by
//! `overrides` or `state`), `dns` (records and zone files), `responses` (generated values), `tasks` and `actions` (what
//! changes later or by a verb), `paging` and `reply`. `stats` counts requests, faults and writes. Modules have no
//! cyclic dependencies.

mod account;
mod actions;
mod api;
mod builder;
mod call;
pub mod command;
mod dispatch;
mod dns;
mod error_response;
mod faults;
mod form_token;
mod hash;
mod host;
mod index;
mod inject;
mod keys;
mod overrides;
mod pages;
mod paging;
mod pattern;
mod place;
mod random;
mod reply;
mod request;
mod responses;
mod routes;
pub mod samples;
mod sandbox;
mod schemas;
mod server;
mod service;
mod settings;
mod snapshot;
mod state;
mod stats;
mod tasks;
#[cfg(test)]
mod tests;
mod tls;
mod transport;
mod unchanged;
mod values;
mod words;
mod world;

pub use crate::builder::Builder;
pub use crate::host::InvalidHost;
pub use crate::sandbox::{Error, Sandbox};
pub use crate::schemas::{Invalid, Schemas};
pub use crate::settings::Rate;
pub use crate::snapshot::SchemaError;
pub use crate::stats::Write;
pub use crate::tls::TlsError;
