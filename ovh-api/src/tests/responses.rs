//! Responses with status and headers, and as untyped JSON.

use bytes::Bytes;

use super::mocked;
use super::sample::Domain;
use crate::testing::MockTransport;
use crate::{ErrorKind, Method};

const LIST: &str = "/domain/zone/z/record";

#[tokio::test]
async fn with_response_returns_status_and_headers() {
    let mut response = http::Response::new(Bytes::from_static(b"[1]"));
    *response.status_mut() = http::StatusCode::CREATED;
    response.headers_mut().insert("X-OVH-QueryId", "EU.ext-1.a".parse().unwrap());
    response.headers_mut().insert("x-other", "canary".parse().unwrap());
    let client = mocked(MockTransport::new().answer_with(Method::Get, LIST, response));
    let request = Domain::new(&client).zone_record("z").sub_domain("x");
    let request = request.with_response();
    let response = request.clone().await.unwrap();
    assert_eq!(format!("{request:?}"), format!("{:?}", Domain::new(&client).zone_record("z").sub_domain("x")));
    assert_eq!(response.status(), http::StatusCode::CREATED);
    assert_eq!(response.headers()["x-other"], "canary");
    assert_eq!((response.request_id(), response.attempts()), (Some("EU.ext-1.a"), 1));
    assert!(!format!("{response:?}").contains("canary"));
    assert_eq!(response.into_body(), [1]);
}

#[tokio::test]
async fn raw_returns_json_that_does_not_match_the_schema() {
    let client = mocked(MockTransport::new().answer(Method::Get, LIST, 200, r#"{"surprise":[1]}"#));
    let request = Domain::new(&client).zone_record("z").sub_domain("x");
    assert!(request.clone().await.unwrap_err().is_decode());
    let error = request.clone().with_response().await.unwrap_err();
    assert_eq!((error.json_path(), error.attempts()), (Some("$"), 1));
    let json = serde_json::json!({"surprise": [1]});
    assert_eq!(request.clone().raw().await.unwrap(), json);
    assert_eq!(request.raw().with_response().await.unwrap().body(), &json);
}

#[test]
fn request_without_runtime_fails() {
    use std::task::{Context, Poll, Waker};
    let client = mocked(MockTransport::new());
    let mut future = Domain::new(&client).zone_record("z").into_future();
    let polled = std::pin::Pin::new(&mut future).poll(&mut Context::from_waker(Waker::noop()));
    let Poll::Ready(Err(error)) = polled else { panic!() };
    assert_eq!(error.kind(), ErrorKind::Runtime);
    assert!(!error.may_have_been_sent());
}

#[test]
fn request_runs_on_single_and_multi_thread_runtimes() {
    let single = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let many = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let recorder = super::recorder::Recorder::start(["1800000000", "[1]", "[2]"].map(super::recorder::ok).to_vec());
    let client = super::client(recorder.base());
    assert_eq!(single.block_on(Domain::new(&client).zone_record("z").into_future()).unwrap(), [1]);
    let other = client.clone();
    let task = many.spawn(async move { Domain::new(&other).zone_record("z").await });
    assert_eq!(many.block_on(task).unwrap().unwrap(), [2]);
    assert_eq!(recorder.finish().len(), 3);
}
