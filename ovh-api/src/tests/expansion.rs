//! Expanding lists of ids to objects: by single requests, batches and pages.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;

use super::sample::{Domain, Record};
use crate::{Client, ClientBuilder, Expand, RetryPolicy, Transport, TransportFuture};

/// A zone of records, with a delay for each response.
#[derive(Clone)]
struct Zone {
    length: usize,
    batch: Support,
    pages: Support,
    concurrent: Arc<AtomicUsize>,
    peak: Arc<AtomicUsize>,
    requests: Arc<Mutex<Vec<String>>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Support {
    Works,
    /// The header is ignored.
    Ignored,
    Rejected,
    Down,
    /// One object is busy, so the whole batch fails.
    Busy,
    /// Fails for more than one id.
    Broken,
}

/// An id that is listed but does not exist.
const LOST: &str = "3";

impl Zone {
    fn new(length: usize) -> Self {
        let (batch, pages) = (Support::Works, Support::Works);
        Self { length, batch, pages, concurrent: Arc::default(), peak: Arc::default(), requests: Arc::default() }
    }

    fn builder(&self) -> ClientBuilder {
        super::builder(self.clone()).retry(RetryPolicy::never())
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    fn respond(&self, request: &http::Request<Bytes>) -> (u16, String, Option<usize>) {
        let header = |name| request.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let record = |id: &str| format!(r#"{{"fieldType":"A","id":{id},"type":"x"}}"#);
        let (_, below) = request.uri().path().split_once("/record").unwrap();
        let Some(ids) = below.strip_prefix('/') else {
            let ids: Vec<_> = (0..self.length).map(|id| id.to_string()).collect();
            let Some(number) = header("X-Pagination-Number").filter(|_| self.pages != Support::Ignored) else {
                return (200, format!("[{}]", ids.join(",")), None);
            };
            assert_eq!(header("X-Pagination-Mode").as_deref(), Some("CachedObjectList-Pages"));
            let size: usize = header("X-Pagination-Size").unwrap().parse().unwrap();
            let start = (number.parse::<usize>().unwrap() - 1) * size;
            let records: Vec<_> = ids.iter().skip(start).take(size).map(|id| record(id)).collect();
            return match self.pages {
                Support::Rejected => (400, String::new(), None),
                Support::Down => (503, String::new(), None),
                _ => (200, format!("[{}]", records.join(",")), Some(self.length)),
            };
        };
        if header("X-Ovh-Batch").is_some() && self.batch != Support::Ignored {
            let envelope = |id| match id {
                LOST => format!(r#"{{"key":"{id}","value":null,"error":{{"message":"lost"}}}}"#),
                id => format!(r#"{{"key":"{id}","value":{},"error":null}}"#, record(id)),
            };
            let envelopes: Vec<_> = ids.split(',').map(envelope).collect();
            return match self.batch {
                Support::Rejected => (403, String::new(), None),
                Support::Down => (503, String::new(), None),
                Support::Busy => (403, r#"{"class":"Client::Forbidden::Busy"}"#.to_owned(), None),
                Support::Broken => (500, String::new(), None),
                _ => (200, format!("[{}]", envelopes.join(",")), None),
            };
        }
        if ids == LOST || ids.contains(',') {
            return (404, r#"{"message":"lost"}"#.to_owned(), None);
        }
        (200, record(ids), None)
    }
}

impl Transport for Zone {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            if request.uri().path().ends_with("/auth/time") {
                return Ok(http::Response::new(Bytes::from_static(b"1800000000")));
            }
            let (_, path) = request.uri().path().split_once("/zone/z").unwrap();
            self.requests.lock().unwrap().push(path.to_owned());
            self.peak.fetch_max(self.concurrent.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
            // Higher ids have a shorter delay.
            let number = path.rsplit('/').next().unwrap().parse().unwrap_or(0);
            tokio::time::sleep(Duration::from_millis(1000_u64.saturating_sub(number))).await;
            self.concurrent.fetch_sub(1, Ordering::Relaxed);
            let (status, body, elements) = self.respond(&request);
            let mut response = http::Response::new(Bytes::from(body));
            *response.status_mut() = status.try_into().unwrap();
            if let Some(elements) = elements {
                response.headers_mut().insert("x-pagination-elements", elements.into());
            }
            Ok(response)
        })
    }
}

fn expand(client: &Client) -> Expand<'_, i64, Record> {
    Domain::new(client).zone_record("z").expand(move |id| Domain::new(client).zone_record_get("z", id))
}

/// Returns the ids in order; ids of failed requests are negative.
async fn ids(expand: Expand<'_, i64, Record>) -> Vec<i64> {
    let id = |found: Result<(i64, Record), crate::ExpandError<i64>>| match found {
        Ok((id, record)) => {
            assert_eq!(record.id, Some(id));
            id
        }
        Err(error) => {
            assert!(error.error().is_not_found(), "{error}");
            -error.id().unwrap()
        }
    };
    expand.map(id).collect().await
}

const EXPECTED: [i64; 7] = [0, 1, 2, -3, 4, 5, 6];

#[tokio::test(start_paused = true)]
async fn expand_requests_each_object() {
    let zone = Zone::new(7);
    let client = zone.builder().build().unwrap();
    assert_eq!(ids(expand(&client)).await, EXPECTED);
    assert_eq!(zone.peak.load(Ordering::Relaxed), 7);
    assert!(zone.requests().contains(&"/record/6".to_owned()));

    let zone = Zone::new(100);
    let client = zone.builder().build().unwrap();
    let found = ids(expand(&client).concurrency(10)).await;
    assert_eq!(zone.peak.load(Ordering::Relaxed), 10);
    assert!(found.iter().map(|id| id.abs()).eq(0..100));
}

#[tokio::test(start_paused = true)]
async fn unordered_expand_returns_objects_as_they_arrive() {
    let client = Zone::new(7).builder().build().unwrap();
    assert_eq!(ids(expand(&client).unordered()).await, [6, 5, 4, -3, 2, 1, 0]);
}

#[tokio::test(start_paused = true)]
async fn expand_does_not_run_ahead_of_a_slow_consumer() {
    let zone = Zone::new(10_000);
    let client = zone.builder().build().unwrap();
    for expand in [expand(&client).concurrency(5), expand(&client).concurrency(5).unordered()] {
        zone.requests.lock().unwrap().clear();
        let mut expand = expand;
        for _ in 0..3 {
            expand.next().await.unwrap().ok();
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        assert!(zone.requests().len() <= 1 + 5 + 3, "{}", zone.requests().len());
    }
}

/// The consumer sends requests in between, with a concurrency limit of 1.
#[tokio::test(start_paused = true)]
async fn expand_does_not_block_other_requests() {
    let zone = Zone::new(20);
    let client = zone.builder().concurrency_limit(1).build().unwrap();
    for mut objects in [expand(&client), expand(&client).unordered(), expand(&client).undocumented_batch()] {
        let mut found = 0;
        let all = async {
            while objects.next().await.is_some() {
                found += 1;
                Domain::new(&client).zone_record("z").await.unwrap();
            }
        };
        tokio::time::timeout(Duration::from_secs(600), all).await.unwrap();
        assert_eq!(found, 20);
    }
    assert_eq!(zone.peak.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn expand_of_failed_list_returns_one_error() {
    let client = Client::builder().transport(Zone::new(7)).build().unwrap();
    let mut objects = expand(&client);
    let error = objects.next().await.unwrap().unwrap_err();
    assert_eq!(error.id(), None);
    assert!(crate::Error::from(error).is_invalid_credential());
    assert!(objects.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn batch_requests_fifty_objects_at_once() {
    let zone = Zone::new(120);
    let client = zone.builder().build().unwrap();
    let found = ids(expand(&client).undocumented_batch()).await;
    assert!(found.iter().map(|id| id.abs()).eq(0..120));
    let requests = zone.requests();
    // The list, three batches, and a single request for the error of the lost object.
    assert_eq!(requests.len(), 5, "{requests:?}");
    let batch: Vec<_> = (100..120).map(|id| id.to_string()).collect();
    assert!(requests.contains(&format!("/record/{}", batch.join(","))));
    assert!(requests.contains(&"/record/3".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn rejected_batch_falls_back_to_single_requests() {
    for support in [Support::Rejected, Support::Ignored, Support::Busy, Support::Broken] {
        let mut zone = Zone::new(7);
        zone.batch = support;
        let client = zone.builder().build().unwrap();
        assert_eq!(ids(expand(&client).undocumented_batch()).await, EXPECTED);
        assert_eq!(zone.requests().len(), 1 + 1 + 7);
    }
    // Rejected batches are not tried repeatedly.
    let mut zone = Zone::new(500);
    zone.batch = Support::Rejected;
    let client = zone.builder().build().unwrap();
    ids(expand(&client).undocumented_batch().concurrency(1)).await;
    assert!(zone.requests().len() <= 1 + 2 + 500, "{}", zone.requests().len());
    // An outage does not cause a request for each id.
    let mut zone = Zone::new(100);
    zone.batch = Support::Down;
    let client = zone.builder().build().unwrap();
    let results: Vec<_> = expand(&client).undocumented_batch().collect().await;
    assert_eq!((results.len(), zone.requests().len()), (100, 3));
    assert!(results.iter().all(|result| result.as_ref().is_err_and(|error| error.id().is_some())));
}

#[tokio::test(start_paused = true)]
async fn pages_of_objects_are_requested() {
    let zone = Zone::new(25);
    let client = zone.builder().build().unwrap();
    let pages = expand(&client).undocumented_pages(10, |record: &Record| record.id.unwrap());
    assert_eq!(ids(pages).await, (0..25).collect::<Vec<_>>());
    assert_eq!(zone.requests(), ["/record"; 3]);
}

#[tokio::test(start_paused = true)]
async fn rejected_pages_fall_back_to_single_requests() {
    for support in [Support::Rejected, Support::Ignored] {
        let mut zone = Zone::new(7);
        zone.pages = support;
        let client = zone.builder().build().unwrap();
        let pages = expand(&client).undocumented_pages(10, |record: &Record| record.id.unwrap());
        assert_eq!(ids(pages).await, EXPECTED);
        assert_eq!(zone.requests().len(), 1 + 1 + 7);
    }
    let mut zone = Zone::new(7);
    zone.pages = Support::Down;
    let client = zone.builder().build().unwrap();
    let pages = expand(&client).undocumented_pages(10, |record: &Record| record.id.unwrap());
    let results: Vec<_> = pages.collect().await;
    assert_eq!((results.len(), zone.requests().len()), (1, 1));

    let zone = Zone::new(7);
    let client = zone.builder().endpoint(crate::Endpoint::OvhUs).build().unwrap();
    let pages = expand(&client).undocumented_pages(10, |record: &Record| record.id.unwrap());
    assert_eq!(ids(pages).await, EXPECTED);
    assert_eq!(zone.requests().len(), 1 + 7);
}
