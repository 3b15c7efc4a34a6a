//! Each TLS library, against the sandbox with HTTPS. `.ci/run` runs it with each of the features alone.

#![cfg(all(feature = "vps", any(feature = "rustls", feature = "rustls-ring", feature = "native-tls")))]
#![allow(clippy::unwrap_used)]

use std::error::Error as _;

use ovh_api::{Client, ClientBuilder, Credentials, Error, ErrorKind, RetryPolicy};
use ovh_sandbox::Sandbox;

async fn start() -> Sandbox {
    Sandbox::builder().tls().start().await.unwrap()
}

fn builder(sandbox: &Sandbox) -> ClientBuilder {
    let credentials =
        Credentials::classic(sandbox.application_key(), sandbox.application_secret(), sandbox.consumer_key());
    Client::builder().endpoint(sandbox.url().parse().unwrap()).credentials(credentials).retry(RetryPolicy::never())
}

/// Returns the error with all its sources.
fn chain(error: &Error) -> String {
    let mut chain = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        chain += &format!("; {error}; {error:?}");
        source = error.source();
    }
    chain
}

#[tokio::test]
async fn only_trusted_certificates_are_accepted() {
    let sandbox = start().await;
    let added = builder(&sandbox).add_root_certificates(sandbox.ca_certificate().unwrap());
    assert_eq!(added.clone().build().unwrap().vps().list().await.unwrap().len(), 3);
    let only = added.only_added_root_certificates().build().unwrap();
    assert_eq!(only.vps().list().await.unwrap().len(), 3);

    let system = builder(&sandbox).build().unwrap();
    let other = start().await;
    let other = builder(&sandbox).add_root_certificates(other.ca_certificate().unwrap()).only_added_root_certificates();
    for client in [system, other.build().unwrap()] {
        let error = client.vps().list().await.unwrap_err();
        assert!(error.is_connect() && !error.may_have_been_sent(), "{error}");
        // The default library is used whenever it is enabled.
        let is_rustls = cfg!(any(feature = "rustls", feature = "rustls-ring"));
        let chain = chain(&error);
        assert_eq!(chain.contains("UnknownIssuer"), is_rustls, "{chain}");
    }
}

#[tokio::test]
async fn certificate_for_another_host_is_rejected() {
    let sandbox = start().await;
    let port = sandbox.address().port();
    // The certificate is for 127.0.0.1 and localhost.
    let endpoint = format!("https://127.0.0.2:{port}/1.0").parse().unwrap();
    let client = builder(&sandbox).add_root_certificates(sandbox.ca_certificate().unwrap()).endpoint(endpoint);
    let error = client.build().unwrap().vps().list().await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent(), "{error}");
}

#[tokio::test]
async fn invalid_certificates_fail_at_build() {
    for pem in ["", "CANARY", "-----BEGIN CERTIFICATE-----\nCANARY\n-----END CERTIFICATE-----"] {
        for builder in [Client::builder(), Client::builder().only_added_root_certificates()] {
            let error = builder.add_root_certificates(pem).build().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
            assert!(!format!("{error} {error:?}").contains("CANARY"), "{error:?}");
        }
    }
}

/// Without a provider, reqwest would panic.
#[test]
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn custom_http_client_without_a_crypto_provider_fails() {
    let builder = Client::builder().reqwest_0_13_builder(reqwest::Client::builder());
    let error = builder.build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("needs a crypto provider"), "{error}");
    tokio_rustls::rustls::crypto::ring::default_provider().install_default().unwrap();
    Client::builder().reqwest_0_13_builder(reqwest::Client::builder()).build().unwrap();
}
