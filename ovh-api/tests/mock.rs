//! Testing user code with the mock transport, through the public API.

#![cfg(feature = "services")]

use futures_util::TryStreamExt as _;
use ovh_api::testing::{MockTransport, RequestMatcher};
use ovh_api::{Client, Credentials, Error, Method, TransportError};

fn client(service: &MockTransport) -> Result<Client, Error> {
    Client::builder().credentials(Credentials::classic("key", "secret", "consumer")).transport(service.clone()).build()
}

const SERVICE: &str = r#"{"serviceId": 1, "resource": {"name": "one"}}"#;

/// The code under test.
async fn ids(client: Client) -> Result<Vec<i64>, Error> {
    let services = client.services().list().expand(|id| client.services().get(id).raw()).concurrency(32);
    let found: Vec<_> = services.try_collect().await?;
    Ok(found.into_iter().map(|(id, _)| id).collect())
}

#[tokio::test]
async fn mock_transport_replaces_sockets() {
    let service = MockTransport::new()
        .answer(Method::Get, "/services", 200, "[1, 2]")
        .answer(Method::Get, "/services/1", 200, SERVICE)
        .answer(Method::Get, "/services/2", 200, SERVICE);
    assert_eq!(tokio::spawn(ids(client(&service).unwrap())).await.unwrap().unwrap(), [1, 2]);
    let paths: Vec<_> = service.requests().iter().map(|request| request.uri().path().to_owned()).collect();
    assert_eq!(paths[0], "/1.0/services");
    assert_eq!(paths.len(), 3);
    assert!(service.requests()[0].headers().contains_key("x-ovh-signature"));
    let all: Vec<_> = service.all_requests().iter().map(|request| request.uri().path().to_owned()).collect();
    assert_eq!(all[..2], ["/1.0/auth/time", "/1.0/services"]);
    assert_eq!(all.len(), 4);
}

#[tokio::test(start_paused = true)]
async fn mock_responses_are_used_in_order_and_last_repeats() {
    let service = MockTransport::new()
        .fail(Method::Get, "/services", TransportError::timeout)
        .answer(Method::Get, "/services", 503, "")
        .answer(Method::Get, "/services", 200, "[3]");
    let client = client(&service).unwrap();
    assert_eq!(client.services().list().await.unwrap(), [3]);
    assert_eq!(client.services().list().await.unwrap(), [3]);
    assert_eq!(service.requests().len(), 4);

    let error = client.services().get(9).await.unwrap_err();
    assert!(error.is_not_found() && error.class() == Some("Client::NotFound"), "{error}");
    let service =
        service.otherwise(|request| Ok(http::Response::new(format!("[{}]", request.method().as_str().len()).into())));
    assert_eq!(client.services().get(9).raw().await.unwrap(), serde_json::json!([3]));
    drop(service);
}

#[tokio::test]
async fn response_to_an_operation_matches_its_path_values() {
    let service = MockTransport::new().strict().respond_to(&ovh_api::services::GET, ["1"], 200, SERVICE).respond_to(
        &ovh_api::services::LIST,
        [""; 0],
        200,
        "[1]",
    );
    let client = client(&service).unwrap();
    assert_eq!(service.unused(), ["GET /services/1", "GET /services"]);
    assert_eq!(client.services().list().await.unwrap(), [1]);
    assert_eq!(service.unused(), ["GET /services/1"]);
    client.services().get(1).raw().await.unwrap();
    assert!(service.unused().is_empty());
}

#[tokio::test]
async fn query_and_body_select_the_response() {
    let list = || RequestMatcher::new(Method::Get, "/services");
    let service = MockTransport::new()
        .respond(list(), 200, "[1]")
        .respond(list().query("resourceName", "a b/c"), 200, "[2]")
        .answer(Method::Get, "/services?resourceName=a%20b%2Fc&orderBy=creationDate", 200, "[3]")
        .respond(list().query("resourceName", "a b/c"), 200, "[4]");
    let client = client(&service).unwrap();
    assert_eq!(client.services().list().await.unwrap(), [1]);
    assert_eq!(client.services().list().resource_name("a b/c").await.unwrap(), [2]);
    assert_eq!(
        service.unused(),
        ["GET /services?resourceName=a b/c (response 2 of 2)", "GET /services?resourceName=a b/c&orderBy=creationDate"]
    );
    assert_eq!(client.services().list().resource_name("a b/c").await.unwrap(), [4]);
    assert_eq!(client.services().list().resource_name("a").await.unwrap(), [1]);
    let update = |body| RequestMatcher::new(Method::Put, "/services/1").json(body);
    let sends_null = |body: &[u8]| body.ends_with(b":null}");
    // Clones share their state, so the client has these responses too.
    let shared = service
        .respond(update(r#"{ "displayName": "x" }"#), 200, r#"{"serviceId": 1}"#)
        .respond(RequestMatcher::new(Method::Put, "/services/1").body(sends_null), 403, r#"{"message":"no"}"#)
        .strict();
    let body = |display_name| ovh_api::services::update::ServiceInput { display_name, ..Default::default() };
    client.services().update(1, &body(ovh_api::Patch::Value("x".to_owned()))).await.unwrap();
    let error = client.services().update(1, &body(ovh_api::Patch::Null)).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403), "{error}");
    assert_eq!(shared.requests().len(), 6);
}

#[tokio::test]
async fn unexpected_request_fails_a_strict_test() {
    let service = MockTransport::new()
        .answer(Method::Get, "/services/1", 200, SERVICE)
        .respond(RequestMatcher::new(Method::Put, "/services/1").json(r#"{"displayName":"x"}"#), 200, "{}")
        .strict();
    let client = client(&service).unwrap();
    let list = client.clone();
    // Code that handles all errors does not hide it.
    let panic = tokio::spawn(async move { list.services().list().resource_name("x").await.unwrap_or_default() }).await;
    let message = panic.unwrap_err().into_panic().downcast::<String>().unwrap();
    assert_eq!(
        *message,
        "unexpected request: GET /1.0/services?resourceName=x; expected:\n- GET /services/1\n\
         - PUT /services/1 with the body {\"displayName\":\"x\"}"
    );
    let body = ovh_api::services::update::ServiceInput { display_name: ovh_api::Patch::Null, ..Default::default() };
    let panic = tokio::spawn(async move { client.services().update(1, &body).await.is_ok() }).await;
    let message = panic.unwrap_err().into_panic().downcast::<String>().unwrap();
    assert!(message.starts_with("unexpected request: PUT /1.0/services/1 with the body {\"displayName\":null}"));
}

#[tokio::test]
async fn path_of_branch_v2_matches_only_that_branch() {
    let service = MockTransport::new().answer(Method::Get, "/v2/services", 200, "[]");
    let client = client(&service).unwrap();
    assert!(client.services().list().await.unwrap_err().is_not_found());
    assert_eq!(service.unused(), ["GET /v2/services"]);
}
