//! Blocking requests, on plain threads and in asynchronous code.

use std::time::Duration;

use bytes::Bytes;

use super::recorder::{Recorder, ok};
use super::sample::Domain;
use crate::blocking::Client;
use crate::testing::MockTransport;
use crate::{AccessRules, Credentials, ErrorKind, Method, RetryPolicy};

const LIST: &str = "/domain/zone/z/record";

fn mock() -> Client {
    let record = |id: i64| format!(r#"{{"fieldType":"A","id":{id},"type":""}}"#);
    let mut response = http::Response::new(Bytes::from_static(b"[1,2]"));
    response.headers_mut().insert("x-ovh-queryid", "EU.1".parse().unwrap());
    let mock = MockTransport::new()
        .answer_with(Method::Get, LIST, response)
        .answer(Method::Get, "/domain/zone/z/record/1", 200, record(1))
        .answer(Method::Get, "/domain/zone/z/record/2", 404, "");
    Client::new(super::mocked(mock)).unwrap()
}

#[test]
fn blocking_client_wraps_the_async_client() {
    let inner = crate::Client::builder().endpoint(crate::Endpoint::OvhCa).build().unwrap();
    let client = Client::new(inner.clone()).unwrap();
    assert_eq!(client.endpoint(), &crate::Endpoint::OvhCa);
    assert_eq!(client.as_async().endpoint(), inner.endpoint());
    assert_eq!(format!("{client:?}"), format!("{inner:?}"));
    let shown = format!("{:?}", Domain::new(&client).zone_record("z").items());
    assert!(shown.starts_with("Items"), "{shown}");
}

#[test]
fn blocking_client_serves_several_threads() {
    let responses = std::iter::once("1800000000").chain(["[7]"; 8]);
    let recorder = Recorder::start(responses.map(ok).collect());
    let client = Client::new(super::client(recorder.base())).unwrap();
    assert_eq!(Domain::new(&client).zone_record("z").send().unwrap(), [7]);
    std::thread::scope(|scope| {
        for _ in 0..7 {
            scope.spawn(|| assert_eq!(Domain::new(&client).zone_record("z").send().unwrap(), [7]));
        }
    });
    assert_eq!(recorder.finish().len(), 9);
}

#[test]
fn blocking_requests_return_responses_and_iterators() {
    let client = mock();
    let domain = Domain::new(&client);
    let response = domain.zone_record("z").sub_domain("x").with_response().send().unwrap();
    assert_eq!((response.request_id(), response.body()), (Some("EU.1"), &vec![1, 2]));
    assert_eq!(domain.zone_record("z").raw().send().unwrap(), serde_json::json!([1, 2]));
    let items: Result<Vec<_>, _> = domain.zone_record("z").items().page_size(5).collect();
    assert_eq!(items.unwrap(), [1, 2]);
    let pages: Vec<_> = domain.zone_record("z").pages().map(Result::unwrap).collect();
    assert_eq!(pages[0].items, [1, 2]);
    let objects = domain.zone_record("z").expand(|id| domain.zone_record_get("z", id)).concurrency(2);
    let objects: Vec<_> = objects.collect();
    assert_eq!(objects[0].as_ref().unwrap().1.id, Some(1));
    assert!(objects[1].as_ref().unwrap_err().error().is_not_found());
    assert_eq!(objects.len(), 2);
}

#[test]
fn consumer_key_is_requested_and_awaited() {
    let current = r#"{"credentialId":7,"applicationId":3,"creation":"2026-08-01T10:20:30Z","ovhSupport":false,
        "rules":[],"status":"validated"}"#;
    let key = r#"{"validationUrl":"https://service.example/","consumerKey":"user-key","state":"pendingValidation"}"#;
    let service = MockTransport::new().answer(Method::Post, "/auth/credential", 200, key).answer(
        Method::Get,
        "/auth/currentCredential",
        200,
        current,
    );
    let builder = crate::Client::builder().transport(service.clone()).retry(RetryPolicy::never());
    let inner = builder.credentials(Credentials::application("app-key", "app-secret")).build().unwrap();
    let application = Client::new(inner).unwrap();
    let rules = AccessRules::new().allow_path(Method::Get, "/me");
    let requested = application.request_consumer_key(&rules).redirection("https://program.example").send().unwrap();
    let client = application.with_consumer_key(requested.consumer_key).unwrap();
    client.wait_until_validated().within(Duration::from_secs(10)).send().unwrap();
    assert_eq!(client.api_keys().current_credential().send().unwrap().credential_id, 7);
    let requests = service.all_requests();
    assert!(String::from_utf8_lossy(requests[0].body()).contains(r#""redirection":"https://program.example""#));
    assert!(requests.iter().skip(2).all(|request| request.headers()["x-ovh-consumer"] == "user-key"));

    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let error = runtime.block_on(async { client.wait_until_validated().send().unwrap_err() });
    assert_eq!(error.kind(), ErrorKind::Runtime);
}

#[test]
fn iterator_settings_are_sent() {
    let service = MockTransport::new().otherwise(|_| Ok(http::Response::new(Bytes::from_static(b"[]"))));
    let service = service.answer(Method::Get, LIST, 200, "[1,2]");
    let client = Client::new(super::mocked(service.clone())).unwrap();
    let domain = Domain::new(&client);
    let list = || domain.zone_record("z");
    let expand = || list().expand(|id| domain.zone_record_get("z", id));
    let sent = |name: &str| {
        let request = service.all_requests().pop().unwrap();
        request.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    };

    assert!(list().items().page_size(7).next().unwrap().is_ok());
    assert_eq!(sent("x-pagination-size"), "7");
    assert!(list().pages().page_size(8).start_at("there").next().unwrap().is_ok());
    assert_eq!([sent("x-pagination-size"), sent("x-pagination-cursor")], ["8", "there"]);
    let _ = expand().undocumented_pages(9, |record| record.id.unwrap_or_default()).next();
    assert!(
        service
            .requests()
            .iter()
            .any(|request| request.headers().get("x-pagination-size").is_some_and(|size| size == "9"))
    );
    assert_eq!((expand().unordered().count(), expand().undocumented_batch().count()), (2, 2));
    let paths: Vec<_> = service.all_requests().iter().map(|request| request.uri().path().to_owned()).collect();
    assert!(paths.iter().any(|path| path.ends_with("/record/1,2") || path.ends_with("/record/1%2C2")), "{paths:?}");
}

#[test]
fn blocking_request_in_async_code_fails() {
    let client = mock();
    let assert_fails = |client: &Client| {
        let error = Domain::new(client).zone_record("z").send().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Runtime, "{error}");
        assert!(!error.may_have_been_sent());
        let mut items = Domain::new(client).zone_record("z").items();
        assert_eq!(items.next().unwrap().unwrap_err().kind(), ErrorKind::Runtime);
        assert!(items.next().is_none());
    };
    let single = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let many = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    for runtime in [single, many] {
        runtime.block_on(async { assert_fails(&client) });
        let other = client.clone();
        runtime.block_on(runtime.spawn(async move { assert_fails(&other) })).unwrap();
        // Blocking is allowed on these threads.
        let other = client.clone();
        let task = runtime.spawn_blocking(move || Domain::new(&other).zone_record("z").send());
        assert_eq!(runtime.block_on(task).unwrap().unwrap(), [1, 2]);
        // A client can be created and dropped in asynchronous code.
        runtime.block_on(async { drop(mock()) });
    }
    let _entered = tokio::runtime::Builder::new_current_thread().build().unwrap();
    assert_eq!(Domain::new(&client).zone_record("z").send().unwrap(), [1, 2]);
}
