//! Tests of the whole client, through code in the form that the generator emits.

mod auth_consumer_key;
mod auth_oauth2;
mod auth_secrets;
#[cfg(feature = "blocking")]
mod blocking;
mod bodies;
mod calls;
mod echoes;
mod encoding;
mod enums;
mod error_responses;
mod expansion;
mod failures;
mod faults;
mod faulty_server;
mod http_settings;
mod limits;
mod middleware;
mod owned;
mod paging;
mod recorder;
mod requests;
mod responses;
mod retries;
#[allow(clippy::needless_pass_by_value, clippy::upper_case_acronyms, dead_code, unreachable_pub)]
mod sample;
mod secrets;
mod traces;
mod untyped;

use crate::{Client, ClientBuilder, Credentials, Endpoint, RetryPolicy, Transport};

/// Returns a builder with keys and this transport.
fn builder(transport: impl Transport) -> ClientBuilder {
    Client::builder().credentials(Credentials::classic("k", "s", "c")).transport(transport)
}

/// Returns a client with keys and this transport.
fn mocked(transport: impl Transport) -> Client {
    builder(transport).build().unwrap()
}

/// Returns a client for a local server, with keys and without retries.
fn client(base: &str) -> Client {
    Client::builder()
        .endpoint(Endpoint::custom(base).unwrap())
        .credentials(Credentials::classic("app-key", "app-secret", "user-key"))
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}
