//! Measures calls and compares them with a bare HTTP client; see `ovh-bench --help`.
//!
//! Server and client are separate processes, so that only the CPU time of the client is measured. A client has one
//! thread.

pub mod build;
pub mod call;
pub mod decode;
pub mod figures;
pub mod instructions;
pub mod response;
pub mod serve;
pub mod walk;

use anyhow::Context as _;

/// Creates a runtime with one thread.
///
/// # Errors
///
/// Fails if the system cannot create one.
pub fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().context("could not start a runtime")
}

/// Creates a client that signs requests.
///
/// # Errors
///
/// Fails if the URL is invalid.
pub fn signing_client(url: &str) -> anyhow::Result<ovh_api::ClientBuilder> {
    Ok(ovh_api::Client::builder().endpoint(ovh_api::Endpoint::custom(url)?).credentials(keys()))
}

/// Returns keys of realistic length.
fn keys() -> ovh_api::Credentials {
    ovh_api::Credentials::classic(
        "DjizYGl95nw9ntYL",
        "Qu5C2fV8yspnrKGneBBVTXI4dGND55dQ",
        "wtVuO3oYYQGnQtzZIKwnqL01MuHKEYmh",
    )
}
