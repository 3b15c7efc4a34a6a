//! Rate limit, concurrency limit, and dropped requests.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::join_all;
use tokio::time::Instant;

use super::builder;
use super::sample::Domain;
use crate::{Client, Transport, TransportFuture};

/// A service with a delay of ten seconds that counts requests.
#[derive(Clone, Default)]
struct Counting {
    concurrent: Arc<AtomicUsize>,
    peak: Arc<AtomicUsize>,
    starts: Arc<Mutex<Vec<Instant>>>,
}

impl Transport for Counting {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            let time = request.uri().path().ends_with("/auth/time");
            if !time {
                self.starts.lock().unwrap().push(Instant::now());
                let now = self.concurrent.fetch_add(1, Ordering::Relaxed) + 1;
                self.peak.fetch_max(now, Ordering::Relaxed);
            }
            tokio::time::sleep(Duration::from_secs(10)).await;
            if !time {
                self.concurrent.fetch_sub(1, Ordering::Relaxed);
            }
            Ok(http::Response::new(Bytes::from_static(if time { b"1800000000" } else { b"[]" })))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn concurrency_limit_bounds_concurrent_attempts() {
    for (limit, peak) in [(Some(3), 3), (None, 20)] {
        let transport = Counting::default();
        let builder = builder(transport.clone());
        let client = limit.map_or(builder.clone(), |limit| builder.concurrency_limit(limit)).build().unwrap();
        let calls = (0..20).map(|_| Domain::new(&client).zone_record("z").into_future());
        assert!(join_all(calls).await.iter().all(Result::is_ok));
        assert_eq!(transport.peak.load(Ordering::Relaxed), peak);
    }
}

#[tokio::test(start_paused = true)]
async fn rate_limit_bounds_attempts_per_period() {
    let transport = Counting::default();
    // Public operations, because a first signed request also requests the time.
    let builder = Client::builder().transport(transport.clone());
    let client = builder.rate_limit(5, Duration::from_secs(60)).build().unwrap();
    join_all((0..17).map(|_| Domain::new(&client).reboot("z").into_future())).await;
    let starts = transport.starts.lock().unwrap();
    for window in starts.windows(6) {
        // Timers have a resolution of a millisecond.
        assert!(window[5] - window[0] >= Duration::from_millis(59_990));
    }
    assert_eq!(starts.len(), 17);
    assert!(starts[16] - starts[0] < Duration::from_secs(190));
}

#[tokio::test(start_paused = true)]
async fn deadline_includes_time_in_the_queue() {
    let transport = Counting::default();
    let client = builder(transport.clone()).concurrency_limit(1).build().unwrap();
    let first = Domain::new(&client).zone_record("z").into_future();
    let second = Domain::new(&client).zone_record("z").deadline(Duration::from_secs(5)).into_future();
    let (first, second) = tokio::join!(first, second);
    first.unwrap();
    let error = second.unwrap_err();
    assert!(error.is_timeout() && !error.may_have_been_sent(), "{error:?}");
}

/// Requests that reach their deadline or are dropped in the queue do not delay others.
#[tokio::test(start_paused = true)]
async fn dropped_queued_requests_do_not_use_the_rate_limit() {
    let transport = Counting::default();
    let builder = Client::builder().transport(transport.clone());
    let client = builder.rate_limit(1, Duration::from_secs(60)).build().unwrap();
    let call = || Domain::new(&client).reboot("z");
    call().await.unwrap();
    let expired = join_all((0..50).map(|_| call().deadline(Duration::from_secs(1)).into_future())).await;
    assert!(expired.into_iter().all(|result| result.is_err_and(|error| !error.may_have_been_sent())));
    let dropped = join_all((0..50).map(|_| call().into_future()));
    assert!(tokio::time::timeout(Duration::from_secs(1), dropped).await.is_err());
    call().await.unwrap();
    let starts = transport.starts.lock().unwrap();
    let waited = starts[1] - starts[0];
    assert!(starts.len() == 2 && waited <= Duration::from_millis(60_010), "{waited:?}");
}

/// Requests are dropped while they request the time, in the queue, and while they wait for the response.
#[tokio::test(start_paused = true)]
async fn dropped_request_releases_its_slot() {
    for patience in [5, 15, 25] {
        let transport = Counting::default();
        let client = builder(transport.clone()).concurrency_limit(1).build().unwrap();
        let call = || Domain::new(&client).zone_record("z").into_future();
        let both = join_all([call(), call(), call()]);
        assert!(tokio::time::timeout(Duration::from_secs(patience), both).await.is_err());
        let begin = Instant::now();
        call().await.unwrap();
        assert!(begin.elapsed() <= Duration::from_millis(20_010), "{:?}", begin.elapsed());
    }
}
