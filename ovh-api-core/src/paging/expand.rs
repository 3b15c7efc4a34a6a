//! Expands lists of ids into objects.

mod batch;
mod error;
mod objects;
mod single;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_core::stream::BoxStream;

pub use error::ExpandError;
use http::StatusCode;

use crate::client::Client;
use crate::error::Error;
use crate::json::FromJson;
use crate::request::RawRequest;

/// The default number of concurrent requests.
const CONCURRENCY: usize = 8;

type ExpandResult<I, T> = Result<(I, T), ExpandError<I>>;

/// A stream of ids with their objects; see `Request::expand`.
///
/// If an object cannot be fetched, the stream yields an error with its id and continues. If the list cannot be fetched,
/// the stream yields a single error without an id. All ids are in memory, but at most as many objects as there are
/// concurrent requests.
#[must_use = "streams do nothing unless they are polled"]
pub struct Expand<'c, I, T> {
    state: ExpandState<'c, I, T>,
}

enum ExpandState<'c, I, T> {
    Planned(Plan<'c, I, T>),
    Running(BoxStream<'c, ExpandResult<I, T>>),
    Between,
}

struct Plan<'c, I, T> {
    client: Client,
    list: Box<RawRequest>,
    get: Get<'c, I>,
    concurrency: usize,
    ordered: bool,
    strategy: ExpandStrategy<I, T>,
}

/// Creates the request for the object of an id.
type Get<'c, I> = Box<dyn FnMut(I) -> Box<RawRequest> + Send + 'c>;

/// Returns the id of an object.
type IdOf<I, T> = Arc<dyn Fn(&T) -> I + Send + Sync>;

enum ExpandStrategy<I, T> {
    Single,
    Batch,
    Pages(u32, IdOf<I, T>),
}

impl<'c, I, T> Expand<'c, I, T> {
    #[doc(hidden)]
    pub fn new(client: Client, list: Box<RawRequest>, get: impl FnMut(I) -> Box<RawRequest> + Send + 'c) -> Self {
        Self {
            state: ExpandState::Planned(Plan {
                client,
                list,
                get: Box::new(get),
                concurrency: CONCURRENCY,
                ordered: true,
                strategy: ExpandStrategy::Single,
            }),
        }
    }

    /// Sets the maximum number of concurrent requests (0 counts as 1). The default is 8. The limits of the client apply
    /// as well.
    pub fn concurrency(self, calls: usize) -> Self {
        self.plan(|plan| plan.concurrency = calls.max(1))
    }

    /// Yields objects as they arrive instead of in the order of the ids.
    pub fn unordered(self) -> Self {
        self.plan(|plan| plan.ordered = false)
    }

    /// **Undocumented**: fetches up to 50 objects per request, with the header `X-Ovh-Batch`, which OVHcloud's web
    /// manager uses and may change at any time. Objects that the service rejects or returns in another format are
    /// fetched one by one. Up to four batches are sent concurrently, in addition to the [other
    /// requests](Self::concurrency).
    ///
    /// Has an effect only if the id is a whole path segment, and no other part of the request depends on it.
    pub fn undocumented_batch(self) -> Self {
        self.plan(|plan| plan.strategy = ExpandStrategy::Batch)
    }

    /// **Undocumented**: fetches `size` objects per request from the list itself, with the header `X-Pagination-Mode:
    /// CachedObjectList-Pages`, which OVHcloud's web manager uses and may change at any time. The objects may be
    /// minutes old. `id` returns the id of an object. If the first page is rejected or contains other values, objects
    /// are fetched one by one, as they always are in the US region, which does not support this header.
    pub fn undocumented_pages(self, size: u32, id: impl Fn(&T) -> I + Send + Sync + 'static) -> Self {
        self.plan(|plan| plan.strategy = ExpandStrategy::Pages(size.max(1), Arc::new(id)))
    }

    fn plan(mut self, change: impl FnOnce(&mut Plan<'c, I, T>)) -> Self {
        if let ExpandState::Planned(plan) = &mut self.state {
            change(plan);
        }
        self
    }
}

impl<'c, I, T> Expand<'c, I, T>
where
    I: FromJson + Clone + Send + 'static,
    T: FromJson + Send + 'static,
{
    /// Returns the next object with its id, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// Fails if the request for this object fails, or without an id, if the request for the list fails.
    pub async fn next(&mut self) -> Option<Result<(I, T), ExpandError<I>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<I, T> Unpin for Expand<'_, I, T> {}

impl<I, T> Stream for Expand<'_, I, T>
where
    I: FromJson + Clone + Send + 'static,
    T: FromJson + Send + 'static,
{
    type Item = ExpandResult<I, T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if matches!(self.state, ExpandState::Planned(_)) {
            if let ExpandState::Planned(plan) = std::mem::replace(&mut self.state, ExpandState::Between) {
                self.state = ExpandState::Running(plan.start());
            }
        }
        match &mut self.state {
            ExpandState::Running(stream) => stream.as_mut().poll_next(context),
            _ => Poll::Ready(None),
        }
    }
}

impl<'c, I, T> Plan<'c, I, T>
where
    I: FromJson + Clone + Send + 'static,
    T: FromJson + Send + 'static,
{
    fn start(self) -> BoxStream<'c, ExpandResult<I, T>> {
        match self.strategy {
            ExpandStrategy::Single => single::objects(self),
            ExpandStrategy::Batch => batch::objects(self),
            ExpandStrategy::Pages(size, ref id) => {
                let id = Arc::clone(id);
                objects::objects(self, size, id)
            }
        }
    }
}

/// Returns whether requests for single objects would fail like this one for many objects. A busy object or status 500
/// may concern the combined request only.
fn is_outage(error: &Error) -> bool {
    error.is_transient() && !error.is_busy() && error.status() != Some(StatusCode::INTERNAL_SERVER_ERROR)
}

impl<I, T> fmt::Debug for Expand<'_, I, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Expand").finish_non_exhaustive()
    }
}
