//! Any error response results in an error with its status and without keys.

#![no_main]

use std::sync::LazyLock;

use bytes::Bytes;
use fuzz::{json_mutator, numbered};
use http::{HeaderValue, Response, StatusCode};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use ovh_api::testing::MockTransport;
use ovh_api::{Client, Credentials, Method, RetryPolicy};
use tokio::runtime::{Builder, Runtime};

/// Keys that a service can repeat.
const KEYS: [&str; 2] = ["ApplicationKeyCanary", "ConsumerKeyCanary"];

/// The application secret, which is never sent.
const SECRET: &str = "ApplicationSecretCanary";

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let change = |data: &mut [u8], size, max_size| match seed % 4 {
        0 => {
            json_mutator::splice(data, size, max_size, seed, &["\"ConsumerKeyCanary\"", "[\"x ApplicationKeyCanary\"]"])
        }
        1 => json_mutator::mutate(data, size, max_size, seed),
        _ => None,
    };
    numbered::mutate(data, size, max_size, change).unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});

fuzz_target!(|data: &[u8]| {
    static RUNTIME: LazyLock<Runtime> =
        LazyLock::new(|| Builder::new_current_thread().enable_time().build().expect("a runtime"));
    let Some((number, rest)) = numbered::parts(data) else { return };
    // Any status from 300, and one header.
    let status = StatusCode::from_u16(300 + number % 300).expect("a status");
    let (header, body) = rest.split_at(rest.iter().position(|byte| *byte == b'\n').unwrap_or(0));
    let mut response = Response::new(Bytes::copy_from_slice(body));
    *response.status_mut() = status;
    if let Ok(value) = HeaderValue::from_bytes(header) {
        let name = ["retry-after", "location", "content-type", "content-encoding"][usize::from(number / 300) % 4];
        response.headers_mut().insert(name, value);
    }
    let service = MockTransport::new().answer_with(Method::Get, "/vps", response);
    let client = Client::builder()
        .credentials(Credentials::classic(KEYS[0], SECRET, KEYS[1]))
        .transport(service)
        .retry(RetryPolicy::never())
        .build()
        .expect("a client");
    let error = RUNTIME.block_on(async { client.vps().list().await }).expect_err("rejected");
    assert_eq!(error.status(), Some(status));
    assert!(!error.to_string().contains(char::is_control), "{error}");
    let texts = [Some(error.to_string()), Some(format!("{error:?}"))];
    let parts = [error.message(), error.class(), error.error_code()].map(|part| part.map(str::to_owned));
    let details = error.details().map(ToString::to_string);
    for text in texts.into_iter().chain(parts).chain([details]).flatten() {
        for key in KEYS {
            assert!(!text.contains(key), "{text}");
        }
    }
    let _ = (error.is_transient(), error.retry_after(), error.is_not_granted(), error.is_expired(), error.is_busy());
});
