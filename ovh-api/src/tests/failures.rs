//! Failed requests over HTTP, and their errors.

use std::error::Error as _;
use std::time::Duration;

use http::StatusCode;
use wiremock::matchers::method;
use wiremock::{Mock, ResponseTemplate};

use super::calls::server_with_time;
use super::client;
use super::recorder::{Recorder, ok};
use super::sample::{Domain, ZONE_RECORD_GET};
use crate::{Client, Error, ErrorKind};

/// Returns the error of a request with this response.
async fn error_of(response: ResponseTemplate) -> Error {
    let server = server_with_time().await;
    Mock::given(method("GET")).respond_with(response).mount(&server).await;
    let client = client(&format!("{}/1.0", server.uri()));
    let error = Domain::new(&client).zone_record_get("z", 1).await.unwrap_err();
    assert_eq!(error.operation(), Some(&ZONE_RECORD_GET));
    assert_eq!(error.path(), Some("/domain/zone/z/record/1"));
    assert!(error.may_have_been_sent());
    error
}

#[tokio::test]
async fn error_response_is_kept_completely() {
    let body =
        r#"{"class":"Client::NotFound","message":"The requested object (id = 1) does not exist","details":{"id":1}}"#;
    let response = ResponseTemplate::new(404).set_body_string(body).insert_header("X-OVH-QUERYID", "EU.ext-3.abc");
    let error = error_of(response).await;
    assert_eq!(
        error.to_string(),
        "domain.zone_record_get: 404 Not Found: The requested object (id = 1) does not exist \
         (class Client::NotFound, request id EU.ext-3.abc)"
    );
    assert!(error.is_not_found() && !error.is_rate_limited() && !error.is_decode());
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(error.class(), Some("Client::NotFound"));
    assert_eq!(error.request_id(), Some("EU.ext-3.abc"));
    assert_eq!(error.details(), Some(&serde_json::json!({"id": 1})));
    assert_eq!(error.body(), Some(body.as_bytes()));

    let body = r#"{"message":"Invalid signature","httpCode":"400 Bad Request","errorCode":"INVALID_SIGNATURE"}"#;
    let error = error_of(ResponseTemplate::new(400).set_body_string(body)).await;
    assert_eq!(
        error.to_string(),
        "domain.zone_record_get: 400 Bad Request: Invalid signature (code INVALID_SIGNATURE)"
    );
    assert_eq!(error.message(), Some("Invalid signature"));
}

#[tokio::test]
async fn error_predicates_follow_code_and_status() {
    let coded =
        |status, code: &str| ResponseTemplate::new(status).set_body_string(format!(r#"{{"errorCode":"{code}"}}"#));
    for code in ["INVALID_CREDENTIAL", "INVALID_KEY", "NOT_CREDENTIAL"] {
        let error = error_of(coded(403, code)).await;
        assert!(error.is_invalid_credential() && !error.is_not_granted());
    }
    let error = error_of(coded(403, "NOT_GRANTED_CALL")).await;
    assert!(!error.is_invalid_credential() && error.is_not_granted());
    let error = error_of(ResponseTemplate::new(429)).await;
    assert!(error.is_rate_limited());
    assert_eq!(error.to_string(), "domain.zone_record_get: 429 Too Many Requests");
}

#[tokio::test]
async fn error_message_is_one_line_for_any_response() {
    let body = r#"{"message":"no\n2026-01-01 INFO all is well\u001b[2J","class":"A\r\nB"}"#;
    let error = error_of(ResponseTemplate::new(403).set_body_string(body)).await;
    assert_eq!(
        error.to_string(),
        "domain.zone_record_get: 403 Forbidden: no 2026-01-01 INFO all is well [2J (class A  B)"
    );
    assert_eq!(error.class(), Some("A\r\nB"));
}

#[tokio::test]
async fn message_with_unpaired_surrogate_is_kept() {
    let body = r#"{"class":"Client::Forbidden","message":"no \ud83d","details":{"a":"\ude00"}}"#;
    let error = error_of(ResponseTemplate::new(403).set_body_string(body)).await;
    assert_eq!((error.class(), error.message()), (Some("Client::Forbidden"), Some("no \u{fffd}")));
}

#[tokio::test]
async fn redirect_with_body_names_the_target() {
    let body = r#"{"message":"moved"}"#;
    let response = ResponseTemplate::new(308).set_body_string(body).insert_header("location", "https://x.example/y");
    let error = error_of(response).await;
    assert!(error.to_string().ends_with("redirects are not followed (to https://x.example/y)"), "{error}");
    assert_eq!(error.message(), Some("moved"));
}

#[tokio::test]
async fn error_response_without_json_object_keeps_an_excerpt() {
    for (response, wanted) in [
        (
            ResponseTemplate::new(503).set_body_string("<html>\n<h1>Oops</h1>\n</html>"),
            "503 Service Unavailable: <html> <h1>Oops</h1> </html>",
        ),
        (ResponseTemplate::new(460), "460"),
        (ResponseTemplate::new(500).set_body_string("[]"), "500 Internal Server Error: []"),
        (ResponseTemplate::new(502).set_body_string("{\"message\":"), "502 Bad Gateway: {\"message\":"),
        (
            ResponseTemplate::new(302).insert_header("location", "https://x.example/y?secret"),
            "302 Found: redirects are not followed (to https://x.example/y)",
        ),
    ] {
        let error = error_of(response).await;
        assert_eq!(error.to_string(), format!("domain.zone_record_get: {wanted}"));
        assert_eq!((error.message(), error.class()), (None, None));
    }
}

#[tokio::test]
async fn decode_error_names_the_json_path() {
    let body = r#"{"fieldType":"A","type":"canary","children":[{"fieldType":[],"type":""}]}"#;
    let error = error_of(ResponseTemplate::new(200).set_body_string(body)).await;
    assert!(error.is_decode() && !error.is_transient());
    assert_eq!(error.json_path(), Some("$.children[0].fieldType"));
    assert_eq!(
        error.to_string(),
        "domain.zone_record_get: the response does not match its type: \
         $.children[0].fieldType: expected a string, found an array; .raw() returns the response as it is"
    );
    assert_eq!(error.body(), Some(body.as_bytes()));
    assert!(!format!("{error:?}").contains("canary"));

    let error = error_of(ResponseTemplate::new(200).set_body_string("<html>")).await;
    assert_eq!((error.is_decode(), error.is_transient(), error.json_path()), (true, true, None));
    assert_eq!(
        error.to_string(),
        "domain.zone_record_get: the response is not JSON (content type text/plain): expected value at line 1 column 1"
    );
    let error = error_of(ResponseTemplate::new(200)).await;
    assert_eq!(
        error.to_string(),
        "domain.zone_record_get: the response is not JSON (content type missing): empty body"
    );
}

#[tokio::test]
async fn response_over_the_size_limit_fails() {
    let server = server_with_time().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_body_string(format!("[{}]", "1".repeat(18))))
        .mount(&server)
        .await;
    for (limit, fits) in [(20, true), (19, false)] {
        let client = Client::builder()
            .endpoint(format!("{}/1.0", server.uri()).parse().unwrap())
            .credentials(crate::Credentials::classic("a", "b", "c"))
            .max_response_size(limit)
            .build()
            .unwrap();
        let result = Domain::new(&client).zone_record("z").await;
        assert_eq!(result.is_ok(), fits);
        if let Err(error) = result {
            assert_eq!(error.kind(), ErrorKind::TooLarge);
            assert_eq!(error.body().map(<[u8]>::len), Some(limit));
            assert!(error.to_string().ends_with("larger than 19 bytes"), "{error}");
        }
    }
}

#[tokio::test]
async fn error_keeps_the_start_of_a_long_body() {
    let error = error_of(ResponseTemplate::new(500).set_body_string("x".repeat(100_000))).await;
    assert_eq!(error.body().map(<[u8]>::len), Some(16 * 1024));
    assert!(error.to_string().chars().count() < 300);
}

#[tokio::test]
async fn refused_connection_is_a_connect_error() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/1.0", listener.local_addr().unwrap());
    let cannot_connect = format!("cannot connect to {}: Connection refused", listener.local_addr().unwrap());
    drop(listener);
    let client = client(&base);
    let error = Domain::new(&client).reboot("z").await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent());
    assert!(error.to_string().starts_with(&format!("domain.reboot: {cannot_connect}")), "{error}");
    let error = Domain::new(&client).zone_record("z").await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent());
    assert!(error.source().is_some());
    let wanted = format!("domain.zone_record: cannot read the service's clock: auth.time: {cannot_connect}");
    assert!(error.to_string().starts_with(&wanted), "{error}");
}

#[tokio::test]
async fn failed_time_request_has_not_sent_the_request() {
    let recorder = Recorder::start(vec![b"HTTP/1.1 500 No\r\nconnection: close\r\n\r\n".to_vec()]);
    let client = client(recorder.base());
    let error = Domain::new(&client).zone_record("z").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Clock);
    assert!(!error.may_have_been_sent() && error.status().is_none());
    assert_eq!(
        error.to_string(),
        "domain.zone_record: cannot read the service's clock: auth.time: 500 Internal Server Error"
    );
    recorder.finish();
}

#[tokio::test]
async fn broken_connection_is_a_transport_error() {
    for (response, has_status) in
        [(&b""[..], false), (b"HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n[1,2", true), (b"garbage\r\n\r\n", false)]
    {
        let recorder = Recorder::start(vec![ok("1800000000"), response.to_vec()]);
        let client = client(recorder.base());
        let error = Domain::new(&client).zone_record("z").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        assert!(error.may_have_been_sent());
        assert_eq!(error.status().is_some(), has_status);
        assert!(error.to_string().contains("connection to 127.0.0.1:"), "{error}");
        recorder.finish();
    }
}

#[tokio::test]
async fn slow_response_times_out() {
    let server = server_with_time().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_delay(Duration::from_secs(30)))
        .mount(&server)
        .await;
    let client = Client::builder()
        .endpoint(format!("{}/1.0", server.uri()).parse().unwrap())
        .credentials(crate::Credentials::classic("a", "b", "c"))
        .timeout(Duration::from_millis(200))
        .retry(crate::RetryPolicy::never())
        .build()
        .unwrap();
    let error = Domain::new(&client).zone_record("z").await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_sent(), "{error:?}");
}
