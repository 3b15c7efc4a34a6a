//! Requests with each authentication scheme and each outcome.

use std::time::Duration;

use ovh_api::domain::zone::dyn_host::LoginCreate;
use ovh_api::{AccessRules, Client, ClientBuilder, Credentials, Endpoint, Method, RetryPolicy};

use crate::keys::Keys;
use crate::print;

/// Returns a builder whose retries have no delay.
pub fn builder(credentials: Credentials, service: &str) -> ClientBuilder {
    Client::builder()
        .endpoint(Endpoint::custom(service).unwrap())
        .credentials(credentials)
        .oauth2_token_url(format!("{service}/token/good"))
        .retry(RetryPolicy::default().initial_backoff(Duration::ZERO))
}

/// The responses of the service, by the name of the requested domain.
const RESPONSES: [&str; 9] =
    ["good", "refreshed", "rejected", "page", "redirected", "garbage", "mistyped", "truncated", "too-large"];

pub async fn with_each_scheme(keys: &Keys, service: &str) {
    for (scheme, credentials) in [
        ("none", Credentials::none()),
        ("application", keys.application()),
        ("classic", keys.classic()),
        ("oauth2", keys.oauth2()),
        ("access_token", keys.access_token()),
    ] {
        print::value(scheme, &credentials);
        let builder = builder(credentials, service).max_response_size(4096);
        print::value(scheme, &builder);
        let client = builder.build().unwrap();
        print::value(scheme, &client);
        // Without a consumer key or token no request is sent, so one response is enough.
        let sends = !["none", "application"].contains(&scheme);
        for name in if sends { &RESPONSES[..] } else { &RESPONSES[..1] } {
            let request = client.domain().auth_info(name);
            print::value(scheme, &request);
            print::result(&format!("{scheme} {name}"), request.await);
        }
        if !sends {
            continue;
        }
        let slow = client.domain().auth_info("slow").timeout(Duration::from_millis(500)).retry(RetryPolicy::never());
        print::result(&format!("{scheme} slow"), slow.await);
        secrets_in_bodies(&format!("{scheme} body"), &client, keys).await;
    }
    for fault in ["rejected", "garbage", "mistyped", "redirected"] {
        let builder = builder(keys.oauth2(), service).oauth2_token_url(format!("{service}/token/{fault}"));
        let client = builder.retry(RetryPolicy::never()).build().unwrap();
        print::result(&format!("token {fault}"), client.domain().auth_info("good").await);
    }
}

/// Sends and receives secrets that the schemas declare.
async fn secrets_in_bodies(name: &str, client: &Client, keys: &Keys) {
    let login = LoginCreate::new("suffix", keys.get("password"), "www");
    print::value(name, &login);
    let request = client.domain().zone_dyn_host_login_create("example.com", &login).raw();
    print::value(name, &request);
    print::value(name, &request.clone().with_response());
    let future = request.clone().into_future();
    print::value(name, &future);
    print::result(name, future.await);

    let code = keys.get("password");
    let disabled = client.me().access_restriction_backup_code_disable(&code);
    print::value(name, &disabled);
    print::result(&format!("{name}, code"), disabled.await);
    print::result(&format!("{name}, value"), client.me().insight().await);
    print::result(&format!("{name}, response"), client.me().insight().with_response().await);
}

/// Sends requests over HTTP/2, which the HTTP library implements in separate crates.
pub async fn over_http2(keys: &Keys, service: &str) {
    for (scheme, credentials) in [("classic", keys.classic()), ("oauth2", keys.oauth2())] {
        let http = reqwest::Client::builder().http2_prior_knowledge().no_proxy();
        let client = builder(credentials, service).reqwest_0_13_builder(http).build().unwrap();
        print::result(scheme, client.domain().auth_info("good").await);
        secrets_in_bodies(scheme, &client, keys).await;
    }
}

/// Sends requests over TLS, with a trusted and an untrusted certificate.
pub async fn over_tls(keys: &Keys, service: &str, certificate: &str) {
    let certificate = std::fs::read(certificate).unwrap();
    for (scheme, credentials) in
        [("classic", keys.classic()), ("oauth2", keys.oauth2()), ("access_token", keys.access_token())]
    {
        let builder = builder(credentials, service).retry(RetryPolicy::never());
        let client = builder.clone().add_root_certificates(&*certificate).build().unwrap();
        for name in ["good", "rejected", "mistyped", "truncated"] {
            print::result(&format!("{scheme} {name}"), client.domain().auth_info(name).await);
        }
        secrets_in_bodies(scheme, &client, keys).await;
        let untrusting = builder.build().unwrap();
        print::result(&format!("{scheme} unknown"), untrusting.domain().auth_info("good").await);
    }
}

/// Requests, validates, inspects and expires a consumer key.
pub async fn consumer_key(keys: &Keys, service: &str) {
    let application = builder(keys.application(), service).build().unwrap();
    let rules = AccessRules::new().allow_path(Method::Get, "/*");
    let request = application.request_consumer_key(&rules).redirection("https://example.com/welcome");
    print::value("request_consumer_key", &request);
    let requested = request.await.unwrap();
    print::value("request_consumer_key", &requested);

    let client = application.with_consumer_key(requested.consumer_key).unwrap();
    print::value("with_consumer_key", &client);
    print::value("wait_until_validated", &client.wait_until_validated());
    print::result("wait_until_validated", client.wait_until_validated().await);
    print::value("api_keys", &client.api_keys());
    print::result("current_credential", client.api_keys().current_credential().await);
    print::result("applications", client.api_keys().applications().await);
    print::result("logout", client.api_keys().logout().await);
    let anonymous = builder(Credentials::none(), service).build().unwrap();
    print::result("with_consumer_key", anonymous.with_consumer_key(keys.get("consumer_key")));
}

/// Sends requests with the blocking client.
pub fn blocking(keys: &Keys, service: &str) {
    let client = builder(keys.classic(), service).build().unwrap();
    let client = ovh_api::blocking::Client::new(client).unwrap();
    print::value("blocking", &client);
    for name in ["good", "rejected", "mistyped", "truncated"] {
        print::result(&format!("blocking {name}"), client.domain().auth_info(name).send());
    }
}
