//! Calls that are repeated, and calls that are not.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::header::RETRY_AFTER;
use tokio::time::Instant;

use super::sample::{Domain, RecordUpdate};
use crate::testing::MockTransport;
use crate::{
    Client, Credentials, ErrorKind, Method, RetryBudget, RetryPolicy, Transport, TransportError, TransportFuture,
};

const LIST: &str = "/domain/zone/z/record";
const REBOOT: &str = "/domain/z/reboot";
const OBJECT: &str = "/domain/zone/z/record/1";

fn client(transport: impl Transport) -> Client {
    builder(transport).build().unwrap()
}

fn builder(transport: impl Transport) -> crate::ClientBuilder {
    Client::builder().credentials(Credentials::classic("k", "s", "c")).transport(transport)
}

/// How often a path was called.
fn calls(mock: &MockTransport, path: &str) -> usize {
    mock.requests().iter().filter(|request| request.uri().path().ends_with(path)).count()
}

#[tokio::test(start_paused = true)]
async fn only_what_is_safe_twice_is_sent_twice() {
    let failing = |status| {
        MockTransport::new()
            .answer(Method::Get, LIST, status, "")
            .answer(Method::Get, LIST, 200, "[]")
            .answer(Method::Put, OBJECT, status, "")
            .answer(Method::Put, OBJECT, 200, "null")
            .answer(Method::Post, REBOOT, status, "")
            .answer(Method::Post, REBOOT, 200, "null")
    };
    for status in [408, 429, 500, 502, 503, 504, 599] {
        let mock = failing(status);
        let client = client(mock.clone());
        let domain = Domain::new(&client);
        let response = domain.zone_record("z").with_response().await.unwrap();
        assert_eq!((calls(&mock, LIST), response.attempts()), (2, 2), "{status}");
        domain.zone_record_update("z", 1, &RecordUpdate::default()).await.unwrap();
        assert_eq!(calls(&mock, OBJECT), 2, "{status}");
        let error = domain.reboot("z").await.unwrap_err();
        assert_eq!((calls(&mock, REBOOT), error.attempts()), (1, 1), "{status}");
        assert!(error.is_transient() && error.may_have_been_sent());
    }
    let mock = failing(503);
    Domain::new(&client(mock.clone())).reboot("z").idempotent().await.unwrap();
    assert_eq!(calls(&mock, REBOOT), 2);
}

#[tokio::test(start_paused = true)]
async fn what_will_not_change_is_not_repeated() {
    for status in [400, 401, 403, 404, 409, 460, 501] {
        let mock = MockTransport::new().answer(Method::Get, LIST, status, "{}");
        let error = Domain::new(&client(mock.clone())).zone_record("z").await.unwrap_err();
        assert_eq!((calls(&mock, LIST), error.attempts()), (1, 1), "{status}");
        assert!(!error.is_transient());
        assert_eq!(error.is_expired(), status == 460);
    }
    let mock = MockTransport::new().answer(Method::Get, LIST, 200, "{}");
    let error = Domain::new(&client(mock.clone())).zone_record("z").await.unwrap_err();
    assert!(error.is_decode() && calls(&mock, LIST) == 1);
}

#[tokio::test(start_paused = true)]
async fn a_busy_object_is_waited_for() {
    let mock = MockTransport::new().answer(Method::Get, LIST, 403, r#"{"class":"Client::Forbidden::Busy"}"#).answer(
        Method::Get,
        LIST,
        200,
        "[]",
    );
    Domain::new(&client(mock.clone())).zone_record("z").await.unwrap();
    assert_eq!(calls(&mock, LIST), 2);
}

#[tokio::test(start_paused = true)]
async fn network_faults_are_repeated_until_the_attempts_are_used_up() {
    let mock = MockTransport::new()
        .fail(Method::Get, LIST, || TransportError::broken("reset"))
        .fail(Method::Get, LIST, || TransportError::connect("refused"))
        .fail(Method::Post, REBOOT, || TransportError::connect("refused"));
    let patient = client(mock.clone());
    let error = Domain::new(&patient).zone_record("z").await.unwrap_err();
    assert_eq!((calls(&mock, LIST), error.attempts()), (4, 4));
    assert!(error.is_connect() && error.to_string().ends_with("(attempts 4)"), "{error}");
    // The last attempt did not get through, but the first one may have.
    assert!(error.may_have_been_sent());

    let error = Domain::new(&patient).reboot("z").await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent());
    assert_eq!(calls(&mock, REBOOT), 1);

    let mock = MockTransport::new().answer(Method::Get, LIST, 503, "");
    let stubborn = builder(mock.clone()).retry(RetryPolicy::default().attempts(7)).build().unwrap();
    Domain::new(&stubborn).zone_record("z").await.unwrap_err();
    assert_eq!(calls(&mock, LIST), 7);
    Domain::new(&stubborn).zone_record("z").retry(RetryPolicy::never()).await.unwrap_err();
    assert_eq!(calls(&mock, LIST), 8);
}

/// The question for the time is a GET of its own: it may be repeated before a POST.
#[tokio::test(start_paused = true)]
async fn a_failed_look_at_the_clock_is_repeated_whatever_the_method() {
    static SIGNED: crate::Operation = crate::Operation { authenticated: true, ..super::sample::REBOOT };
    let mock = MockTransport::new()
        .answer(Method::Get, "/auth/time", 503, "")
        .fail(Method::Get, "/auth/time", || TransportError::connect("refused"))
        .answer(Method::Get, "/auth/time", 200, "1800000000")
        .answer(Method::Post, REBOOT, 200, "null");
    let client = client(mock.clone());
    let request: crate::Request<_, ()> = crate::Request::new(&client, &SIGNED, &[&"z"]);
    request.await.unwrap();
    assert_eq!((calls(&mock, "/auth/time"), calls(&mock, REBOOT)), (3, 1));
}

#[tokio::test(start_paused = true)]
async fn the_service_says_when_to_come_back() {
    let asks = |text: &str| {
        let mut response = http::Response::new(Bytes::new());
        *response.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
        response.headers_mut().insert(RETRY_AFTER, text.parse().unwrap());
        response.headers_mut().insert("date", "Thu, 01 Jan 2026 00:00:00 GMT".parse().unwrap());
        MockTransport::new().answer_with(Method::Get, LIST, response).answer(Method::Get, LIST, 200, "[]")
    };
    for text in ["30", "Thu, 01 Jan 2026 00:00:30 GMT"] {
        let client = client(asks(text));
        let begin = Instant::now();
        Domain::new(&client).zone_record("z").await.unwrap();
        let waited = begin.elapsed().as_secs_f64();
        assert!((30.0..30.6).contains(&waited), "{waited}");
    }
    // Too long to wait for.
    let begin = Instant::now();
    let error = Domain::new(&client(asks("3600"))).zone_record("z").await.unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!((error.retry_after(), error.attempts()), (Some(Duration::from_secs(3600)), 1));
    assert!(begin.elapsed() < Duration::from_millis(10));
}

/// Never answers, but for the time.
struct Silent(Arc<AtomicUsize>);

impl Transport for Silent {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            if request.uri().path().ends_with("/auth/time") {
                return Ok(http::Response::new(Bytes::from_static(b"1800000000")));
            }
            self.0.fetch_add(1, Ordering::Relaxed);
            std::future::pending().await
        })
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_takes_longer_than_allowed() {
    let sent = Arc::new(AtomicUsize::new(0));
    let client = builder(Silent(sent.clone())).timeout(Duration::from_secs(50)).build().unwrap();
    let call = || Domain::new(&client).zone_record("z");
    let take = async |request: crate::Request<_, Vec<i64>, _>| {
        let begin = Instant::now();
        let error = request.await.unwrap_err();
        assert!(error.is_timeout() && error.may_have_been_sent(), "{error:?}");
        (begin.elapsed().as_millis() / 10 * 10, error.attempts())
    };
    assert_eq!(take(call().retry(RetryPolicy::never())).await, (50_000, 1));
    assert_eq!(take(call().retry(RetryPolicy::never()).timeout(Duration::from_secs(2))).await, (2000, 1));
    // The deadline cuts the attempt short.
    assert_eq!(take(call().deadline(Duration::from_secs(5))).await, (5000, 1));
    // The last attempt has what the others have left.
    let quick = RetryPolicy::default().attempts(100).initial_backoff(Duration::ZERO);
    let (took, attempts) =
        take(call().retry(quick).timeout(Duration::from_secs(2)).deadline(Duration::from_secs(5))).await;
    assert_eq!((took, attempts), (5000, 3));
    // Nobody waits for an attempt that will not be.
    let slow = RetryPolicy::default().max_retry_after(Duration::MAX);
    let mut response = http::Response::new(Bytes::new());
    *response.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert(RETRY_AFTER, "600".parse().unwrap());
    let client = builder(MockTransport::new().answer_with(Method::Get, LIST, response)).build().unwrap();
    let begin = Instant::now();
    let request = Domain::new(&client).zone_record("z").retry(slow).deadline(Duration::from_secs(300));
    assert_eq!(request.await.unwrap_err().status(), Some(http::StatusCode::SERVICE_UNAVAILABLE));
    assert!(begin.elapsed() < Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_not_multiplied() {
    let mock = MockTransport::new().answer(Method::Get, LIST, 503, "").answer(Method::Get, "/auth/time", 200, "1");
    let client = builder(mock.clone()).retry_budget(RetryBudget::new(10, 0)).build().unwrap();
    for _ in 0..200 {
        let request = Domain::new(&client).zone_record("z");
        request.retry(RetryPolicy::default().initial_backoff(Duration::ZERO)).await.unwrap_err();
    }
    assert_eq!(calls(&mock, LIST), 220);
}

/// A signature is dated by the second.
#[tokio::test]
async fn each_attempt_is_signed_anew() {
    struct Slow(MockTransport);
    impl Transport for Slow {
        fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
            let signed = request.headers().contains_key("x-ovh-signature");
            Box::pin(async move {
                if signed {
                    tokio::time::sleep(Duration::from_millis(1100)).await;
                }
                self.0.send(request).await
            })
        }
    }
    let mock = MockTransport::new().answer(Method::Get, LIST, 503, "").answer(Method::Get, LIST, 200, "[]");
    let client = client(Slow(mock.clone()));
    let request = Domain::new(&client).zone_record("z");
    request.retry(RetryPolicy::default().initial_backoff(Duration::ZERO)).await.unwrap();
    let requests = mock.requests();
    let [.., first, second] = &requests[..] else { panic!() };
    for header in ["x-ovh-timestamp", "x-ovh-signature"] {
        assert_ne!(first.headers()[header], second.headers()[header]);
    }
}

/// A service that refuses times which are not its own, and whose clock jumps.
#[derive(Clone, Default)]
struct Strict {
    now: Arc<Mutex<i64>>,
    asked: Arc<AtomicUsize>,
}

impl Transport for Strict {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        let now = *self.now.lock().unwrap();
        Box::pin(async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let Some(time) = request.headers().get("x-ovh-timestamp") else {
                self.asked.fetch_add(1, Ordering::Relaxed);
                return Ok(http::Response::new(now.to_string().into()));
            };
            let time: i64 = time.to_str().unwrap().parse().unwrap();
            let mut response = http::Response::new(Bytes::from_static(b"[]"));
            if (time - now).abs() > 30 {
                *response.status_mut() = http::StatusCode::BAD_REQUEST;
                *response.body_mut() = r#"{"errorCode":"QUERY_TIME_OUT","message":"Query out of time"}"#.into();
            }
            Ok(response)
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_drifted_is_read_again() {
    let strict = Strict::default();
    *strict.now.lock().unwrap() = 1_800_000_000;
    let client = builder(strict.clone()).build().unwrap();
    let domain = Domain::new(&client);
    domain.zone_record("z").await.unwrap();
    *strict.now.lock().unwrap() += 480;
    // Many are refused at once; one question is enough for all.
    let calls_at_once = (0..20).map(|_| domain.zone_record("z").with_response().into_future());
    for result in futures_util::future::join_all(calls_at_once).await {
        assert_eq!(result.unwrap().attempts(), 2);
    }
    assert_eq!(strict.asked.load(Ordering::Relaxed), 2);
}

const OUT_OF_TIME: &str = r#"{"errorCode":"QUERY_TIME_OUT"}"#;

/// A service that refuses the first calls of a signed POST for their time, and the client's policy.
async fn post_out_of_time(refusals: usize, policy: RetryPolicy) -> (Result<(), crate::Error>, usize, usize) {
    static SIGNED: crate::Operation = crate::Operation { authenticated: true, ..super::sample::REBOOT };
    let mut mock = MockTransport::new();
    for _ in 0..refusals {
        mock = mock.answer(Method::Post, REBOOT, 400, OUT_OF_TIME);
    }
    let mock = mock.answer(Method::Post, REBOOT, 200, "null");
    let client = client(mock.clone());
    let request: crate::Request<_, ()> = crate::Request::new(&client, &SIGNED, &[&"z"]);
    let result = request.retry(policy).await;
    (result, calls(&mock, REBOOT), calls(&mock, "/auth/time"))
}

/// Safe for a POST as well: the service refused it before it did anything.
#[tokio::test]
async fn a_post_with_a_wrong_time_is_repeated_twice_at_most() {
    for refusals in [1, 2, 3] {
        let (result, posts, times) = post_out_of_time(refusals, RetryPolicy::default()).await;
        let attempts = (refusals + 1).min(3);
        assert_eq!((result.is_ok(), posts, times), (refusals < 3, attempts, attempts));
        if let Err(error) = result {
            assert_eq!((error.error_code(), error.kind()), (Some("QUERY_TIME_OUT"), ErrorKind::Status));
        }
    }
}

#[tokio::test]
async fn renewals_count_as_attempts() {
    let (result, posts, _) = post_out_of_time(1, RetryPolicy::never()).await;
    assert_eq!((result.unwrap_err().attempts(), posts), (1, 1));
    let (result, posts, _) = post_out_of_time(2, RetryPolicy::default().attempts(2)).await;
    assert_eq!((result.unwrap_err().attempts(), posts), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn attempts_are_the_limit_of_renewals_and_retries_together() {
    let mut mock = MockTransport::new();
    for _ in 0..20 {
        mock = mock.answer(Method::Get, LIST, 400, OUT_OF_TIME).answer(Method::Get, LIST, 503, "");
    }
    let error = Domain::new(&client(mock.clone())).zone_record("z").await.unwrap_err();
    assert_eq!((error.attempts(), calls(&mock, LIST)), (4, 4));
}

#[tokio::test(start_paused = true)]
async fn clock_is_read_again_after_a_refusal_without_another_attempt() {
    let mock = MockTransport::new().answer(Method::Get, LIST, 400, OUT_OF_TIME).answer(Method::Get, LIST, 200, "[]");
    let client = builder(mock.clone()).retry(RetryPolicy::never()).build().unwrap();
    Domain::new(&client).zone_record("z").await.unwrap_err();
    Domain::new(&client).zone_record("z").await.unwrap();
    assert_eq!((calls(&mock, LIST), calls(&mock, "/auth/time")), (2, 2));
}

/// A fault of the service that has the words of a refusal is a fault.
#[tokio::test(start_paused = true)]
async fn clock_is_not_read_again_for_a_fault_of_the_service() {
    static SIGNED: crate::Operation = crate::Operation { authenticated: true, ..super::sample::REBOOT };
    for status in [503, 500, 404, 409, 429] {
        let mock = MockTransport::new().answer(Method::Post, REBOOT, status, OUT_OF_TIME);
        let client = client(mock.clone());
        let request: crate::Request<_, ()> = crate::Request::new(&client, &SIGNED, &[&"z"]);
        request.await.unwrap_err();
        assert_eq!((calls(&mock, REBOOT), calls(&mock, "/auth/time")), (1, 1), "{status}");
    }
}

/// The clock may change once more while a call waits to be repeated.
#[tokio::test(start_paused = true)]
async fn a_wrong_time_is_mended_again_after_a_wait() {
    let refusal = r#"{"errorCode":"QUERY_TIME_OUT"}"#;
    let mut mock = MockTransport::new();
    for (status, body) in [(400, refusal), (503, ""), (400, refusal), (200, "[]")] {
        mock = mock.answer(Method::Get, LIST, status, body);
    }
    let response = Domain::new(&client(mock.clone())).zone_record("z").with_response().await.unwrap();
    assert_eq!((response.attempts(), calls(&mock, "/auth/time")), (4, 3));
}

#[tokio::test(start_paused = true)]
async fn a_time_that_is_none_is_asked_for_again() {
    let mock = MockTransport::new()
        .answer(Method::Get, "/auth/time", 200, "<html>")
        .answer(Method::Get, "/auth/time", 200, "1800000000")
        .answer(Method::Get, LIST, 200, "[]");
    Domain::new(&client(mock.clone())).zone_record("z").await.unwrap();
    assert_eq!((calls(&mock, "/auth/time"), calls(&mock, LIST)), (2, 1));
}
