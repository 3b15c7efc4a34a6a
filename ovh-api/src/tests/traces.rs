//! Tracing spans and events of requests.

use std::io::Write;
use std::sync::{Arc, Mutex};

use secrecy::SecretString;
use tracing::subscriber::NoSubscriber;
use tracing::{Dispatch, Level};
use tracing_subscriber::fmt::format::FmtSpan;

use super::recorder::Recorder;
use super::sample::{Domain, RecordUpdate};
use crate::json::Json;
use crate::testing::MockTransport;
use crate::{Client, Credentials, Method, RetryPolicy};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Logs all events of all crates down to TRACE while both return values are alive.
///
/// tracing caches whether an event is enabled when it first occurs. With a single subscriber, the first request of
/// another test, on a thread without subscriber, would disable the event. With two subscribers tracing checks both.
fn trace(log: &Log) -> (tracing::subscriber::DefaultGuard, Dispatch) {
    let log = log.clone();
    let second = Dispatch::new(NoSubscriber::new());
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(Level::TRACE)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .with_writer(move || log.clone())
        .finish();
    (tracing::subscriber::set_default(subscriber), second)
}

fn response(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let head = "X-OVH-QueryId: EU.ext-7\r\nset-cookie: CANARY\r\nconnection: close\r\n";
    format!("HTTP/1.1 {status}\r\n{head}content-length: {length}\r\n\r\n{body}").into_bytes()
}

#[tokio::test]
async fn bodies_are_logged_only_on_request_and_without_secrets() {
    let request = r#"{"adminPassword":"CANARY-1","name":"visible","auth":{"token":"CANARY-2"}}"#;
    let response = r#"{"password":"CANARY-3","echo":"it was CANARY-1 with CANARY-user-key","state":"visible too"}"#;
    for is_enabled in [false, true] {
        let log = Log::default();
        let guard = trace(&log);
        let service = MockTransport::new()
            .answer(Method::Post, "/x", 200, response)
            .answer(Method::Get, "/x", 404, r#"{"message":"visible error","privateKey":"CANARY-4"}"#)
            .answer(Method::Put, "/x", 200, "")
            .answer(Method::Get, "/domain/z/authInfo", 200, "\"CANARY-5\"")
            .answer(Method::Get, "/html", 200, "<html>CANARY-6</html>");
        let builder = Client::builder().credentials(Credentials::classic("CANARY-app-key", "s", "CANARY-user-key"));
        let builder = builder.transport(service).retry(RetryPolicy::never());
        let client = if is_enabled { builder.log_bodies(true) } else { builder }.build().unwrap();
        let body: Json = request.parse().unwrap();
        client.call(Method::Post, "/x").json(&body).await.unwrap();
        client.call(Method::Get, "/x").await.unwrap_err();
        client.call(Method::Put, "/x").await.unwrap();
        client.call(Method::Get, "/domain/z/authInfo").await.unwrap();
        client.call(Method::Get, "/html").await.unwrap_err();
        drop(guard);
        let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(!log.contains("CANARY"), "{log}");
        let bodies = log.lines().filter(|line| line.contains("request body") || line.contains("response body"));
        assert_eq!(bodies.count(), if is_enabled { 6 } else { 0 }, "{log}");
        let shown = [
            "adminPassword",
            "visible too",
            "it was [redacted] with [redacted]",
            "visible error",
            "21 bytes that are not JSON",
        ];
        for text in shown {
            assert_eq!(log.contains(text), is_enabled, "{text}: {log}");
        }
    }
}

#[tokio::test]
async fn request_span_has_facts_and_no_secrets() {
    let log = Log::default();
    let guard = trace(&log);
    let recorder = Recorder::start(vec![
        response("200 OK", "1800000000"),
        response("503 No", "CANARY"),
        response("200 OK", "[]"),
        response("404 No", r#"{"message":"CANARY"}"#),
    ]);
    let client = Client::builder()
        .endpoint(recorder.base().parse().unwrap())
        .credentials(Credentials::classic("CANARY-key", "CANARY-secret", "CANARY-user"))
        .retry(RetryPolicy::default().initial_backoff(std::time::Duration::ZERO))
        .build()
        .unwrap();
    let secret = SecretString::from("CANARY-parameter");
    Domain::new(&client).zone_record("z").secret(&secret).await.unwrap();
    let update = RecordUpdate { target: Some("CANARY-body".to_owned()), ..RecordUpdate::default() };
    Domain::new(&client).zone_record_update("z", 1, &update).await.unwrap_err();
    recorder.finish();
    drop(guard);

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(!log.contains("CANARY"), "{log}");
    let closed: Vec<_> = log.lines().filter(|line| line.contains("ovh_api.call") && line.contains("close")).collect();
    let [read, update] = &closed[..] else { panic!("{log}") };
    for fact in [
        "operation=\"domain.zone_record\"",
        "method=\"GET\"",
        "path=/domain/zone/z/record",
        "attempts=2",
        "status=200",
        "request_id=\"EU.ext-7\"",
    ] {
        assert!(read.contains(fact), "{fact}: {read}");
    }
    for fact in ["operation=\"domain.zone_record_update\"", "attempts=1", "status=404", "error=Status"] {
        assert!(update.contains(fact), "{fact}: {update}");
    }
    let finished: Vec<_> = log.lines().filter(|line| line.contains("DEBUG") && line.contains("finished")).collect();
    let [read, update] = &finished[..] else { panic!("{log}") };
    assert!(read.contains("attempts=2 status=200 elapsed_ms="), "{read}");
    assert!(update.contains("attempts=1 status=404 error=Status elapsed_ms="), "{update}");
    let retried = log.lines().find(|line| line.contains("retrying after a delay")).unwrap();
    assert!(retried.contains("attempt=1") && retried.contains("status=503"), "{retried}");
}
