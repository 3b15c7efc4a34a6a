//! Transports around HTTP, observers of attempts, and retry predicates.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;

use super::builder;
use super::recorder::{Recorder, ok};
use super::sample::{Domain, RecordUpdate};
use crate::testing::MockTransport;
use crate::{Client, Credentials, ErrorKind, HttpTransport, Method, RetryPolicy, Transport, TransportFuture};

const LIST: &str = "/domain/zone/z/record";

/// Adds a header to each request.
struct Tagging(HttpTransport);

impl Transport for Tagging {
    fn send(&self, mut request: http::Request<Bytes>) -> TransportFuture<'_> {
        request.headers_mut().insert("x-gateway", http::HeaderValue::from_static("7"));
        self.0.send(request)
    }
}

#[tokio::test]
async fn wrapped_transport_sends_http_with_its_settings() {
    let recorder = Recorder::start(vec![ok("1800000000"), ok("[1,2]")]);
    let client = Client::builder()
        .endpoint(recorder.base().parse().unwrap())
        .credentials(Credentials::classic("k", "s", "c"))
        .user_agent("gateway-test/1.0")
        .max_response_size(10)
        .wrap_transport(Tagging)
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    assert_eq!(Domain::new(&client).zone_record("z").await.unwrap(), [1, 2]);
    let recorded = recorder.finish();
    for request in &recorded {
        assert_eq!(request.header("x-gateway"), Some("7"));
        assert_eq!(request.header("user-agent"), Some("gateway-test/1.0"));
    }
    assert!(recorded[1].header("x-ovh-signature").is_some());
}

#[tokio::test]
async fn wrapped_transport_limits_the_size_of_responses() {
    let recorder = Recorder::start(vec![ok("1800000000"), ok("[1,2,3,4,5,6]")]);
    let builder = Client::builder().endpoint(recorder.base().parse().unwrap()).max_response_size(10);
    let builder = builder.credentials(Credentials::classic("k", "s", "c")).wrap_transport(Tagging);
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    let error = Domain::new(&client).zone_record("z").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    recorder.finish();
}

#[tokio::test(start_paused = true)]
async fn observer_sees_each_attempt_once() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let mock = MockTransport::new().answer(Method::Get, LIST, 503, "").answer(Method::Get, LIST, 200, "[1]").answer(
        Method::Put,
        "/domain/zone/z/record/1",
        404,
        "",
    );
    let log = Arc::clone(&seen);
    let client = builder(mock)
        .observe(move |attempt| {
            let status = attempt.status.map(|status| status.as_u16());
            log.lock().unwrap().push((attempt.operation.name, attempt.number, status, attempt.error));
            assert!(attempt.elapsed < Duration::from_secs(1));
        })
        .build()
        .unwrap();
    Domain::new(&client).zone_record("z").await.unwrap();
    Domain::new(&client).zone_record_update("z", 1, &RecordUpdate::default()).await.unwrap_err();
    let seen = seen.lock().unwrap();
    assert_eq!(
        *seen,
        [
            ("domain.zone_record", 1, Some(503), Some(ErrorKind::Status)),
            ("domain.zone_record", 2, Some(200), None),
            ("domain.zone_record_update", 1, Some(404), Some(ErrorKind::Status)),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn retry_predicate_replaces_the_default() {
    let locked = r#"{"class":"Client::Locked","message":"Cluster is locked"}"#;
    let service = || {
        MockTransport::new().answer(Method::Get, LIST, 423, locked).answer(Method::Get, LIST, 200, "[1]").answer(
            Method::Patch,
            "/domain/zone/z/record/1",
            423,
            locked,
        )
    };
    let policy = RetryPolicy::default().retry_if(|error| error.class() == Some("Client::Locked"));
    let mock = service();
    let client = builder(mock.clone()).retry(policy.clone()).build().unwrap();
    assert_eq!(Domain::new(&client).zone_record("z").await.unwrap(), [1]);
    let error = Domain::new(&client).zone_record_patch("z", 1, &RecordUpdate::default()).await.unwrap_err();
    assert_eq!(error.attempts(), 1, "PATCH is not idempotent");

    let client = builder(service()).build().unwrap();
    assert_eq!(Domain::new(&client).zone_record("z").await.unwrap_err().attempts(), 1);
    let unavailable = MockTransport::new().answer(Method::Get, LIST, 503, "");
    let client = builder(unavailable).retry(policy.clone()).build().unwrap();
    assert_eq!(Domain::new(&client).zone_record("z").await.unwrap_err().attempts(), 1);
    assert!(format!("{policy:?}").contains(r#"retry_if: "custom""#), "{policy:?}");
}

#[test]
fn wrapped_transport_reports_invalid_settings_at_build() {
    let error = Client::builder().user_agent("a\nb").wrap_transport(Tagging).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}
