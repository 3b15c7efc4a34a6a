//! Tests of several parts together, through code of the form that the generator emits.

mod calls;
mod encoding;
mod enums;
mod failures;
mod recorder;
mod requests;
#[allow(clippy::needless_pass_by_value, clippy::upper_case_acronyms, dead_code, unreachable_pub)]
mod sample;
mod secrets;

/// A client with keys, for a server on this machine.
fn client(base: &str) -> crate::Client {
    crate::Client::builder()
        .endpoint(crate::Endpoint::custom(base).unwrap())
        .credentials(crate::Credentials::classic("app-key", "app-secret", "user-key"))
        .build()
        .unwrap()
}
