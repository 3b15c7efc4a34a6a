//! From a list of ids to the objects behind them.

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

use crate::Error;
use crate::client::Client;
use crate::json::FromJson;
use crate::request::RawRequest;

/// Calls at once unless set.
const CONCURRENCY: usize = 8;

type Found<I, T> = Result<(I, T), ExpandError<I>>;

/// A stream of ids with their objects; see `Request::expand`.
///
/// An object that cannot be had is an error among the others, with its id. If the list itself cannot be had, the one
/// error has no id. Beside the ids, which come in one answer, no more objects are kept in memory than there are calls
/// at once.
#[must_use = "streams do nothing unless they are polled"]
pub struct Expand<'c, I, T> {
    state: State<'c, I, T>,
}

enum State<'c, I, T> {
    Planned(Plan<'c, I, T>),
    Running(BoxStream<'c, Found<I, T>>),
    Between,
}

struct Plan<'c, I, T> {
    client: Client,
    list: Box<RawRequest>,
    get: Get<'c, I>,
    concurrency: usize,
    ordered: bool,
    way: Way<I, T>,
}

/// The request for the object of an id.
type Get<'c, I> = Box<dyn FnMut(I) -> Box<RawRequest> + Send + 'c>;

/// The id of an object.
type IdOf<I, T> = Arc<dyn Fn(&T) -> I + Send + Sync>;

enum Way<I, T> {
    Single,
    Batch,
    Pages(u32, IdOf<I, T>),
}

impl<'c, I, T> Expand<'c, I, T> {
    #[doc(hidden)]
    pub fn new(client: Client, list: Box<RawRequest>, get: impl FnMut(I) -> Box<RawRequest> + Send + 'c) -> Self {
        Self {
            state: State::Planned(Plan {
                client,
                list,
                get: Box::new(get),
                concurrency: CONCURRENCY,
                ordered: true,
                way: Way::Single,
            }),
        }
    }

    /// How many calls are on their way at once (0 is taken for 1); 8 unless set. The client's own limits hold as well.
    pub fn concurrency(self, calls: usize) -> Self {
        self.plan(|plan| plan.concurrency = calls.max(1))
    }

    /// Gives objects as they come instead of in the order of the ids.
    pub fn as_they_come(self) -> Self {
        self.plan(|plan| plan.ordered = false)
    }

    /// **Undocumented**: asks for up to 50 objects with one call, by the header `X-Ovh-Batch`, which OVHcloud's own web
    /// manager uses and nobody guarantees. What is refused, or answered in another form, is asked for one by one.
    /// Batches, at most four at once, come on top of the [calls at once](Self::concurrency).
    ///
    /// Of use if the id is a whole segment of the path, and nothing else in the request depends on it.
    pub fn undocumented_batch(self) -> Self {
        self.plan(|plan| plan.way = Way::Batch)
    }

    /// **Undocumented**: asks the list itself for objects, `size` with one call, by the header
    /// `X-Pagination-Mode: CachedObjectList-Pages`, which OVHcloud's own web manager uses and nobody guarantees. The
    /// objects may be minutes old. `id` takes the id from an object. If the first page is refused or holds no such
    /// objects, and always in the US region, where this is known not to work, objects are asked for one by one.
    pub fn undocumented_pages(self, size: u32, id: impl Fn(&T) -> I + Send + Sync + 'static) -> Self {
        self.plan(|plan| plan.way = Way::Pages(size.max(1), Arc::new(id)))
    }

    fn plan(mut self, change: impl FnOnce(&mut Plan<'c, I, T>)) -> Self {
        if let State::Planned(plan) = &mut self.state {
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
    /// The next object with its id; none after the last one.
    ///
    /// # Errors
    ///
    /// That of the call for this object, or without id, that of the list.
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
    type Item = Found<I, T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if matches!(self.state, State::Planned(_)) {
            if let State::Planned(plan) = std::mem::replace(&mut self.state, State::Between) {
                self.state = State::Running(plan.start());
            }
        }
        match &mut self.state {
            State::Running(stream) => stream.as_mut().poll_next(context),
            _ => Poll::Ready(None),
        }
    }
}

impl<'c, I, T> Plan<'c, I, T>
where
    I: FromJson + Clone + Send + 'static,
    T: FromJson + Send + 'static,
{
    fn start(self) -> BoxStream<'c, Found<I, T>> {
        match self.way {
            Way::Single => single::objects(self),
            Way::Batch => batch::objects(self),
            Way::Pages(size, ref id) => {
                let id = Arc::clone(id);
                objects::objects(self, size, id)
            }
        }
    }
}

/// Whether single calls would fare like this call for many objects; one busy object, or a fault over many ids in the
/// place of one, is no reason to believe so.
fn is_outage(error: &Error) -> bool {
    error.is_transient() && !error.is_busy() && error.status() != Some(StatusCode::INTERNAL_SERVER_ERROR)
}

impl<I, T> fmt::Debug for Expand<'_, I, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Expand").finish_non_exhaustive()
    }
}
