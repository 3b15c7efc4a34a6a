//! Redaction of keys that the service repeats.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::HeaderValue;

use super::sample::Domain;
use crate::json::Json;
use crate::testing::MockTransport;
use crate::{Client, Credentials, Endpoint, Error, Method, RetryPolicy, Transport, TransportFuture};

const LIST: &str = "/domain/zone/z/record";
const OBJECT: &str = "/domain/zone/z/record/1";

/// A key with characters that encodings change.
const KEY: &str = "Consumer/Key+1&2=3%41";

fn client(transport: impl Transport) -> Client {
    Client::builder()
        .credentials(Credentials::classic("ApplicationKey1", "ApplicationSecret", KEY))
        .transport(transport)
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

fn response(status: u16, body: impl Into<Bytes>, headers: &[(&'static str, &str)]) -> http::Response<Bytes> {
    let mut response = http::Response::new(body.into());
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
    for (name, value) in headers {
        response.headers_mut().insert(*name, HeaderValue::from_str(value).unwrap());
    }
    response
}

async fn error_of(response: http::Response<Bytes>) -> Error {
    let service = MockTransport::new().answer_with(Method::Get, OBJECT, response);
    Domain::new(&client(service)).zone_record_get("z", 1).await.unwrap_err()
}

/// Returns everything that a program can print about an error.
fn printed(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {:#?}", error.details());
    let texts =
        [error.path(), error.class(), error.error_code(), error.message(), error.request_id(), error.json_path()];
    texts.into_iter().flatten().for_each(|part| text.push_str(part));
    text.push_str(&String::from_utf8_lossy(error.body().unwrap_or_default()));
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!("{cause} {cause:?}"));
        source = cause.source();
    }
    text
}

/// Asserts that the error contains no part of the key, in any encoding.
fn assert_redacted(error: &Error, echo: &str) {
    let printed = printed(error);
    assert!(printed.contains("[redacted]"), "{echo}: {printed}");
    for part in ["onsumer", "ONSUMER", "6f6e73756d6572", "%6f%6e", "%6F%6E", "u006f", "u006F", "&#111;", "&#x6f;"] {
        assert!(!printed.contains(part), "{echo}: {printed}");
    }
}

fn encode(write: impl Fn(u8) -> String) -> String {
    KEY.bytes().map(write).collect()
}

/// Returns the key in encodings that services use.
fn echoes() -> Vec<String> {
    let json = serde_json::to_string(KEY).unwrap().trim_matches('"').to_owned();
    vec![
        KEY.to_owned(),
        KEY.to_uppercase(),
        KEY.to_lowercase(),
        "Consumer%2FKey%2B1%262%3D3%2541".to_owned(),
        "Consumer%2fKey%2b1%262%3d3%2541".to_owned(),
        "Consumer%252FKey%252B1%25262%253D3%252541".to_owned(),
        encode(|byte| format!("%{byte:02x}")),
        encode(|byte| format!("%{byte:02X}")),
        encode(|byte| format!("%25{byte:02x}")),
        encode(|byte| format!("\\u{byte:04x}")),
        encode(|byte| format!("\\u{byte:04X}")),
        encode(|byte| format!("\\\\u{byte:04x}")),
        encode(|byte| format!("&#{byte};")),
        encode(|byte| format!("&#x{byte:x};")),
        json.replace('/', "\\/"),
        json.replace('/', "\\\\/"),
        KEY.replace('&', "&amp;"),
        format!("x{KEY}y{KEY}{KEY}z"),
        format!("[{{\"headers\":\"x-ovh-key: {KEY}\"}}]"),
    ]
}

#[tokio::test]
async fn repeated_key_is_redacted_in_every_place() {
    for echo in echoes() {
        let text = Json::from(echo.as_str());
        let nested = serde_json::json!({"class": text, "errorCode": text, "message": text, "details": {&echo: [text]}});
        assert_redacted(&error_of(response(403, nested.to_string(), &[])).await, &echo);
        assert_redacted(&error_of(response(403, format!("<html>{echo}</html>"), &[])).await, &echo);
        // The JSON path of a decode error contains the key of a map.
        let map = serde_json::json!({"fieldType": "A", "type": "t", "children": {&echo: {}}});
        let error = error_of(response(200, map.to_string(), &[])).await;
        assert!(!printed(&error).contains("onsumer"), "{error:?}");
    }
    let header = HeaderValue::from_str(KEY).unwrap();
    for name in ["content-type", "content-encoding", "location"] {
        for status in [200, 302, 500] {
            let error = error_of(response(status, "<html>", &[(name, header.to_str().unwrap())])).await;
            assert!(!printed(&error).contains("onsumer"), "{name} {status}: {error:?}");
        }
    }
}

#[tokio::test]
async fn malformed_request_id_is_dropped() {
    let long = "a".repeat(129);
    for (id, taken) in [
        ("EU.ext-3.6f2c_1", Some("EU.ext-3.6f2c_1")),
        ("a b", None),
        ("a\"b", None),
        ("", None),
        (&long, None),
        ("ApplicationKey1", Some("[redacted]")),
        ("x.APPLICATIONKEY1.y", Some("x.[redacted].y")),
    ] {
        let error = error_of(response(500, "", &[("x-ovh-queryid", id)])).await;
        assert_eq!(error.request_id(), taken, "{id}");
    }
}

#[tokio::test]
async fn debug_of_response_has_no_repeated_key() {
    let repeating = response(200, r#"{"fieldType":"A"}"#, &[("x-ovh-queryid", "ApplicationKey1")]);
    let service = MockTransport::new().answer_with(Method::Get, OBJECT, repeating);
    let response = Domain::new(&client(service)).zone_record_get("z", 1).with_response().await.unwrap();
    assert_eq!(response.request_id(), Some("[redacted]"));
    let debug = format!("{response:?}");
    assert!(!debug.contains("ApplicationKey1"), "{debug}");
}

#[tokio::test]
async fn clock_and_transport_errors_are_redacted() {
    let service = MockTransport::new().answer_with(
        Method::Get,
        "/auth/time",
        response(500, format!("no {KEY}"), &[("x-ovh-queryid", "ApplicationKey1")]),
    );
    let error = Domain::new(&client(service)).zone_record("z").await.unwrap_err();
    assert_redacted(&error, "clock");
    let service =
        MockTransport::new().fail(Method::Get, LIST, || crate::TransportError::broken(format!("header {KEY} refused")));
    let error = Domain::new(&client(service)).zone_record("z").await.unwrap_err();
    assert_redacted(&error, "transport");
}

/// Returns a new token for each token request, and repeats a token in an error response after it was replaced.
#[derive(Clone, Default)]
struct ReplacingTokens(Arc<Mutex<usize>>);

impl Transport for ReplacingTokens {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        let tokens = Arc::clone(&self.0);
        Box::pin(async move {
            if request.uri().path().ends_with("/token") {
                let mut number = tokens.lock().unwrap();
                *number += 1;
                let body = format!(r#"{{"access_token":"OAuth2Token-{number}","expires_in":3600}}"#);
                return Ok(http::Response::new(body.into()));
            }
            let sent = request.headers()["authorization"].to_str().unwrap().to_owned();
            if request.uri().path().ends_with("/record") {
                return Ok(response(401, "{}", &[]));
            }
            // The token is replaced during this delay.
            tokio::time::sleep(std::time::Duration::from_secs(60)).await;
            Ok(response(403, format!(r#"{{"message":"no {sent}"}}"#), &[]))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn replaced_token_is_redacted() {
    let client = Client::builder()
        .endpoint(Endpoint::OvhEu)
        .credentials(Credentials::oauth2("client-id", "client-secret"))
        .transport(ReplacingTokens::default())
        .build()
        .unwrap();
    let slow = tokio::spawn({
        let client = client.clone();
        async move { Domain::new(&client).zone_record_get("z", 1).await.unwrap_err() }
    });
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    // This request is rejected, so the token is replaced.
    Domain::new(&client).zone_record("z").await.unwrap_err();
    let error = slow.await.unwrap();
    assert!(printed(&error).contains("no Bearer [redacted]") && !printed(&error).contains("OAuth2Token"), "{error:?}");
}

#[tokio::test]
async fn client_secret_is_redacted_in_every_encoding() {
    const SECRET: &str = "s&c+r=t/Secret";
    let form: String = url::form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
    for echo in [
        SECRET.to_owned(),
        form.clone(),
        form.to_lowercase(),
        SECRET.bytes().map(|byte| format!("%{byte:02x}")).collect(),
        SECRET.replace('/', "\\/").replace('&', "\\u0026"),
        SECRET.replace('/', "\\\\/").replace('&', "\\\\u0026"),
    ] {
        let body = serde_json::json!({"error": "invalid_client", "error_description": echo}).to_string();
        let service = MockTransport::new().otherwise(move |_| Ok(response(400, body.clone(), &[])));
        let client =
            Client::builder().credentials(Credentials::oauth2("client-id", SECRET)).transport(service).build().unwrap();
        let error = Domain::new(&client).zone_record("z").await.unwrap_err();
        assert!(error.to_string().ends_with("invalid_client: [redacted]"), "{echo}: {error}");
        assert!(!format!("{error:?}").to_lowercase().contains("secret"), "{echo}: {error:?}");
    }
}

/// Texts are truncated to lengths from 64 bytes to 16 KiB. A key at the end must be redacted even if it is incomplete.
#[tokio::test]
async fn key_cut_by_truncation_is_redacted() {
    for limit in [64, 160, 256, 1000, 4 * 1024, 16 * 1024] {
        let text = format!("{}{KEY}", "m".repeat(limit - KEY.len() + 3));
        let rejection = serde_json::json!({"class": text, "errorCode": text, "message": text, "details": [text]});
        let nested = serde_json::json!({"class": [text], "message": {&text: text}, "details": {&text: {&text: 7}}});
        let map = serde_json::json!({"fieldType": "A", "type": "t", "children": {&text: {}}});
        for (status, body) in [(403, rejection), (403, nested), (200, map)] {
            let error = error_of(response(status, body.to_string(), &[])).await;
            assert!(!printed(&error).contains("onsumer"), "{limit}: {error:?}");
        }
        for status in [200, 403] {
            let error = error_of(response(status, format!("<{text}"), &[])).await;
            assert!(!printed(&error).contains("onsumer"), "{limit}: {error:?}");
        }
    }
}

#[tokio::test]
async fn client_secret_cut_by_truncation_is_redacted() {
    const SECRET: &str = "0123456789abcdef0123456789abcdef";
    for before in 440..500 {
        let body = serde_json::json!({"error_description": format!("{}{SECRET}", "m".repeat(before))}).to_string();
        let service = MockTransport::new().otherwise(move |_| Ok(response(400, body.clone(), &[])));
        let client =
            Client::builder().credentials(Credentials::oauth2("client-id", SECRET)).transport(service).build().unwrap();
        let error = Domain::new(&client).zone_record("z").await.unwrap_err();
        assert!(!error.to_string().contains("m01234567"), "{error}");
    }
}

#[tokio::test]
async fn hostile_error_response_is_truncated() {
    let huge = "m".repeat(50 << 20);
    let error = error_of(response(500, format!(r#"{{"message":"{huge}"}}"#), &[])).await;
    assert!(error.to_string().len() < 2000 && error.body().unwrap().len() <= 16 * 1024, "{}", error.to_string().len());

    let long = "m".repeat(100_000);
    let body = format!(r#"{{"message":"{long}","class":"{long}","errorCode":"{long}","details":{{"a":"{long}"}}}}"#);
    let error = error_of(response(500, body, &[])).await;
    assert!(error.to_string().len() < 4000, "{}", error.to_string().len());
    let kept = [error.message().unwrap(), error.class().unwrap(), error.error_code().unwrap()].concat().len();
    assert!(kept + error.details().unwrap().to_string().len() < 32 * 1024, "{kept}");

    let actions = "a:b,".repeat(10_000);
    let body = format!(r#"{{"details":{{"unauthorizedActionsByIAM":"{actions}c:d"}}}}"#);
    let error = error_of(response(403, body, &[])).await;
    assert!(error.is_not_granted() && error.missing_iam_actions().len() <= 2 && error.to_string().len() < 2000);
}

#[tokio::test]
async fn error_message_has_no_invisible_characters() {
    let body = "{\"message\":\"no\u{202e}sey\u{2028}x\u{200b}y\u{feff}\",\"class\":\"A\u{ad}B\"}";
    let error = error_of(response(403, body, &[])).await;
    assert_eq!(error.to_string(), "domain.zone_record_get: 403 Forbidden: no sey x y  (class A B)");
    let error = error_of(response(500, "<html>a\u{202e}b", &[])).await;
    assert_eq!(error.to_string(), "domain.zone_record_get: 500 Internal Server Error: <html>a b");
}
