//! What calls cost, beside a bare HTTP client: see `ovh-bench --help`.
//!
//! Server and client are processes of their own, so that the processor time of a client is its own. A client is one
//! thread.

pub mod answer;
pub mod build;
pub mod call;
pub mod figures;
pub mod serve;
pub mod walk;

use anyhow::Context as _;

/// A runtime of one thread, which is the one that is measured.
///
/// # Errors
///
/// If the system has no means for one.
pub fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot start a runtime")
}

/// A client with all keys, as a program of a user has it.
///
/// # Errors
///
/// If the URL is none.
pub fn signing_client(url: &str) -> anyhow::Result<ovh_api::ClientBuilder> {
    Ok(ovh_api::Client::builder().endpoint(ovh_api::Endpoint::custom(url)?).credentials(keys()))
}

/// As long as real ones.
fn keys() -> ovh_api::Credentials {
    ovh_api::Credentials::classic(
        "DjizYGl95nw9ntYL",
        "Qu5C2fV8yspnrKGneBBVTXI4dGND55dQ",
        "wtVuO3oYYQGnQtzZIKwnqL01MuHKEYmh",
    )
}
