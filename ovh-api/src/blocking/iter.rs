//! Streams as iterators.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;
use ovh_api_core::internal::Background;

use crate::Error;
use crate::json::FromJson;
use crate::{Expand, Items, Pages};

/// An iterator over what the stream `S` gives, which waits for each item.
///
/// Within asynchronous code it gives an error of the kind [`Runtime`](crate::ErrorKind::Runtime), and then ends.
#[must_use = "iterators do nothing unless they are used"]
pub struct Iter<'c, S> {
    background: &'c Background,
    stream: S,
    refused: bool,
}

impl<'c, S> Iter<'c, S> {
    pub(super) const fn new(background: &'c Background, stream: S) -> Self {
        Self { background, stream, refused: false }
    }

    fn map(self, change: impl FnOnce(S) -> S) -> Self {
        Self { stream: change(self.stream), ..self }
    }
}

impl<T, E: From<Error>, S: Stream<Item = Result<T, E>> + Unpin> Iterator for Iter<'_, S> {
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.refused {
            return None;
        }
        let next = poll_fn(|context| Pin::new(&mut self.stream).poll_next(context));
        self.background.wait(next).unwrap_or_else(|error| {
            self.refused = true;
            Some(Err(error.into()))
        })
    }
}

impl<T: FromJson> Iter<'_, Items<T>> {
    /// As [`Items::page_size`].
    pub fn page_size(self, size: u32) -> Self {
        self.map(|stream| stream.page_size(size))
    }
}

impl<T: FromJson> Iter<'_, Pages<T>> {
    /// As [`Pages::page_size`].
    pub fn page_size(self, size: u32) -> Self {
        self.map(|stream| stream.page_size(size))
    }

    /// As [`Pages::start_at`].
    pub fn start_at(self, cursor: &str) -> Self {
        self.map(|stream| stream.start_at(cursor))
    }
}

impl<I, T> Iter<'_, Expand<'_, I, T>> {
    /// As [`Expand::concurrency`].
    pub fn concurrency(self, calls: usize) -> Self {
        self.map(|stream| stream.concurrency(calls))
    }

    /// As [`Expand::unordered`].
    pub fn unordered(self) -> Self {
        self.map(Expand::unordered)
    }

    /// **Undocumented**: as [`Expand::undocumented_batch`].
    pub fn undocumented_batch(self) -> Self {
        self.map(Expand::undocumented_batch)
    }

    /// **Undocumented**: as [`Expand::undocumented_pages`].
    pub fn undocumented_pages(self, size: u32, id: impl Fn(&T) -> I + Send + Sync + 'static) -> Self {
        self.map(|stream| stream.undocumented_pages(size, id))
    }
}

impl<S: fmt::Debug> fmt::Debug for Iter<'_, S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.stream.fmt(formatter)
    }
}
