//! Nothing that prints shows a secret, whatever the way to authenticate.

use std::error::Error as _;

use super::sample::Domain;
use crate::testing::MockTransport;
use crate::{AccessRules, Client, ClientBuilder, Credentials, Endpoint, Method, RetryPolicy, TransportError};

fn clean(text: &str) {
    assert!(!text.is_empty() && !text.contains("CANARY"), "{text}");
}

fn ways() -> [Credentials; 5] {
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
async fn whatever_fails() {
    let out_of_order = MockTransport::new().otherwise(|_| Err(TransportError::timeout()));
    let refusing = MockTransport::new();
    let token = r#"{"access_token":"CANARY-token","expires_in":60}"#;
    let with_token = MockTransport::new().answer(Method::Post, "/auth/oauth2/token", 200, token);
    for service in [out_of_order, refusing, with_token] {
        for credentials in ways() {
            clean(&format!("{credentials:?}"));
            let builder = builder(credentials, &service);
            clean(&format!("{builder:?}"));
            let client = builder.build().unwrap();
            clean(&format!("{client:?} {:?} {:?}", client.api_keys(), client.wait_until_validated()));
            let rules = AccessRules::new();
            let errors = [
                Domain::new(&client).zone_record("z").await.unwrap_err(),
                client.request_consumer_key(&rules).redirection("https://x").await.unwrap_err(),
            ];
            for error in errors {
                clean(&format!("{error} {error:?}"));
                let mut cause = error.source();
                while let Some(error) = cause {
                    clean(&format!("{error} {error:?}"));
                    cause = error.source();
                }
            }
        }
    }
}

/// Whoever logs whole requests below this crate sees that there is something, not what.
#[tokio::test]
async fn headers_that_show_who_calls_are_marked() {
    for credentials in ways() {
        let token = r#"{"access_token":"CANARY-token"}"#;
        let service = MockTransport::new().answer(Method::Post, "/auth/oauth2/token", 200, token);
        let client = builder(credentials, &service).build().unwrap();
        Domain::new(&client).zone_record("z").await.unwrap_err();
        for request in service.requests() {
            clean(&format!("{:?}", request.headers()));
        }
    }
}

#[test]
fn keys_of_no_form() {
    for credentials in [
        Credentials::classic("CANARY", "CANARY ", "CANARY"),
        Credentials::oauth2("CANARY\r\n", "CANARY"),
        Credentials::access_token("CANARYé"),
    ] {
        let error = builder(credentials, &MockTransport::new()).build().unwrap_err();
        clean(&format!("{error} {error:?}"));
        assert!(error.to_string().contains("it is empty or contains spaces"), "{error}");
    }
}
