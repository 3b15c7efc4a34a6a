//! A strongly typed client for the OVHcloud API: every operation a method, every answer a type.
//!
//! ```no_run
//! use ovh_api::{Client, Error};
//!
//! # #[cfg(feature = "vps")]
//! async fn show(client: &Client) -> Result<(), Error> {
//!     for name in client.vps().list().await? {
//!         let infos = client.vps().service_infos(&name).await?;
//!         println!("{name} is paid until {}", infos.expiration);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! # Authentication
//!
//! [`Client::from_env`] finds endpoint and credentials where the official wrappers do, in environment variables and in
//! `ovh.conf`; [`Config`] has the rules, and takes a profile or a file by name; [`Client::builder`] takes everything from
//! the program itself:
//!
//! ```no_run
//! use ovh_api::{Client, Config, Credentials, Endpoint};
//!
//! # fn main() -> Result<(), ovh_api::Error> {
//! let client = Client::from_env()?;
//! let client = Config::new().profile("backup").client()?;
//! let client = Config::new().file("/run/secrets/ovh.conf").client()?;
//! let credentials = Credentials::oauth2("client-id", "client-secret");
//! let client = Client::builder().endpoint(Endpoint::OvhCa).credentials(credentials).build()?;
//! # Ok(())
//! # }
//! ```
//!
//! | way | [`Credentials`] | environment | `ovh.conf`, in `[ovh-eu]` |
//! |---|---|---|---|
//! | signed calls | [`classic`](Credentials::classic) | `OVH_APPLICATION_KEY`, `OVH_APPLICATION_SECRET`, `OVH_CONSUMER_KEY` | `application_key`, `application_secret`, `consumer_key` |
//! | OAuth2 client, its token renewed in time | [`oauth2`](Credentials::oauth2) | `OVH_CLIENT_ID`, `OVH_CLIENT_SECRET` | `client_id`, `client_secret` |
//! | token from elsewhere | [`access_token`](Credentials::access_token) | `OVH_ACCESS_TOKEN` | `access_token` |
//! | none, for public operations | [`none`](Credentials::none) | | |
//!
//! The endpoint is `OVH_ENDPOINT`, or `endpoint` in `[default]`, or `ovh-eu`. OAuth2 is for `ovh-eu`, `ovh-ca` and
//! `ovh-us` only.
//!
//! **Rights.** An [`AccessRules`] names the operations that a program calls. It gives the link to a page where a person
//! creates all three keys with just these rights, the actions for an IAM policy, and what to ask a user for:
//!
//! ```no_run
//! use ovh_api::{AccessRules, Client, Credentials, Endpoint, Method};
//!
//! # async fn run() -> Result<(), ovh_api::Error> {
//! // Or .allow(&ovh_api::vps::SERVICE_INFOS)
//! let rules = AccessRules::new().allow_path(Method::Get, "/vps/*/serviceInfos");
//! println!("{}", rules.token_page(&Endpoint::OvhEu));
//!
//! // A consumer key from a user: the user opens a page and agrees.
//! let credentials = Credentials::application("key", "secret");
//! let application = Client::builder().credentials(credentials).build()?;
//! let asked = application.request_consumer_key(&rules).await?;
//! println!("Please open {}", asked.validation_url);
//! let client = application.with_consumer_key(asked.consumer_key)?;
//! client.wait_until_validated().await?;
//! # Ok(())
//! # }
//! ```
//!
//! `cargo run --example consumer_key` does that with prompts, and prints the lines for `ovh.conf`. The module
//! [`consumer_key`] also lists and revokes keys. No key is ever shown by `Debug`, an error or a trace.
//!
//! # A call
//!
//! The client has one method per API, behind a cargo feature of the same name, and each of them one per operation:
//! nouns first and the verb last, `zone_record(zone)`, `zone_record_get(zone, id)`, `zone_record_create(zone, &record)`.
//! An operation gives a [`Request`]; optional parameters are chained on it, and awaiting it sends it. Before that it can
//! be inspected, with or without a client. Calls run on a tokio runtime.
//!
//! Values of enums are [`OpenEnum`]s, which keep what this version of the crate does not know. They compare with values of the
//! enum itself, which calls take as they are; a field is set by `.into()`.
//!
//! Calls are signed, dated by the service's own clock (a wrong local one does not matter), and responses are read
//! leniently: see [`json`]. A value that the service omits against its schema is corrected and
//! [reported](json#absent-values). Every failure is an [`Error`] that reads as one sentence, and that
//! [understands](Error#how-refusals-are-understood) both shapes of the service's refusals. What is safe to repeat is
//! repeated ([`RetryPolicy`]); [`Request::expand`] turns a list of ids into a stream of objects, [`Request::items`] a list
//! in pages into one of items. Your own code is tested without a network: [`testing`].
//!
//! # Features
//!
//! One per API; `rustls`, on by default, for TLS. Without it `https` endpoints cannot be reached. `blocking` adds
//! a client whose calls wait for their answers.

#![cfg_attr(docsrs, feature(doc_cfg))]
// The workspace's lints. From the manifest they become arguments, which cost a compiler more, those of clippy even without it
// (docs/performance.md).
#![forbid(unsafe_code)]
#![warn(missing_docs, missing_debug_implementations, rust_2018_idioms, rustdoc::all)]
#![warn(
    clippy::all,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::todo,
    clippy::unimplemented,
    clippy::dbg_macro,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::needless_pass_by_value,
    clippy::semicolon_if_nothing_returned,
    clippy::uninlined_format_args,
    clippy::doc_markdown,
    clippy::redundant_closure_for_method_calls
)]

#[cfg(feature = "blocking")]
pub mod blocking;
mod client;
mod config;
pub mod consumer_key;
mod paging;
mod request;
#[cfg(test)]
mod tests;

pub use client::{Client, ClientBuilder};
pub use config::Config;
pub use request::{Call, Request, WithResponse};

#[doc(inline)]
pub use ovh_api_core::{
    AccessRule, AccessRules, Branch, Credentials, CustomEndpoint, Endpoint, Enum, EnumValue, Error, ErrorKind, Expand,
    ExpandError, Items, Method, OpenEnum, Operation, Page, Pages, Parameter, Patch, Response, RetryBudget, RetryPolicy,
    RuleSet, Transport, TransportError, TransportFuture, Unbound, UnknownValue, json, testing,
};

pub use {bytes, http, ipnet, jiff, macaddr, secrecy, uuid};

// Last, so that the documentation of `Request` begins with what all requests have.
#[rustfmt::skip]
mod generated;
pub use generated::*;
