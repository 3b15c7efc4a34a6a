//! Requests that are retried, and requests that are not.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::header::RETRY_AFTER;
use tokio::time::Instant;

use super::sample::{Domain, RecordUpdate};
use super::{builder, mocked};
use crate::testing::MockTransport;
use crate::{ErrorKind, Method, RetryBudget, RetryPolicy, Transport, TransportError, TransportFuture};

const LIST: &str = "/domain/zone/z/record";
const REBOOT: &str = "/domain/z/reboot";
const OBJECT: &str = "/domain/zone/z/record/1";

/// Returns the number of requests to a path.
fn count(mock: &MockTransport, path: &str) -> usize {
    mock.all_requests().iter().filter(|request| request.uri().path().ends_with(path)).count()
}

#[tokio::test(start_paused = true)]
async fn only_idempotent_requests_are_retried() {
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
        let client = mocked(mock.clone());
        let domain = Domain::new(&client);
        let response = domain.zone_record("z").with_response().await.unwrap();
        assert_eq!((count(&mock, LIST), response.attempts()), (2, 2), "{status}");
        domain.zone_record_update("z", 1, &RecordUpdate::default()).await.unwrap();
        assert_eq!(count(&mock, OBJECT), 2, "{status}");
        let error = domain.reboot("z").await.unwrap_err();
        assert_eq!((count(&mock, REBOOT), error.attempts()), (1, 1), "{status}");
        assert!(error.is_transient() && error.may_have_been_sent());
    }
    let mock = failing(503);
    Domain::new(&mocked(mock.clone())).reboot("z").idempotent().await.unwrap();
    assert_eq!(count(&mock, REBOOT), 2);
}

#[tokio::test(start_paused = true)]
async fn patch_is_retried_only_if_idempotent() {
    let failing = || {
        let mock = MockTransport::new().answer(Method::Patch, OBJECT, 503, "");
        mock.answer(Method::Patch, OBJECT, 200, "null")
    };
    let update = RecordUpdate::default();
    let mock = failing();
    let error = Domain::new(&mocked(mock.clone())).zone_record_patch("z", 1, &update).await.unwrap_err();
    assert_eq!((count(&mock, OBJECT), error.attempts()), (1, 1));
    let mock = failing();
    Domain::new(&mocked(mock.clone())).zone_record_patch("z", 1, &update).idempotent().await.unwrap();
    assert_eq!(count(&mock, OBJECT), 2);
}

#[tokio::test(start_paused = true)]
async fn final_responses_are_not_retried() {
    for status in [400, 401, 403, 404, 409, 460, 501] {
        let mock = MockTransport::new().answer(Method::Get, LIST, status, "{}");
        let error = Domain::new(&mocked(mock.clone())).zone_record("z").await.unwrap_err();
        assert_eq!((count(&mock, LIST), error.attempts()), (1, 1), "{status}");
        assert!(!error.is_transient());
        assert_eq!(error.is_expired(), status == 460);
    }
    let mock = MockTransport::new().answer(Method::Get, LIST, 200, "{}");
    let error = Domain::new(&mocked(mock.clone())).zone_record("z").await.unwrap_err();
    assert!(error.is_decode() && count(&mock, LIST) == 1);
}

#[tokio::test(start_paused = true)]
async fn busy_response_is_retried() {
    let mock = MockTransport::new().answer(Method::Get, LIST, 403, r#"{"class":"Client::Forbidden::Busy"}"#).answer(
        Method::Get,
        LIST,
        200,
        "[]",
    );
    Domain::new(&mocked(mock.clone())).zone_record("z").await.unwrap();
    assert_eq!(count(&mock, LIST), 2);
}

#[tokio::test(start_paused = true)]
async fn network_errors_are_retried_up_to_the_maximum() {
    let mock = MockTransport::new()
        .fail(Method::Get, LIST, || TransportError::broken("reset"))
        .fail(Method::Get, LIST, || TransportError::connect("refused"))
        .fail(Method::Post, REBOOT, || TransportError::connect("refused"));
    let patient = mocked(mock.clone());
    let error = Domain::new(&patient).zone_record("z").await.unwrap_err();
    assert_eq!((count(&mock, LIST), error.attempts()), (4, 4));
    assert!(error.is_connect() && error.to_string().ends_with("(attempts 4)"), "{error}");
    // The last attempt did not get through, but the first one may have.
    assert!(error.may_have_been_sent());

    let error = Domain::new(&patient).reboot("z").await.unwrap_err();
    assert!(error.is_connect() && !error.may_have_been_sent());
    assert_eq!(count(&mock, REBOOT), 1);

    let mock = MockTransport::new().answer(Method::Get, LIST, 503, "");
    let stubborn = builder(mock.clone()).retry(RetryPolicy::default().attempts(7)).build().unwrap();
    Domain::new(&stubborn).zone_record("z").await.unwrap_err();
    assert_eq!(count(&mock, LIST), 7);
    Domain::new(&stubborn).zone_record("z").retry(RetryPolicy::never()).await.unwrap_err();
    assert_eq!(count(&mock, LIST), 8);
}

/// The request for the time is a separate GET, which may be retried before a POST.
#[tokio::test(start_paused = true)]
async fn failed_time_request_is_retried_for_any_method() {
    static SIGNED: crate::Operation = crate::Operation { authenticated: true, ..super::sample::REBOOT };
    let mock = MockTransport::new()
        .answer(Method::Get, "/auth/time", 503, "")
        .fail(Method::Get, "/auth/time", || TransportError::connect("refused"))
        .answer(Method::Get, "/auth/time", 200, "1800000000")
        .answer(Method::Post, REBOOT, 200, "null");
    let client = mocked(mock.clone());
    let request: crate::Request<_, ()> = crate::Request::new(&client, &SIGNED, &[&"z"]);
    request.await.unwrap();
    assert_eq!((count(&mock, "/auth/time"), count(&mock, REBOOT)), (3, 1));
}

#[tokio::test(start_paused = true)]
async fn retry_after_header_sets_the_delay() {
    let service = |text: &str| {
        let mut response = http::Response::new(Bytes::new());
        *response.status_mut() = http::StatusCode::TOO_MANY_REQUESTS;
        response.headers_mut().insert(RETRY_AFTER, text.parse().unwrap());
        response.headers_mut().insert("date", "Thu, 01 Jan 2026 00:00:00 GMT".parse().unwrap());
        MockTransport::new().answer_with(Method::Get, LIST, response).answer(Method::Get, LIST, 200, "[]")
    };
    for text in ["30", "Thu, 01 Jan 2026 00:00:30 GMT"] {
        let client = mocked(service(text));
        let begin = Instant::now();
        Domain::new(&client).zone_record("z").await.unwrap();
        let waited = begin.elapsed().as_secs_f64();
        assert!((30.0..30.6).contains(&waited), "{waited}");
    }
    // A longer delay than the maximum is not waited for.
    let begin = Instant::now();
    let error = Domain::new(&mocked(service("3600"))).zone_record("z").await.unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!((error.retry_after(), error.attempts()), (Some(Duration::from_secs(3600)), 1));
    assert!(begin.elapsed() < Duration::from_millis(10));
}

/// Responds only to requests for the time.
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
async fn timeout_and_deadline_limit_the_duration() {
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
    // The deadline ends the attempt early.
    assert_eq!(take(call().deadline(Duration::from_secs(5))).await, (5000, 1));
    // The default deadline is before the end of a third attempt, and can be removed.
    let patient = || call().timeout(Duration::from_secs(140));
    assert_eq!(take(patient()).await.0, 300_000);
    assert!(take(patient().deadline(Duration::MAX)).await.0 > 4 * 140_000);
    // The last attempt has the remaining time.
    let quick = RetryPolicy::default().attempts(100).initial_backoff(Duration::ZERO);
    let (took, attempts) =
        take(call().retry(quick).timeout(Duration::from_secs(2)).deadline(Duration::from_secs(5))).await;
    assert_eq!((took, attempts), (5000, 3));
    // The request fails at once if the deadline is before the end of the delay.
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
async fn retry_budget_limits_retries_of_all_requests() {
    let mock = MockTransport::new().answer(Method::Get, LIST, 503, "").answer(Method::Get, "/auth/time", 200, "1");
    let client = builder(mock.clone()).retry_budget(RetryBudget::new(10, 0)).build().unwrap();
    for _ in 0..200 {
        let request = Domain::new(&client).zone_record("z");
        request.retry(RetryPolicy::default().initial_backoff(Duration::ZERO)).await.unwrap_err();
    }
    assert_eq!(count(&mock, LIST), 220);
}

/// Signatures have a resolution of a second.
#[tokio::test]
async fn each_attempt_has_a_new_signature() {
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
    let client = mocked(Slow(mock.clone()));
    let request = Domain::new(&client).zone_record("z");
    request.retry(RetryPolicy::default().initial_backoff(Duration::ZERO)).await.unwrap();
    let requests = mock.all_requests();
    let [.., first, second] = &requests[..] else { panic!() };
    for header in ["x-ovh-timestamp", "x-ovh-signature"] {
        assert_ne!(first.headers()[header], second.headers()[header]);
    }
}

/// A service that rejects timestamps other than its own, and whose clock jumps.
#[derive(Clone, Default)]
struct StrictClock {
    now: Arc<Mutex<i64>>,
    time_requests: Arc<AtomicUsize>,
}

impl Transport for StrictClock {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        let now = *self.now.lock().unwrap();
        Box::pin(async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let Some(time) = request.headers().get("x-ovh-timestamp") else {
                self.time_requests.fetch_add(1, Ordering::Relaxed);
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
async fn rejected_time_is_refreshed_once_for_all_requests() {
    let strict = StrictClock::default();
    *strict.now.lock().unwrap() = 1_800_000_000;
    let client = builder(strict.clone()).build().unwrap();
    let domain = Domain::new(&client);
    domain.zone_record("z").await.unwrap();
    *strict.now.lock().unwrap() += 480;
    // All concurrent requests are rejected and share one request for the time.
    let concurrent = (0..20).map(|_| domain.zone_record("z").with_response().into_future());
    for result in futures_util::future::join_all(concurrent).await {
        assert_eq!(result.unwrap().attempts(), 2);
    }
    assert_eq!(strict.time_requests.load(Ordering::Relaxed), 2);
}

const OUT_OF_TIME: &str = r#"{"errorCode":"QUERY_TIME_OUT"}"#;

/// Sends a signed POST whose time is rejected `rejections` times. Returns the result, the number of POSTs and the
/// number of requests for the time.
async fn post_out_of_time(rejections: usize, policy: RetryPolicy) -> (Result<(), crate::Error>, usize, usize) {
    static SIGNED: crate::Operation = crate::Operation { authenticated: true, ..super::sample::REBOOT };
    let mut mock = MockTransport::new();
    for _ in 0..rejections {
        mock = mock.answer(Method::Post, REBOOT, 400, OUT_OF_TIME);
    }
    let mock = mock.answer(Method::Post, REBOOT, 200, "null");
    let client = mocked(mock.clone());
    let request: crate::Request<_, ()> = crate::Request::new(&client, &SIGNED, &[&"z"]);
    let result = request.retry(policy).await;
    (result, count(&mock, REBOOT), count(&mock, "/auth/time"))
}

/// Retrying a POST is safe here: the service rejected it before executing it.
#[tokio::test]
async fn post_with_rejected_time_is_retried_twice_at_most() {
    for rejections in [1, 2, 3] {
        let (result, posts, times) = post_out_of_time(rejections, RetryPolicy::default()).await;
        let attempts = (rejections + 1).min(3);
        assert_eq!((result.is_ok(), posts, times), (rejections < 3, attempts, attempts));
        if let Err(error) = result {
            assert_eq!((error.error_code(), error.kind()), (Some("QUERY_TIME_OUT"), ErrorKind::Status));
        }
    }
}

#[tokio::test]
async fn refreshes_count_as_attempts() {
    let (result, posts, _) = post_out_of_time(1, RetryPolicy::never()).await;
    assert_eq!((result.unwrap_err().attempts(), posts), (1, 1));
    let (result, posts, _) = post_out_of_time(2, RetryPolicy::default().attempts(2)).await;
    assert_eq!((result.unwrap_err().attempts(), posts), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn attempts_limit_refreshes_and_retries_together() {
    let mut mock = MockTransport::new();
    for _ in 0..20 {
        mock = mock.answer(Method::Get, LIST, 400, OUT_OF_TIME).answer(Method::Get, LIST, 503, "");
    }
    let error = Domain::new(&mocked(mock.clone())).zone_record("z").await.unwrap_err();
    assert_eq!((error.attempts(), count(&mock, LIST)), (4, 4));
}

#[tokio::test(start_paused = true)]
async fn rejected_time_is_refreshed_for_the_next_request() {
    let mock = MockTransport::new().answer(Method::Get, LIST, 400, OUT_OF_TIME).answer(Method::Get, LIST, 200, "[]");
    let client = builder(mock.clone()).retry(RetryPolicy::never()).build().unwrap();
    Domain::new(&client).zone_record("z").await.unwrap_err();
    Domain::new(&client).zone_record("z").await.unwrap();
    assert_eq!((count(&mock, LIST), count(&mock, "/auth/time")), (2, 2));
}

/// With these statuses the error code does not mean a rejected time.
#[tokio::test(start_paused = true)]
async fn time_is_not_refreshed_for_other_statuses() {
    static SIGNED: crate::Operation = crate::Operation { authenticated: true, ..super::sample::REBOOT };
    for status in [503, 500, 404, 409, 429] {
        let mock = MockTransport::new().answer(Method::Post, REBOOT, status, OUT_OF_TIME);
        let client = mocked(mock.clone());
        let request: crate::Request<_, ()> = crate::Request::new(&client, &SIGNED, &[&"z"]);
        request.await.unwrap_err();
        assert_eq!((count(&mock, REBOOT), count(&mock, "/auth/time")), (1, 1), "{status}");
    }
}

/// The clock may change again during the retry delay.
#[tokio::test(start_paused = true)]
async fn time_rejected_again_after_a_retry_is_refreshed_again() {
    let mut mock = MockTransport::new();
    for (status, body) in [(400, OUT_OF_TIME), (503, ""), (400, OUT_OF_TIME), (200, "[]")] {
        mock = mock.answer(Method::Get, LIST, status, body);
    }
    let response = Domain::new(&mocked(mock.clone())).zone_record("z").with_response().await.unwrap();
    assert_eq!((response.attempts(), count(&mock, "/auth/time")), (4, 3));
}

#[tokio::test(start_paused = true)]
async fn invalid_time_response_is_retried() {
    let mock = MockTransport::new()
        .answer(Method::Get, "/auth/time", 200, "<html>")
        .answer(Method::Get, "/auth/time", 200, "1800000000")
        .answer(Method::Get, LIST, 200, "[]");
    Domain::new(&mocked(mock.clone())).zone_record("z").await.unwrap();
    assert_eq!((count(&mock, "/auth/time"), count(&mock, LIST)), (2, 1));
}
