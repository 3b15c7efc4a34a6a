//! Paginated lists.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _};

use crate::{
    Branch, Client, ErrorKind, Method, Operation, Request, RetryPolicy, Transport, TransportError, TransportFuture,
};

static LIST: Operation = Operation {
    name: "v2.list",
    method: Method::Get,
    branch: Branch::V2,
    path: "/iam/policy",
    authenticated: false,
    iam_actions: "",
};

/// A service that returns the numbers from 0 in pages.
#[derive(Clone)]
struct PagedService {
    length: usize,
    calls: Arc<AtomicUsize>,
    /// Returns this cursor for every page.
    stuck: Option<&'static str>,
    /// Fails at this page.
    broken: Option<usize>,
}

impl PagedService {
    fn new(length: usize) -> Self {
        Self { length, calls: Arc::default(), stuck: None, broken: None }
    }

    fn client(&self) -> Client {
        Client::builder().transport(self.clone()).retry(RetryPolicy::never()).build().unwrap()
    }
}

impl Transport for PagedService {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        let number = |name: &str| {
            let text = request.headers().get(name)?.to_str().ok()?;
            text.trim_start_matches("page-").parse::<usize>().ok()
        };
        let size = number("X-Pagination-Size").unwrap_or(10);
        let start = number("X-Pagination-Cursor").unwrap_or(0);
        self.calls.fetch_add(1, Ordering::Relaxed);
        let end = (start + size).min(self.length);
        let items: Vec<_> = (start..end).map(|item| item.to_string()).collect();
        let mut response = http::Response::new(Bytes::from(format!("[{}]", items.join(","))));
        let next = (end < self.length).then(|| format!("page-{end}"));
        if let Some(next) = self.stuck.map(str::to_owned).or(next) {
            response.headers_mut().insert("x-pagination-cursor-next", next.parse().unwrap());
        }
        let broken = self.broken == Some(start);
        Box::pin(async move { if broken { Err(TransportError::broken("x")) } else { Ok(response) } })
    }
}

fn list(client: &Client) -> Request<&Client, Vec<i64>> {
    Request::new(client, &LIST, &[])
}

#[tokio::test]
async fn items_returns_items_of_all_pages() {
    for (length, size, calls) in [(25, 10, 3), (20, 10, 2), (0, 10, 1), (7, 1, 7), (25, 100, 1)] {
        let service = PagedService::new(length);
        let client = service.client();
        let items: Vec<i64> = list(&client).items().page_size(size).try_collect().await.unwrap();
        assert_eq!(items, (0..i64::try_from(length).unwrap()).collect::<Vec<_>>());
        assert_eq!(service.calls.load(Ordering::Relaxed), calls, "{length} by {size}");
    }
}

/// Memory does not grow with the size of the list.
#[tokio::test]
async fn items_requests_pages_on_demand() {
    let service = PagedService::new(1000);
    let client = service.client();
    let mut items = list(&client).items();
    for number in 0..15 {
        assert_eq!(items.next().await.unwrap().unwrap(), number);
    }
    assert_eq!(service.calls.load(Ordering::Relaxed), 2);

    let mut pages = list(&client).pages().page_size(400);
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!((first.items.len(), first.next.as_deref()), (400, Some("page-400")));
    let rest: Vec<_> = list(&client).pages().start_at("page-400").page_size(400).try_collect().await.unwrap();
    assert_eq!(rest.iter().map(|page| page.items.len()).collect::<Vec<_>>(), [400, 200]);
    assert_eq!(rest[1].next, None);
}

#[tokio::test]
async fn stream_ends_after_an_error() {
    let mut service = PagedService::new(30);
    service.broken = Some(20);
    let client = service.client();
    let results: Vec<_> = list(&client).items().collect().await;
    assert_eq!(results.len(), 21);
    assert_eq!(results[20].as_ref().unwrap_err().kind(), ErrorKind::Transport);

    let mut pages = list(&client).pages().start_at("page-10");
    assert!(pages.next().await.unwrap().is_ok());
    assert!(pages.next().await.unwrap().is_err());
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn repeated_cursor_is_an_error() {
    let mut service = PagedService::new(5);
    service.stuck = Some("page-5");
    let client = service.client();
    let results: Vec<_> = list(&client).items().collect().await;
    let error = results.last().unwrap().as_ref().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Paging);
    assert_eq!(error.operation(), Some(&LIST));
    assert_eq!(service.calls.load(Ordering::Relaxed), 2);
    let error = list(&client).pages().start_at("a\nb").next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
}

#[tokio::test]
async fn stream_ends_after_a_decode_error() {
    static OTHER: Operation = LIST;
    let client = PagedService::new(30).client();
    let wrong: Request<_, Vec<bool>> = Request::new(&client, &OTHER, &[]);
    let results: Vec<_> = wrong.items().collect().await;
    assert!(results.len() == 1 && results[0].as_ref().unwrap_err().is_decode());
}
