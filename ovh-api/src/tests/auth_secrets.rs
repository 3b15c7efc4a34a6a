//! No output contains a secret, with any authentication scheme.

use std::error::Error as _;

use super::sample::Domain;
use super::secrets::assert_no_secret;
use crate::testing::MockTransport;
use crate::{AccessRules, Client, ClientBuilder, Credentials, Endpoint, Method, RetryPolicy, TransportError};

fn schemes() -> [Credentials; 5] {
    [
        Credentials::none(),
        Credentials::application("CANARY-key", "CANARY-secret"),
        Credentials::classic("CANARY-key", "CANARY-secret", "CANARY-user"),
        Credentials::oauth2("CANARY-id", "CANARY-secret"),
        Credentials::access_token("CANARY-token"),
    ]
}

fn builder(credentials: Credentials, service: &MockTransport) -> ClientBuilder {
    Client::builder()
        .endpoint(Endpoint::OvhEu)
        .credentials(credentials)
        .transport(service.clone())
        .retry(RetryPolicy::never())
}

#[tokio::test]
async fn errors_of_all_schemes_contain_no_secret() {
    let timing_out = MockTransport::new().otherwise(|_| Err(TransportError::timeout()));
    let rejecting = MockTransport::new();
    let token = r#"{"access_token":"CANARY-token","expires_in":60}"#;
    let with_token = MockTransport::new().answer(Method::Post, "/auth/oauth2/token", 200, token);
    for service in [timing_out, rejecting, with_token] {
        for credentials in schemes() {
            assert_no_secret(&format!("{credentials:?}"));
            let builder = builder(credentials, &service);
            assert_no_secret(&format!("{builder:?}"));
            let client = builder.build().unwrap();
            assert_no_secret(&format!("{client:?} {:?} {:?}", client.api_keys(), client.wait_until_validated()));
            let rules = AccessRules::new();
            let errors = [
                Domain::new(&client).zone_record("z").await.unwrap_err(),
                client.request_consumer_key(&rules).redirection("https://x").await.unwrap_err(),
            ];
            for error in errors {
                assert_no_secret(&format!("{error} {error:?}"));
                let mut cause = error.source();
                while let Some(error) = cause {
                    assert_no_secret(&format!("{error} {error:?}"));
                    cause = error.source();
                }
            }
        }
    }
}

/// `Debug` of a sensitive header hides its value from other crates that log requests.
#[tokio::test]
async fn authentication_headers_are_marked_sensitive() {
    for credentials in schemes() {
        let token = r#"{"access_token":"CANARY-token"}"#;
        let service = MockTransport::new().answer(Method::Post, "/auth/oauth2/token", 200, token);
        let client = builder(credentials, &service).build().unwrap();
        Domain::new(&client).zone_record("z").await.unwrap_err();
        for request in service.all_requests() {
            assert_no_secret(&format!("{:?}", request.headers()));
        }
    }
}

#[test]
fn malformed_keys_fail_without_being_shown() {
    for credentials in [
        Credentials::classic("CANARY", "CANARY ", "CANARY"),
        Credentials::oauth2("CANARY\r\n", "CANARY"),
        Credentials::access_token("CANARYé"),
    ] {
        let error = builder(credentials, &MockTransport::new()).build().unwrap_err();
        assert_no_secret(&format!("{error} {error:?}"));
        assert!(error.to_string().contains("it is empty or contains spaces"), "{error}");
    }
}
