//! Code shared by all APIs of [`ovh-api`](https://docs.rs/ovh-api): authentication, transport, retries and JSON.
//!
//! Use `ovh-api`, which re-exports everything that is documented here. Undocumented items are private to the two
//! crates, which are released together. They are separate so that this code is compiled once, and not again when a
//! program enables another API.

mod access_rules;
mod auth;
#[cfg(feature = "blocking")]
mod blocking;
mod client;
mod clone_and_debug;
mod config;
pub mod consumer_key;
mod endpoint;
mod enums;
mod equality;
mod error;
#[doc(hidden)]
pub mod internal;
pub mod json;
mod limit;
mod operation;
mod paging;
mod parameter;
mod patch;
mod polling;
mod private_file;
mod redaction;
mod request;
mod response;
mod retry;
mod setters;
pub mod testing;
mod text;
mod text_scalars;
mod transport;

pub use access_rules::{AccessRule, AccessRules, RuleSet};
pub use auth::Credentials;
pub use client::Attempt;
pub use endpoint::{CustomEndpoint, Endpoint};
pub use enums::{Enum, EnumValue, OpenEnum, ParseEnumError, UnknownValue};
pub use error::{Error, ErrorKind};
pub use operation::{Branch, Method, Operation, ParseMethodError};
pub use paging::{Expand, ExpandError, Items, Page, Pages};
pub use parameter::Parameter;
pub use patch::Patch;
pub use polling::{PollUntil, TaskFailure, TaskProgress, WaitableTask};
pub use request::{CallPath, Unbound};
pub use response::Response;
pub use retry::{RetryBudget, RetryPolicy};
pub use transport::{HttpTransport, Transport, TransportError, TransportFuture};
