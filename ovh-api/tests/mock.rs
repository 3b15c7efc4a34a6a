//! Testing user code with the mock transport, through the public API.

#![cfg(feature = "services")]

use futures_util::TryStreamExt as _;
use ovh_api::testing::MockTransport;
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
    assert_eq!(paths[..2], ["/1.0/auth/time", "/1.0/services"]);
    assert_eq!(paths.len(), 4);
    assert!(service.requests()[1].headers().contains_key("x-ovh-signature"));
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
    assert_eq!(service.requests().len(), 1 + 4);

    let error = client.services().get(9).await.unwrap_err();
    assert!(error.is_not_found() && error.class() == Some("Client::NotFound"), "{error}");
    let service =
        service.otherwise(|request| Ok(http::Response::new(format!("[{}]", request.method().as_str().len()).into())));
    assert_eq!(client.services().get(9).raw().await.unwrap(), serde_json::json!([3]));
    drop(service);
}
