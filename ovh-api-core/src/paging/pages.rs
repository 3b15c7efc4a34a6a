//! Streams of pages.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::{FusedStream, Stream};

use super::cursor::Cursor;
use crate::client::Client;
use crate::error::Error;
use crate::json::{Expected, FromJson};
use crate::request::RawRequest;

/// A stream of the pages of a list; see `Request::pages`.
///
/// It ends after the last page, and after an error. One page is kept in memory at a time.
#[must_use = "streams do nothing unless they are polled"]
pub struct Pages<T> {
    cursor: Cursor,
    done: bool,
    marker: PhantomData<fn() -> T>,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items of the page.
    pub items: Vec<T>,
    /// The cursor of the next page, for [`Pages::start_at`]. `None` on the last page.
    pub next: Option<String>,
}

impl<T: FromJson> Pages<T> {
    #[doc(hidden)]
    pub fn new(client: Client, mut parts: Box<RawRequest>) -> Self {
        parts.expected = Expected::Value;
        Self { cursor: Cursor::new(client, parts), done: false, marker: PhantomData }
    }

    /// Sets the maximum number of items per page (`X-Pagination-Size`). By default the service decides.
    pub fn page_size(mut self, size: u32) -> Self {
        self.cursor.size(size);
        self
    }

    /// Starts at a cursor: the [`next`](Page::next) of an earlier page.
    pub fn start_at(mut self, cursor: &str) -> Self {
        self.cursor.start_at(cursor);
        self
    }

    /// Returns the next page, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// Fails if the request fails, or if the service returns the same cursor twice in a row. The stream ends after an
    /// error; use [`start_at`](Self::start_at) to resume.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T: FromJson> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.done {
            return Poll::Ready(None);
        }
        self.cursor.poll(context).map(|polled| {
            let page = polled.map(|result| {
                let (response, next) = result?;
                Ok(Page { items: response.decode::<Vec<T>>()?, next })
            });
            self.done = !matches!(page, Some(Ok(_)));
            page
        })
    }
}

impl<T: FromJson> FusedStream for Pages<T> {
    fn is_terminated(&self) -> bool {
        self.done
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pages").field("done", &self.done).finish_non_exhaustive()
    }
}
