//! What the calls of [`ovh-api`](https://docs.rs/ovh-api) have in common, whatever is called.
//!
//! Programs use `ovh-api`, which shows everything that is documented here under its own name. What is not documented is
//! between the two crates, which are released together. They are two so that keys, signatures, transport and JSON are
//! compiled once, and not again whenever a program takes another API.

mod access_rules;
mod authentication;
#[cfg(feature = "blocking")]
mod blocking;
mod client;
mod clock;
mod clone_and_debug;
mod config;
pub mod consumer_key;
mod credentials;
mod endpoint;
mod enums;
mod error;
#[doc(hidden)]
pub mod internal;
pub mod json;
mod limit;
mod oauth2;
mod operation;
mod paging;
mod parameter;
mod patch;
mod request;
mod response;
mod retry;
mod signature;
pub mod testing;
mod text;
mod text_scalars;
mod transport;

pub use access_rules::{AccessRule, AccessRules, RuleSet};
pub use credentials::Credentials;
pub use endpoint::{CustomEndpoint, Endpoint};
pub use enums::{Enum, EnumValue, OpenEnum, UnknownValue};
pub use error::{Error, ErrorKind};
pub use operation::{Branch, Method, Operation};
pub use paging::{Expand, ExpandError, Items, Page, Pages};
pub use parameter::Parameter;
pub use patch::Patch;
pub use request::Unbound;
pub use response::Response;
pub use retry::{RetryBudget, RetryPolicy};
pub use transport::{Transport, TransportError, TransportFuture};
