//! Untyped calls, and parameters that no schema declares.

use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};

use super::sample::{Domain, Record, RecordType, RecordUpdate};
use super::{builder, mocked};
use crate::json::{Json, JsonForm, OwnForm};
use crate::testing::MockTransport;
use crate::{CallPath, Client, ErrorKind, Method, RetryPolicy, path};

impl JsonForm for RecordUpdate {
    type Form = OwnForm;
}

impl JsonForm for Record {
    type Form = OwnForm;
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Policy {
    id: String,
    rules: Vec<u8>,
}

fn last(mock: &MockTransport) -> http::Request<bytes::Bytes> {
    mock.requests().pop().unwrap()
}

#[tokio::test]
async fn untyped_call_is_signed_and_returns_json() {
    let mock = MockTransport::new().answer(Method::Get, "/iam/policy", 200, r#"{"a":[1,{"b":null}]}"#);
    let client = mocked(mock.clone());
    let policies = client.call(Method::Get, "/v2/iam/policy").query("q", "a b&c").query("n", 5).await.unwrap();
    assert_eq!(policies, serde_json::json!({ "a": [1, { "b": null }] }));
    let request = last(&mock);
    assert_eq!(request.uri(), "https://eu.api.ovh.com/v2/iam/policy?q=a%20b%26c&n=5");
    assert!(request.headers().contains_key("x-ovh-signature"));
}

#[tokio::test]
async fn branch_of_the_path_selects_the_url() {
    for (path, url) in [
        ("/me", "https://eu.api.ovh.com/1.0/me"),
        ("/v1/me", "https://eu.api.ovh.com/1.0/me"),
        ("/1.0/me", "https://eu.api.ovh.com/1.0/me"),
        ("/v2/me", "https://eu.api.ovh.com/v2/me"),
    ] {
        let mock = MockTransport::new().answer(Method::Delete, "/me", 200, "null");
        assert_eq!(mocked(mock.clone()).call(Method::Delete, path).await.unwrap(), Json::Null);
        assert_eq!(last(&mock).uri(), url);
    }
}

#[tokio::test]
async fn body_is_serialized_or_encoded() {
    let mock = MockTransport::new().answer(Method::Post, "/x", 200, "null");
    let client = mocked(mock.clone());
    let post = || client.call(Method::Post, "/x");
    let policy = Policy { id: "a".into(), rules: vec![1] };
    let update = RecordUpdate { target: Some("t".to_owned()), ..RecordUpdate::default() };
    let update_json = r#"{"target":"t","names":[],"note":null}"#;
    for (request, wanted) in [
        (post().json(&serde_json::json!({ "a": 1 })), r#"{"a":1}"#.to_owned()),
        (post().json(&policy), r#"{"id":"a","rules":[1]}"#.to_owned()),
        (post().json(&[&policy]), r#"[{"id":"a","rules":[1]}]"#.to_owned()),
        (post().json("text"), "\"text\"".to_owned()),
        (post().json(&vec!["a".to_owned()]), "[\"a\"]".to_owned()),
        (post().json(&update), update_json.to_owned()),
        (post().json(&vec![update.clone()]), format!("[{update_json}]")),
        (post().json(std::slice::from_ref(&update)), format!("[{update_json}]")),
    ] {
        assert_eq!(request.body(), Some(wanted.as_bytes()));
        request.await.unwrap();
        let sent = last(&mock);
        assert_eq!(sent.body(), wanted.as_bytes());
        assert_eq!(sent.headers()["content-type"], "application/json");
    }
    let keys_are_lists = std::collections::BTreeMap::from([(vec![1], 2)]);
    let error = post().json(&keys_are_lists).await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_been_sent()), (ErrorKind::Request, false));
}

#[tokio::test]
async fn response_is_decoded_as_the_type_of_the_program() {
    let mock = MockTransport::new()
        .answer(Method::Get, "/policy", 200, r#"{"id":"a","rules":[7],"other":1}"#)
        .answer(Method::Get, "/ids", 200, "[1,\"2\"]")
        .answer(Method::Get, "/nothing", 200, "")
        .answer(Method::Get, "/record", 200, r#"{"fieldType":"A","type":"x","id":"3"}"#);
    let client = mocked(mock);
    let get = |path: &str| client.call(Method::Get, path);
    let policy = get("/policy").decode::<Policy>().await.unwrap();
    assert_eq!(policy, Policy { id: "a".into(), rules: vec![7] });
    let response = get("/policy").decode::<Policy>().with_response().await.unwrap();
    assert_eq!((response.status().as_u16(), response.body()), (200, &policy));
    assert_eq!(get("/nothing").decode::<Option<Policy>>().await.unwrap(), None);
    assert_eq!(get("/ids").typed::<Vec<i64>>().await.unwrap(), [1, 2]);
    assert_eq!(get("/record").typed::<Record>().await.unwrap().id, Some(3));
    let record = get("/record").decode::<Record>().await.unwrap();
    assert_eq!((record.id, record.field_type), (Some(3), RecordType::A.into()));
}

#[tokio::test]
async fn mismatch_names_no_value() {
    let mock = MockTransport::new()
        .answer(Method::Get, "/text", 200, r#"{"id":"a","rules":["canary"]}"#)
        .answer(Method::Get, "/large", 200, r#"{"id":"a","rules":[7777]}"#)
        .answer(Method::Get, "/missing", 200, r#"{"id":"canary"}"#);
    let client = mocked(mock);
    for (path, wanted) in [
        ("/text", "GET /text: the response does not match its type: expected u8, found string"),
        ("/large", "GET /large: the response does not match its type: a value is not accepted by the type"),
        ("/missing", "GET /missing: the response does not match its type: missing field `rules`"),
    ] {
        let error = client.call(Method::Get, path).decode::<Policy>().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().starts_with(wanted), "{error}");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn methods_decide_about_retries_of_untyped_calls() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let record = Arc::clone(&seen);
    let mock = MockTransport::new().otherwise(|_| {
        let mut response = http::Response::new(bytes::Bytes::new());
        *response.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
        Ok(response)
    });
    let observer = move |attempt: &crate::Attempt| {
        record.lock().unwrap().push((attempt.operation.name, attempt.operation.to_string(), attempt.number));
    };
    let client = builder(mock).retry(RetryPolicy::default().attempts(2)).observe(observer).build().unwrap();
    let attempts = |error: crate::Error| error.attempts();
    assert_eq!(attempts(client.call(Method::Get, "/v2/x").await.unwrap_err()), 2);
    assert_eq!(attempts(client.call(Method::Post, "/x").await.unwrap_err()), 1);
    assert_eq!(attempts(client.call(Method::Post, "/x").idempotent().await.unwrap_err()), 2);
    let get = ("call", "GET /v2/{path}".to_owned());
    let post = ("call", "POST /{path}".to_owned());
    let wanted = [(&get, 1), (&get, 2), (&post, 1), (&post, 1), (&post, 2)];
    let wanted = wanted.map(|(operation, number)| (operation.0, operation.1.clone(), number));
    assert_eq!(*seen.lock().unwrap(), wanted);
}

#[tokio::test]
async fn path_that_is_invalid_is_not_sent() {
    let mock = MockTransport::new();
    let client = mocked(mock.clone());
    let paths: [(CallPath, &str); 5] = [
        ("me".into(), "invalid path \"me\": expected a leading slash"),
        ("//evil.invalid/me".into(), "expected no empty segment"),
        ("/me?x=y".into(), "set parameters with .query(name, value)"),
        (path!("/ip/{}", ""), "value 1 of path \"/ip/{}\" is empty"),
        (path!("/ip/{}", ".."), "expected no segment"),
    ];
    for (path, wanted) in paths {
        let error = client.call(Method::Get, path).await.unwrap_err();
        assert_eq!((error.kind(), error.may_have_been_sent()), (ErrorKind::Request, false));
        assert!(error.to_string().contains(wanted), "{error}");
    }
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn typed_request_accepts_undeclared_parameters() {
    let mock = MockTransport::new().answer(Method::Get, "/domain/zone/z/record", 200, "[]");
    let client = mocked(mock.clone());
    let request = Domain::new(&client).zone_record("z").query("new", "ä").header("X-New", 7).sub_domain("w");
    assert_eq!(request.query_string(), Some("new=%C3%A4&subDomain=w"));
    assert_eq!(request.headers()["x-new"], "7");
    request.query("new", 2).await.unwrap();
    let sent = last(&mock);
    assert_eq!(sent.uri().query(), Some("new=%C3%A4&subDomain=w&new=2"));
    assert_eq!(sent.headers()["x-new"], "7");
}

#[tokio::test]
async fn header_of_the_client_is_rejected() {
    let mock = MockTransport::new();
    let client = mocked(mock.clone());
    for name in ["X-Ovh-Consumer", "x-ovh-anything", "Authorization", "HOST", "content-length", "Content-Type"] {
        let error = client.call(Method::Get, "/me").header(name, "canary").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        let wanted = format!("header {} cannot be set", name.to_lowercase());
        assert!(error.to_string().contains(&wanted), "{error}");
    }
    for (name, value) in [("a b", "x"), ("", "x"), ("a", "x\r\nhost: evil")] {
        let error = client.call(Method::Get, "/me").header(name, value).await.unwrap_err();
        assert!(error.to_string().contains(&format!("header {name:?} contains invalid characters")), "{error}");
    }
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn unauthenticated_call_needs_no_keys() {
    let mock = MockTransport::new().answer(Method::Get, "/auth/time", 200, "7");
    let client = Client::builder().transport(mock.clone()).build().unwrap();
    let call = client.call(Method::Get, "/auth/time");
    assert_eq!(call.clone().await.unwrap_err().kind(), ErrorKind::Credentials);
    assert_eq!(call.unauthenticated().await.unwrap(), 7);
    let client = mocked(mock.clone());
    client.call(Method::Get, "/auth/time").unauthenticated().await.unwrap();
    assert!(!last(&mock).headers().contains_key("x-ovh-signature"));
}

#[tokio::test]
async fn untyped_list_can_be_expanded() {
    let mock = MockTransport::new()
        .answer(Method::Get, "/things", 200, "[1,2]")
        .answer(Method::Get, "/1", 200, "\"a\"")
        .answer(Method::Get, "/2", 200, "\"b\"");
    let client = mocked(mock.clone());
    let get = |id| client.call(Method::Get, path!("/{}", id)).typed::<String>();
    let mut things = client.call(Method::Get, "/things").typed::<Vec<i64>>().expand(get);
    let mut found = Vec::new();
    while let Some(thing) = things.next().await {
        found.push(thing.unwrap());
    }
    assert_eq!(found, [(1, "a".to_owned()), (2, "b".to_owned())]);
}
