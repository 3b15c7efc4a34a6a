//! Calls of every way to authenticate, with every outcome.

use std::time::Duration;

use ovh_api::domain::zone::dyn_host::LoginCreate;
use ovh_api::{AccessRules, Client, ClientBuilder, Credentials, Endpoint, Method, RetryPolicy};

use crate::keys::Keys;
use crate::show;

/// What a client is described by. Nothing here depends on how long it takes, but for the answer that never comes.
pub fn builder(credentials: Credentials, service: &str) -> ClientBuilder {
    Client::builder()
        .endpoint(Endpoint::custom(service).unwrap())
        .credentials(credentials)
        .oauth2_token_url(format!("{service}/token/good"))
        .retry(RetryPolicy::default().initial_backoff(Duration::ZERO))
}

/// The answers that the service has, by the name of the domain that is asked for.
const ANSWERS: [&str; 9] =
    ["good", "renewed", "refused", "page", "redirected", "garbage", "misfit", "cut", "too-large"];

pub async fn every_way(keys: &Keys, service: &str) {
    for (way, credentials) in [
        ("none", Credentials::none()),
        ("application", keys.application()),
        ("classic", keys.classic()),
        ("oauth2", keys.oauth2()),
        ("access_token", keys.access_token()),
    ] {
        show::value(way, &credentials);
        let builder = builder(credentials, service).max_response_size(4096);
        show::value(way, &builder);
        let client = builder.build().unwrap();
        show::value(way, &client);
        // Without a key or a token nothing is sent, whatever the answer would be.
        let sends = !["none", "application"].contains(&way);
        for name in if sends { &ANSWERS[..] } else { &ANSWERS[..1] } {
            let request = client.domain().auth_info(name);
            show::value(way, &request);
            show::result(&format!("{way} {name}"), request.await);
        }
        if !sends {
            continue;
        }
        let slow = client.domain().auth_info("slow").timeout(Duration::from_millis(500)).retry(RetryPolicy::never());
        show::result(&format!("{way} slow"), slow.await);
        secrets_in_bodies(&format!("{way} body"), &client, keys).await;
    }
    for fault in ["refused", "garbage", "misfit", "redirected"] {
        let builder = builder(keys.oauth2(), service).oauth2_token_url(format!("{service}/token/{fault}"));
        let client = builder.retry(RetryPolicy::never()).build().unwrap();
        show::result(&format!("token {fault}"), client.domain().auth_info("good").await);
    }
}

/// Secrets that the schemas declare as such, there and back.
async fn secrets_in_bodies(name: &str, client: &Client, keys: &Keys) {
    let login = LoginCreate::new("suffix", keys.get("password"), "www");
    show::value(name, &login);
    let request = client.domain().zone_dyn_host_login_create("example.com", &login).raw();
    show::value(name, &request);
    show::value(name, &request.clone().with_response());
    let call = request.clone().into_future();
    show::value(name, &call);
    show::result(name, call.await);

    let code = keys.get("password");
    let disabled = client.me().access_restriction_backup_code_disable(&code);
    show::value(name, &disabled);
    show::result(&format!("{name}, code"), disabled.await);
    show::result(&format!("{name}, answer"), client.me().insight().await);
    show::result(&format!("{name}, response"), client.me().insight().with_response().await);
}

/// By another version of HTTP, which the HTTP library has crates of its own for.
pub async fn over_http2(keys: &Keys, service: &str) {
    for (way, credentials) in [("classic", keys.classic()), ("oauth2", keys.oauth2())] {
        let http = reqwest::Client::builder().http2_prior_knowledge().no_proxy();
        let client = builder(credentials, service).reqwest_0_13_builder(http).build().unwrap();
        show::result(way, client.domain().auth_info("good").await);
        secrets_in_bodies(way, &client, keys).await;
    }
}

/// Encrypted, by a service whose certificate is trusted, and by one whose is not.
pub async fn over_tls(keys: &Keys, service: &str, certificate: &str) {
    let certificate = std::fs::read(certificate).unwrap();
    for (way, credentials) in
        [("classic", keys.classic()), ("oauth2", keys.oauth2()), ("access_token", keys.access_token())]
    {
        let builder = builder(credentials, service).retry(RetryPolicy::never());
        let client = builder.clone().add_root_certificates(&*certificate).build().unwrap();
        for name in ["good", "refused", "misfit", "cut"] {
            show::result(&format!("{way} {name}"), client.domain().auth_info(name).await);
        }
        secrets_in_bodies(way, &client, keys).await;
        let distrustful = builder.build().unwrap();
        show::result(&format!("{way} unknown"), distrustful.domain().auth_info("good").await);
    }
}

/// From the question for a consumer key to the last look at it.
pub async fn consumer_key(keys: &Keys, service: &str) {
    let application = builder(keys.application(), service).build().unwrap();
    let rules = AccessRules::new().allow_path(Method::Get, "/*");
    let request = application.request_consumer_key(&rules).redirection("https://example.com/welcome");
    show::value("request_consumer_key", &request);
    let asked = request.await.unwrap();
    show::value("request_consumer_key", &asked);

    let client = application.with_consumer_key(asked.consumer_key).unwrap();
    show::value("with_consumer_key", &client);
    show::value("wait_until_validated", &client.wait_until_validated());
    show::result("wait_until_validated", client.wait_until_validated().await);
    show::value("api_keys", &client.api_keys());
    show::result("current_credential", client.api_keys().current_credential().await);
    show::result("applications", client.api_keys().applications().await);
    show::result("logout", client.api_keys().logout().await);
    let anonymous = builder(Credentials::none(), service).build().unwrap();
    show::result("with_consumer_key", anonymous.with_consumer_key(keys.get("consumer_key")));
}

/// The same client for programs that wait.
pub fn blocking(keys: &Keys, service: &str) {
    let client = builder(keys.classic(), service).build().unwrap();
    let client = ovh_api::blocking::Client::new(client).unwrap();
    show::value("blocking", &client);
    for name in ["good", "refused", "misfit", "cut"] {
        show::result(&format!("blocking {name}"), client.domain().auth_info(name).send());
    }
}
