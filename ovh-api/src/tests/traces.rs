//! What a call tells to whoever traces the program.

use std::io::Write;
use std::sync::{Arc, Mutex};

use secrecy::SecretString;
use tracing::subscriber::NoSubscriber;
use tracing::{Dispatch, Level};
use tracing_subscriber::fmt::format::FmtSpan;

use super::recorder::Recorder;
use super::sample::{Domain, RecordUpdate};
use crate::{Client, Credentials, RetryPolicy};

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

/// Everything of every crate, down to TRACE, for as long as both are kept.
///
/// Whether an event is of interest is decided once, when it first happens in the process. With a single subscriber it is
/// decided by that of the thread where it happens, so the first call of another test, on a thread without one, would
/// silence the event for all. With two of them all are asked.
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

fn answer(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let head = "X-OVH-QueryId: EU.ext-7\r\nset-cookie: CANARY\r\nconnection: close\r\n";
    format!("HTTP/1.1 {status}\r\n{head}content-length: {length}\r\n\r\n{body}").into_bytes()
}

#[tokio::test]
async fn a_call_is_a_span_without_secrets() {
    let log = Log::default();
    let guard = trace(&log);
    let recorder = Recorder::start(vec![
        answer("200 OK", "1800000000"),
        answer("503 No", "CANARY"),
        answer("200 OK", "[]"),
        answer("404 No", r#"{"message":"CANARY"}"#),
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
    let repeated = log.lines().find(|line| line.contains("repeated after a wait")).unwrap();
    assert!(repeated.contains("attempt=1") && repeated.contains("status=503"), "{repeated}");
}
