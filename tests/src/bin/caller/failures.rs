//! Failures before and during requests.

use ovh_api::{Client, Credentials, Endpoint, RetryPolicy, Transport, TransportFuture};

use crate::calls::builder;
use crate::keys::Keys;
use crate::print;

pub async fn all(keys: &Keys, service: &str, unreachable: &str) {
    transports(keys, service, unreachable).await;
    proxies(keys, service, unreachable).await;
    invalid_settings(keys);
}

/// An unreachable server, and a transport that panics during a request.
async fn transports(keys: &Keys, service: &str, unreachable: &str) {
    for (scheme, credentials) in [("classic", keys.classic()), ("oauth2", keys.oauth2())] {
        let builder = builder(credentials.clone(), unreachable).oauth2_token_url(format!("{unreachable}/token/good"));
        let client = builder.retry(RetryPolicy::never()).build().unwrap();
        print::result(&format!("{scheme} unreachable"), client.domain().auth_info("good").await);

        let client = self::builder(credentials, service).transport(PanickingTransport).build().unwrap();
        let panic = tokio::spawn(async move { client.domain().auth_info("good").await }).await.unwrap_err();
        println!("{panic} {panic:?}");
        let message = panic.into_panic().downcast::<String>().unwrap();
        println!("outcome: {scheme} panic: {message}");
    }
}

struct PanickingTransport;

impl Transport for PanickingTransport {
    fn send(&self, request: ovh_api::http::Request<ovh_api::bytes::Bytes>) -> TransportFuture<'_> {
        Box::pin(async move { panic!("in the middle of {:?} {:?}", request.uri(), request.headers()) })
    }
}

/// Proxies with a password in the URL.
async fn proxies(keys: &Keys, service: &str, unreachable: &str) {
    let password = keys.exposed("proxy_password").replace('/', "%2F");
    let host = |url: &str| url.trim_start_matches("http://").trim_end_matches("/1.0").to_owned();
    for (name, proxy) in [
        ("good", format!("http://name:{password}@{}", host(service))),
        ("unreachable", format!("http://name:{password}@{}", host(unreachable))),
        ("malformed", format!("http://name:{password}@:0:0")),
    ] {
        for endpoint in ["http://service.invalid/1.0", "https://service.invalid/1.0"] {
            let builder =
                self::builder(keys.classic(), endpoint).allow_http().retry(RetryPolicy::never()).proxy(&*proxy);
            print::value("proxy", &builder);
            let scheme = endpoint.split(':').next().unwrap();
            let name = format!("proxy {name} {scheme}");
            match builder.build() {
                Ok(client) => print::result(&name, client.domain().auth_info("good").await),
                Err(error) => print::result(&name, Err::<(), _>(error)),
            }
        }
    }
}

/// Sends requests to a local service and one to a remote service, with the proxies of the environment.
pub async fn local_requests(keys: &Keys, service: &str) {
    let custom = || reqwest::Client::builder();
    let token_url = format!("{}/token/rejected", service.replace("127.0.0.1", "localhost"));
    for (name, builder) in [
        ("endpoint", builder(keys.classic(), service)),
        ("endpoint by name", builder(keys.classic(), &service.replace("127.0.0.1", "localhost"))),
        ("custom client", builder(keys.classic(), service).reqwest_0_13_builder(custom())),
        ("token", builder(keys.oauth2(), "https://service.invalid/1.0").oauth2_token_url(&*token_url)),
        (
            "token of custom client",
            builder(keys.oauth2(), "https://service.invalid/1.0")
                .oauth2_token_url(&*token_url)
                .reqwest_0_13_builder(custom()),
        ),
        ("remote", builder(keys.access_token(), "http://service.invalid/1.0").allow_http()),
    ] {
        let client = builder.retry(RetryPolicy::never()).build().unwrap();
        print::result(name, client.domain().auth_info("good").await);
    }
}

/// Invalid builders and endpoints.
fn invalid_settings(keys: &Keys) {
    let text = |name: &str| keys.exposed(name);
    let password = text("proxy_password").replace('/', "%2F");
    let broken = format!("{}\n", &*text("client_secret"));
    for (name, builder) in [
        ("malformed key", Client::builder().credentials(Credentials::oauth2("id", broken.as_str()))),
        ("incomplete pair", Client::builder().consumer_key(keys.get("consumer_key"))),
        ("two schemes", Client::builder().credentials(keys.classic()).access_token(keys.get("access_token"))),
        ("no endpoint for oauth2", Client::builder().endpoint(Endpoint::KimsufiEu).credentials(keys.oauth2())),
        (
            "token service with a password",
            builder(keys.oauth2(), "http://127.0.0.1/1.0").oauth2_token_url(format!("https://a:{password}@b/c")),
        ),
        (
            "token service without https",
            builder(keys.oauth2(), "http://127.0.0.1/1.0").oauth2_token_url("http://192.0.2.1/token"),
        ),
        (
            "endpoint without https",
            Client::builder().endpoint("http://192.0.2.1/1.0".parse().unwrap()).credentials(keys.classic()),
        ),
        ("certificates", Client::builder().add_root_certificates(text("password").as_bytes())),
    ] {
        print::value(name, &builder);
        print::result(name, builder.build());
    }
    for name in ["application_key", "application_secret", "consumer_key", "client_secret", "access_token"] {
        print::result(&format!("{name} for an endpoint"), text(name).parse::<Endpoint>());
    }
    let url = format!("https://name:{password}@example.com/1.0");
    print::result("endpoint with a password", url.parse::<Endpoint>());
}
