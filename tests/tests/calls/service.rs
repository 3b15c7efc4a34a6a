//! A mock server.

use ovh_api::{Client, Endpoint};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

pub const APPLICATION_SECRET: &str = "9ufkBmLaTQ9nz5yMUlg79taH0GNnzDjk";
pub const CONSUMER_KEY: &str = "5mBuy6SUQcRw2ZUxg0cG68BoDKpED4KY";

/// The time of the server, years before the local time.
pub const SERVER_TIME: i64 = 1_457_018_875;

pub async fn start() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/1.0/auth/time"))
        .respond_with(ResponseTemplate::new(200).set_body_string(SERVER_TIME.to_string()))
        .mount(&server)
        .await;
    server
}

/// Sets the response for a method and an encoded path below `/1.0`.
pub async fn respond(server: &MockServer, verb: &str, below: &str, status: u16, body: &str) {
    Mock::given(method(verb))
        .and(path(format!("/1.0{below}")))
        .respond_with(ResponseTemplate::new(status).set_body_raw(body, "application/json"))
        .mount(server)
        .await;
}

pub fn client(server: &MockServer) -> Client {
    Client::builder()
        .endpoint(Endpoint::custom(&format!("{}/1.0", server.uri())).unwrap())
        .application_key("7kbG7Bk7S9Nt7ZSV")
        .application_secret(APPLICATION_SECRET)
        .consumer_key(CONSUMER_KEY)
        .build()
        .unwrap()
}

/// Returns the last request that is not for the time.
pub async fn last_request(server: &MockServer) -> Request {
    let requests = server.received_requests().await.unwrap();
    requests.into_iter().rfind(|request| !request.url.path().ends_with("/auth/time")).unwrap()
}

pub fn header<'r>(request: &'r Request, name: &str) -> Option<&'r str> {
    request.headers.get(name).map(|value| value.to_str().unwrap())
}
