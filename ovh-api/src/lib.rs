//! A strongly typed client for the OVHcloud API.
//!
//! # A client
//!
//! Create an application key, its secret and a consumer key at <https://eu.api.ovh.com/createToken/>, then:
//!
//! ```
//! use ovh_api::{Client, Endpoint};
//!
//! # fn main() -> Result<(), ovh_api::Error> {
//! let client = Client::builder()
//!     .endpoint(Endpoint::OvhEu)
//!     .application_key("your-application-key")
//!     .application_secret("your-application-secret")
//!     .consumer_key("your-consumer-key")
//!     .build()?;
//! # Ok(())
//! # }
//! ```
//!
//! # A call
//!
//! The client has one method per API, behind a cargo feature of the same name, and each of them one per operation. An
//! operation gives a [`Request`]; awaiting it sends it. Before that it can be inspected, with or without a client.
//! Calls run on a tokio runtime.
//!
//! Calls are signed, dated by the service's own clock (a wrong local one does not matter), and answers are read
//! leniently: see [`json`]. Whatever goes wrong is an [`Error`] that reads as one sentence.
//!
//! # Features
//!
//! One per API; `rustls`, on by default, for TLS. Without it `https` endpoints cannot be reached.

mod client;
mod clock;
mod credentials;
mod endpoint;
mod error;
pub mod json;
mod operation;
mod parameter;
mod patch;
mod request;
mod signature;
#[cfg(test)]
mod tests;
mod transport;

pub use client::{Client, ClientBuilder};
pub use credentials::Credentials;
pub use endpoint::{CustomEndpoint, Endpoint};
pub use error::{Error, ErrorKind};
pub use operation::{Branch, Method, Operation};
pub use parameter::Parameter;
pub use patch::Patch;
pub use request::{Call, Request, Unbound};

pub use {http, ipnet, jiff, macaddr, secrecy, uuid};

// Last, so that the documentation of `Request` begins with what all requests have.
#[rustfmt::skip]
mod generated;
pub use generated::*;
