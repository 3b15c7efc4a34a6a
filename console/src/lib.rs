//! The API console as a page on your own machine.
//!
//! [`Console`] serves a page on 127.0.0.1 that lists the operations of the OVHcloud API, shows their parameters and
//! types, executes them, and writes code that calls them in Rust and other languages.
//!
//! The modules in the order of a request: `server` (connections), `access` (token, cookie, host and origin), `pages`
//! (files of the page), `routes` (the requests of the page), `catalog` (all operations), `details` (one operation and
//! its types, with a `sample` request), `form` (the values that a person filled in, and their check), `snippets` (code)
//! and `execute` (the call itself, by `service`).

mod access;
mod catalog;
pub mod command;
mod console;
mod details;
mod execute;
mod form;
mod operations;
mod pages;
mod reply;
mod routes;
mod sample;
mod server;
mod service;
mod snippets;
mod words;

pub use crate::console::{Console, Error};
pub use crate::service::Service;
