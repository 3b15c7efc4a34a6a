//! A strongly typed client for the OVHcloud API: every operation is a method, every response a type.
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
//! [`Client::from_env`] reads the endpoint and the credentials from environment variables and from `ovh.conf`, like
//! OVHcloud's official wrappers. [`Config`] documents the rules and selects a profile or a file. [`Client::builder`]
//! takes everything from the program:
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
//! | scheme | [`Credentials`] | environment | `ovh.conf`, in `[ovh-eu]` |
//! |---|---|---|---|
//! | signed requests | [`classic`](Credentials::classic) | `OVH_APPLICATION_KEY`, `OVH_APPLICATION_SECRET`, `OVH_CONSUMER_KEY` | `application_key`, `application_secret`, `consumer_key` |
//! | OAuth2 client, token refreshed automatically | [`oauth2`](Credentials::oauth2) | `OVH_CLIENT_ID`, `OVH_CLIENT_SECRET`, optionally `OVH_OAUTH2_TOKEN_URL` | `client_id`, `client_secret`, optionally `oauth2_token_url` |
//! | existing access token | [`access_token`](Credentials::access_token) | `OVH_ACCESS_TOKEN` | `access_token` |
//! | no authentication, for public operations | [`none`](Credentials::none) | | |
//!
//! The endpoint is `OVH_ENDPOINT`, else `endpoint` in `[default]`, else `ovh-eu`. The endpoints `ovh-eu`, `ovh-ca` and
//! `ovh-us` have an OAuth2 token service. With any other endpoint, set the URL of a token service with
//! `OVH_OAUTH2_TOKEN_URL`, `oauth2_token_url` or [`ClientBuilder::oauth2_token_url`].
//!
//! **Access rights.** [`AccessRules`] lists the operations that a program calls. It turns the list into a link to the
//! page that creates all three keys with exactly these rights, into the actions of an IAM policy, or into the body of a
//! consumer key request:
//!
//! ```no_run
//! use ovh_api::{AccessRules, Client, Credentials, Endpoint, Method};
//!
//! # async fn run() -> Result<(), ovh_api::Error> {
//! // Or .allow(&ovh_api::vps::SERVICE_INFOS)
//! let rules = AccessRules::new().allow_path(Method::Get, "/vps/*/serviceInfos");
//! println!("{}", rules.token_page(&Endpoint::OvhEu));
//!
//! // Request a consumer key, which works once the user has opened a page and agreed.
//! let credentials = Credentials::application("key", "secret");
//! let application = Client::builder().credentials(credentials).build()?;
//! let requested = application.request_consumer_key(&rules).await?;
//! println!("Please open {}", requested.validation_url);
//! let client = application.with_consumer_key(requested.consumer_key)?;
//! client.wait_until_validated().await?;
//! # Ok(())
//! # }
//! ```
//!
//! `cargo run --example consumer_key` guides through these steps and prints the lines for `ovh.conf`, which
//! [`Config::save_credentials`] writes. The module [`consumer_key`] also lists and revokes keys. `Debug` output, errors
//! and traces never contain a key.
//!
//! # Requests
//!
//! The client has one method per API, each behind a cargo feature of the same name, and each API has one method per
//! operation. Names start with the nouns of the path and end in the verb: `zone_record(zone)`,
//! `zone_record_get(zone, id)`, `zone_record_create(zone, &record)`.
//!
//! The types of an API are in its module: `services::Service`, `domain::zone::Record`. [`types`] has all others.
//!
//! The values of the path are arguments, and so are up to three other required ones. Where there are more, or two
//! neighbours of one type could be swapped, they are the fields of one struct:
//! `me().ssh_key_create(me::arguments::SshKeyCreate { key, key_name })`. The same holds for `new` of request types:
//! `CallbackUrlInput::new(fields::CallbackUrlInput { cancel, error, failure, pending, success })`.
//!
//! An operation returns a [`Request`]. Set optional parameters by chaining methods, then await the request to send it.
//! A request can be inspected before it is sent, and can be built without a client ([`Unbound`]). Awaiting it needs a
//! tokio runtime. [`Request::send`] returns the future for `tokio::spawn` and `try_join!`.
//!
//! - [`Request::expand`] turns a list of ids into a stream of objects. [`Request::items`] turns a paginated list into a
//!   stream of its items.
//! - [`Request::wait_until_done`] repeats a request until its task has ended; [`Request::poll_until`] waits for any
//!   other condition.
//! - Idempotent requests are retried after transient failures; see [`RetryPolicy`].
//! - Requests are signed with the time of the service, so the local clock may be wrong.
//!
//! # Calls that are not generated
//!
//! [`Client::call`] sends a request by its path: to an operation that this version does not have, or without the
//! feature of its API. [`path!`] inserts encoded values. The response is [`json::Json`], or the type that
//! [`Request::decode`] names:
//!
//! ```no_run
//! use ovh_api::{Client, Error, Method, path};
//!
//! #[derive(serde::Deserialize)]
//! struct Policy {
//!     id: String,
//!     name: String,
//! }
//!
//! async fn rename(client: &Client, from: &str, to: &str) -> Result<(), Error> {
//!     let policies = client.call(Method::Get, "/v2/iam/policy").decode::<Vec<Policy>>().await?;
//!     for policy in policies.iter().filter(|policy| policy.name == from) {
//!         let body = serde_json::json!({ "name": to });
//!         client.call(Method::Put, path!("/v2/iam/policy/{}", policy.id)).json(&body).await?;
//!     }
//!     Ok(())
//! }
//! ```
//!
//! On requests of generated methods, [`Request::query`] and [`Request::header`] set parameters that the schemas do not
//! have yet.
//!
//! # Updates
//!
//! The request form of a type `X` is `XInput`. An update sends the fields that are set; a field that may be null is a
//! [`Patch`]. Where each field of `XInput` is also in `X`, it implements `From<X>`, to read, modify and write an
//! object:
//!
//! ```no_run
//! use ovh_api::{Client, Error, Patch};
//! # #[cfg(feature = "domain")]
//! use ovh_api::domain::zone::dyn_host::RecordInput;
//!
//! # #[cfg(feature = "domain")]
//! async fn move_host(client: &Client) -> Result<(), Error> {
//!     let record = client.domain().zone_dyn_host_record_get("example.com", 7).strict().await?;
//!     let mut input = RecordInput::from(record);
//!     input.sub_domain = Patch::Value("home".to_owned());
//!     client.domain().zone_dyn_host_record_update("example.com", 7, &input).await
//! }
//! ```
//!
//! Sending an unchanged object changes nothing: a field that is null in the response is [`Patch::Absent`], which keeps
//! its value. [`Request::strict`] rejects a response that lacks a required value, which would otherwise be
//! [corrected](json#absent-values) and then sent.
//!
//! # Responses
//!
//! Responses are decoded leniently; see [`json`]. A value that the service omits against its schema is corrected and
//! [reported](json#absent-values).
//!
//! Enum values are of type [`OpenEnum`], which also holds values that this version of the crate does not know. They can
//! be compared with variants of the enum. Methods accept variants directly; to set a field, convert with `.into()`.
//! [`Enum::parse`] accepts the spelling of the service and rejects unknown values, such as for an argument of a
//! program:
//!
//! ```
//! # #[cfg(feature = "domain")]
//! # {
//! use clap::{Arg, Command};
//! use ovh_api::Enum;
//! use ovh_api::domain::zone::RecordType;
//!
//! let command = Command::new("records").arg(Arg::new("type").value_parser(RecordType::parse));
//! let matches = command.try_get_matches_from(["records", "TXT"])?;
//! assert_eq!(matches.get_one("type"), Some(&RecordType::Txt));
//! # }
//! # Ok::<(), clap::Error>(())
//! ```
//!
//! Every failure is an [`Error`], displayed as one sentence. Its methods classify the error responses of the service.
//!
//! # Tracing
//!
//! The client emits spans and events of the crate [`tracing`](https://docs.rs/tracing) with the target
//! `ovh_api_core`, so that the filter `ovh_api_core=debug` selects them. They contain no key, no header, and
//! no body unless [`ClientBuilder::log_bodies`] is set.
//!
//! | span or event | level | fields |
//! |---|---|---|
//! | span `ovh_api.call`: a request with all its attempts | INFO | `operation`, `method`, `path`, `attempts`, `status`, `request_id`, `error` (an [`ErrorKind`]) |
//! | event "finished", once per request, in the span | DEBUG | `attempts`, `status`, `error`, `elapsed_ms` |
//! | event "retrying after a delay" | DEBUG | `attempt`, `status`, `request_id`, `error`, `wait_ms` |
//! | event "retrying with refreshed credentials" | DEBUG | `attempt` |
//! | event "waiting before the next request", of a request that is repeated until its task has ended | DEBUG | `operation`, `requests`, `status` (of the task) |
//! | events "request body" and "response body" of each attempt, only with [`ClientBuilder::log_bodies`] | DEBUG | `method`, `status`, `body` |
//! | event about a corrected response, once per client, operation and path | WARN | `operation`, `path` (a JSON path) |
//! | event about a configuration file that cannot be read or trusted | WARN | `file`, `error` |
//!
//! The path is the template of the operation if one of its values is a password. The `operation` of untyped calls is
//! `call`. For metrics,
//! [`ClientBuilder::observe`] calls a function after each attempt. [`ClientBuilder::wrap_transport`] gives access to
//! complete requests and responses.
//!
//! # Testing
//!
//! [`testing::MockTransport`] tests your own code without a network. It returns predefined responses, selected by
//! method, path, query and body, or by operation:
//!
//! ```
//! use ovh_api::testing::MockTransport;
//! use ovh_api::{Client, Credentials};
//!
//! # #[cfg(feature = "services")]
//! # async fn run() -> Result<(), ovh_api::Error> {
//! let service = MockTransport::new()
//!     .respond_to(&ovh_api::services::LIST, [""; 0], 200, "[1, 2]")
//!     .strict();
//! let credentials = Credentials::classic("key", "secret", "consumer");
//! let client = Client::builder().credentials(credentials).transport(service.clone()).build()?;
//! assert_eq!(client.services().list().await?, [1, 2]);
//! assert!(service.unused().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! [`testing::Recorder`] writes the exchanges with the real service to a file, without keys and passwords, and replays
//! them in tests.
//!
//! # Features
//!
//! - One feature per API, and `full` for all of them.
//! - `rustls` (default): TLS. Without it, `https` endpoints cannot be reached.
//! - `blocking`: the module `blocking`, a client for synchronous programs.

#![cfg_attr(docsrs, feature(doc_cfg))]
// The workspace's lints. They are attributes because lints in the manifest become compiler arguments, which compile
// slower (docs/performance.md).
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
mod operations;
mod paging;
mod request;
#[cfg(test)]
mod tests;

pub use client::{Client, ClientBuilder};
pub use config::Config;
pub use operations::operations;
pub use request::{AsyncClient, Call, Request, WithResponse};

#[doc(inline)]
pub use ovh_api_core::{
    AccessRule, AccessRules, Attempt, Branch, CallPath, Credentials, CustomEndpoint, Endpoint, Enum, EnumValue, Error,
    ErrorKind, Expand, ExpandError, HttpTransport, Items, Method, OpenEnum, Operation, Page, Pages, Parameter,
    ParseEnumError, ParseMethodError, Patch, PollUntil, Response, RetryBudget, RetryPolicy, RuleSet, TaskFailure,
    TaskProgress, Transport, TransportError, TransportFuture, Unbound, UnknownValue, WaitableTask, json, path, testing,
};

pub use {bytes, http, ipnet, jiff, macaddr, secrecy, uuid};

// Last, so that rustdoc lists the methods of all requests before those of single operations.
#[rustfmt::skip]
mod generated;
// Declares a module for each API, and one for the types that they share.
include!("generated/modules.rs");
