//! What goes wrong before and around calls.

use ovh_api::{Client, Credentials, Endpoint, RetryPolicy, Transport, TransportFuture};

use crate::calls::builder;
use crate::keys::Keys;
use crate::show;

pub async fn every_one(keys: &Keys, service: &str, elsewhere: &str) {
    transports(keys, service, elsewhere).await;
    proxies(keys, service, elsewhere).await;
    descriptions(keys);
}

/// Nobody listens, and a transport that panics while a call is on its way.
async fn transports(keys: &Keys, service: &str, elsewhere: &str) {
    for (way, credentials) in [("classic", keys.classic()), ("oauth2", keys.oauth2())] {
        let unreachable = builder(credentials.clone(), elsewhere).oauth2_token_url(format!("{elsewhere}/token/good"));
        let client = unreachable.retry(RetryPolicy::never()).build().unwrap();
        show::result(&format!("{way} unreachable"), client.domain().auth_info("good").await);

        let client = builder(credentials, service).transport(Panicking).build().unwrap();
        let panic = tokio::spawn(async move { client.domain().auth_info("good").await }).await.unwrap_err();
        println!("{panic} {panic:?}");
        let message = panic.into_panic().downcast::<String>().unwrap();
        println!("outcome: {way} panic: {message}");
    }
}

struct Panicking;

impl Transport for Panicking {
    fn send(&self, request: ovh_api::http::Request<ovh_api::bytes::Bytes>) -> TransportFuture<'_> {
        Box::pin(async move { panic!("in the middle of {:?} {:?}", request.uri(), request.headers()) })
    }
}

/// Proxies whose URL holds a password.
async fn proxies(keys: &Keys, service: &str, elsewhere: &str) {
    let password = keys.exposed("proxy_password").replace('/', "%2F");
    let host = |url: &str| url.trim_start_matches("http://").trim_end_matches("/1.0").to_owned();
    for (name, proxy) in [
        ("good", format!("http://name:{password}@{}", host(service))),
        ("unreachable", format!("http://name:{password}@{}", host(elsewhere))),
        ("malformed", format!("http://name:{password}@:0:0")),
    ] {
        for endpoint in ["http://service.invalid/1.0", "https://service.invalid/1.0"] {
            let described = builder(keys.classic(), endpoint).allow_http().retry(RetryPolicy::never()).proxy(&*proxy);
            show::value("proxy", &described);
            let scheme = endpoint.split(':').next().unwrap();
            let name = format!("proxy {name} {scheme}");
            match described.build() {
                Ok(client) => show::result(&name, client.domain().auth_info("good").await),
                Err(error) => show::result(&name, Err::<(), _>(error)),
            }
        }
    }
}

/// Requests to a service on this machine, and one to another, with the proxies that the environment names.
pub async fn local_requests(keys: &Keys, service: &str) {
    let own = || reqwest::Client::builder();
    let token_url = format!("{}/token/refused", service.replace("127.0.0.1", "localhost"));
    for (name, described) in [
        ("endpoint", builder(keys.classic(), service)),
        ("endpoint by name", builder(keys.classic(), &service.replace("127.0.0.1", "localhost"))),
        ("own client", builder(keys.classic(), service).reqwest_0_13_builder(own())),
        ("token", builder(keys.oauth2(), "https://service.invalid/1.0").oauth2_token_url(&*token_url)),
        (
            "token of own client",
            builder(keys.oauth2(), "https://service.invalid/1.0")
                .oauth2_token_url(&*token_url)
                .reqwest_0_13_builder(own()),
        ),
        ("another machine", builder(keys.access_token(), "http://service.invalid/1.0").allow_http()),
    ] {
        let client = described.retry(RetryPolicy::never()).build().unwrap();
        show::result(name, client.domain().auth_info("good").await);
    }
}

/// Clients that cannot be built, and endpoints that are none.
fn descriptions(keys: &Keys) {
    let text = |name: &str| keys.exposed(name);
    let password = text("proxy_password").replace('/', "%2F");
    let broken = format!("{}\n", &*text("client_secret"));
    for (name, described) in [
        ("malformed key", Client::builder().credentials(Credentials::oauth2("id", broken.as_str()))),
        ("half a pair", Client::builder().consumer_key(keys.get("consumer_key"))),
        ("two ways", Client::builder().credentials(keys.classic()).access_token(keys.get("access_token"))),
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
        show::value(name, &described);
        show::result(name, described.build());
    }
    for name in ["application_key", "application_secret", "consumer_key", "client_secret", "access_token"] {
        show::result(&format!("{name} for an endpoint"), text(name).parse::<Endpoint>());
    }
    let url = format!("https://name:{password}@example.com/1.0");
    show::result("endpoint with a password", url.parse::<Endpoint>());
}
