//! Iterators over streams.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;
use ovh_api_core::internal::Background;

use crate::Error;
use crate::json::FromJson;
use crate::{Expand, Items, Pages};

/// An iterator that blocks on each item of the stream `S`.
///
/// Within asynchronous code it returns one error of the kind [`Runtime`](crate::ErrorKind::Runtime), and then ends.
#[must_use = "iterators do nothing unless they are used"]
pub struct Iter<'c, S> {
    background: &'c Background,
    stream: S,
    failed: bool,
}

impl<'c, S> Iter<'c, S> {
    pub(super) const fn new(background: &'c Background, stream: S) -> Self {
        Self { background, stream, failed: false }
    }

    fn map(self, change: impl FnOnce(S) -> S) -> Self {
        Self { stream: change(self.stream), ..self }
    }
}

impl<T, E: From<Error>, S: Stream<Item = Result<T, E>> + Unpin> Iterator for Iter<'_, S> {
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let next = poll_fn(|context| Pin::new(&mut self.stream).poll_next(context));
        self.background.wait(next).unwrap_or_else(|error| {
            self.failed = true;
            Some(Err(error.into()))
        })
    }
}

impl<T: FromJson> Iter<'_, Items<T>> {
    /// Sets the number of items per page; see [`Items::page_size`].
    pub fn page_size(self, size: u32) -> Self {
        self.map(|stream| stream.page_size(size))
    }
}

impl<T: FromJson> Iter<'_, Pages<T>> {
    /// Sets the number of items per page; see [`Pages::page_size`].
    pub fn page_size(self, size: u32) -> Self {
        self.map(|stream| stream.page_size(size))
    }

    /// Starts at a cursor; see [`Pages::start_at`].
    pub fn start_at(self, cursor: &str) -> Self {
        self.map(|stream| stream.start_at(cursor))
    }
}

impl<I, T> Iter<'_, Expand<'_, I, T>> {
    /// Sets the number of concurrent requests; see [`Expand::concurrency`].
    pub fn concurrency(self, calls: usize) -> Self {
        self.map(|stream| stream.concurrency(calls))
    }

    /// Returns objects in the order in which their responses arrive, not in the order of the ids.
    pub fn unordered(self) -> Self {
        self.map(Expand::unordered)
    }

    /// **Undocumented**: requests several objects at once; see [`Expand::undocumented_batch`].
    pub fn undocumented_batch(self) -> Self {
        self.map(Expand::undocumented_batch)
    }

    /// **Undocumented**: requests pages of objects; see [`Expand::undocumented_pages`].
    pub fn undocumented_pages(self, size: u32, id: impl Fn(&T) -> I + Send + Sync + 'static) -> Self {
        self.map(|stream| stream.undocumented_pages(size, id))
    }
}

impl<S: fmt::Debug> fmt::Debug for Iter<'_, S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.stream.fmt(formatter)
    }
}
