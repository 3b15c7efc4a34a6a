//! Responses with a success status whose body does not match the schema.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::SubscriberExt as _;

use super::mocked;
use super::sample::{Domain, RecordUpdate};
use crate::json::Json;
use crate::testing::MockTransport;
use crate::{Method, RetryPolicy};

const LIST: &str = "/domain/zone/z/record";
const OBJECT: &str = "/domain/zone/z/record/1";
const REBOOT: &str = "/domain/z/reboot";

fn page(content_type: &'static str, body: &'static [u8]) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from_static(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// A maintenance page, a captive portal, truncated bodies and an empty body.
const NOT_JSON: [(&str, &[u8]); 5] = [
    ("text/html; charset=utf-8", b"<html>We are back soon</html>"),
    ("text/plain", b"Please log in"),
    ("application/json", b"[1,2"),
    ("application/json", b"[1,\"a"),
    ("application/json", b" "),
];

#[tokio::test(start_paused = true)]
async fn body_that_is_not_json_is_retried_if_idempotent() {
    for (content_type, body) in NOT_JSON {
        let service = MockTransport::new().answer_with(Method::Get, LIST, page(content_type, body)).answer(
            Method::Get,
            LIST,
            200,
            "[1]",
        );
        let response = Domain::new(&mocked(service.clone())).zone_record("z").with_response().await.unwrap();
        assert_eq!((response.attempts(), response.body().as_slice()), (2, &[1][..]), "{content_type}");
        let error = Domain::new(&mocked(MockTransport::new().answer_with(Method::Get, LIST, page(content_type, body))))
            .zone_record("z")
            .await
            .unwrap_err();
        assert!(error.is_decode() && error.is_transient() && error.may_have_been_sent(), "{error:?}");
        let media = content_type.split(';').next().unwrap();
        let wanted = format!("domain.zone_record: the response is not JSON (content type {media}): ");
        assert!(error.to_string().starts_with(&wanted), "{error}");
        assert_eq!((error.attempts(), error.body()), (4, Some(body)));
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_kept_with_every_transient_response() {
    for (status, body) in [(408, &b"<html>"[..]), (503, b"<html>"), (429, b""), (200, b"<html>"), (200, b"[1,")] {
        let service = || {
            let mut response = page("text/html", body);
            *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
            response.headers_mut().insert(http::header::RETRY_AFTER, HeaderValue::from_static("30"));
            MockTransport::new().answer_with(Method::Get, LIST, response).answer(Method::Get, LIST, 200, "[]")
        };
        let client = mocked(service());
        let error = Domain::new(&client).zone_record("z").retry(RetryPolicy::never()).await.unwrap_err();
        assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(30)), "{status}");

        let begin = tokio::time::Instant::now();
        Domain::new(&super::mocked(service())).zone_record("z").await.unwrap();
        assert!(begin.elapsed().as_secs() >= 30, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn void_operation_rejects_html_page() {
    let html = page("text/html", b"<html>We are back soon</html>");
    let service = MockTransport::new()
        .answer_with(Method::Put, OBJECT, html.clone())
        .answer(Method::Put, OBJECT, 200, "null")
        .answer_with(Method::Post, REBOOT, html);
    let client = mocked(service.clone());
    let update = RecordUpdate::default();
    let response = Domain::new(&client).zone_record_update("z", 1, &update).with_response().await.unwrap();
    assert_eq!(response.attempts(), 2);
    let error = Domain::new(&client).reboot("z").await.unwrap_err();
    assert!(error.is_transient() && error.may_have_been_sent() && error.attempts() == 1, "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn json_of_another_type_is_not_retried() {
    let deep = "[".repeat(200) + &"]".repeat(200);
    for body in ["{}", "[{}]", "null", "7", &deep] {
        let service = MockTransport::new().answer(Method::Get, LIST, 200, body.to_owned());
        let error = Domain::new(&mocked(service.clone())).zone_record("z").await.unwrap_err();
        assert!(error.is_decode() && !error.is_transient() && error.attempts() == 1, "{body}: {error}");
    }
}

#[tokio::test]
async fn latin_1_in_a_string_is_decoded() {
    let body = b"{\"fieldType\":\"A\",\"type\":\"Param\xe8tre\"}";
    let service = MockTransport::new().answer(Method::Get, OBJECT, 200, &body[..]);
    let client = mocked(service.clone());
    let record = Domain::new(&client).zone_record_get("z", 1).await.unwrap();
    assert_eq!(record.type_, "Param\u{fffd}tre");
    let raw: Json = Domain::new(&client).zone_record_get("z", 1).raw().await.unwrap();
    assert_eq!(raw["type"], "Param\u{fffd}tre");

    let rejection = b"{\"class\":\"Client::BadRequest\",\"message\":\"Param\xe8tre inconnu\"}";
    let service = MockTransport::new().answer(Method::Get, OBJECT, 400, &rejection[..]);
    let error = Domain::new(&super::mocked(service.clone())).zone_record_get("z", 1).await.unwrap_err();
    assert_eq!(error.message(), Some("Param\u{fffd}tre inconnu"));
    assert_eq!((error.class(), error.body()), (Some("Client::BadRequest"), Some(&rejection[..])));
}

/// Records `operation` and `path` of each WARN event.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<Vec<String>>>);

impl<S: tracing::Subscriber> tracing_subscriber::Layer<S> for Warnings {
    fn on_event(&self, event: &tracing::Event<'_>, _context: tracing_subscriber::layer::Context<'_, S>) {
        struct Fields(Vec<String>);
        impl Visit for Fields {
            fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
                if field.name() != "message" {
                    self.0.push(format!("{}={value:?}", field.name()));
                }
            }
        }
        if *event.metadata().level() == tracing::Level::WARN {
            let mut fields = Fields(Vec::new());
            event.record(&mut fields);
            self.0.lock().unwrap().push(fields.0.join(" "));
        }
    }
}

#[tokio::test]
async fn each_correction_is_logged_once() {
    let warnings = Warnings::default();
    let subscriber = tracing_subscriber::registry().with(warnings.clone());
    let _guard = tracing::subscriber::set_default(subscriber);
    let body = r#"{"fieldType":"A","type":null,"children":[{"type":"a"},{"type":"b"}]}"#;
    let service = MockTransport::new().answer(Method::Get, OBJECT, 200, body);
    let client = mocked(service.clone());
    for _ in 0..3 {
        let response = Domain::new(&client).zone_record_get("z", 1).with_response().await.unwrap();
        assert_eq!(response.corrections(), ["$.type", "$.children[0].fieldType", "$.children[1].fieldType"]);
    }
    Domain::new(&client).zone_record_get("z", 1).retry(RetryPolicy::never()).await.unwrap();
    let logged = warnings.0.lock().unwrap().clone();
    let operation = r#"operation="domain.zone_record_get""#;
    assert_eq!(
        logged,
        [format!(r#"{operation} path="$.type""#), format!(r#"{operation} path="$.children[].fieldType""#)]
    );
}
