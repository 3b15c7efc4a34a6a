//! Streams of items.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::{FusedStream, Stream};

use super::pages::Pages;
use crate::error::Error;
use crate::json::FromJson;

/// A stream of the items of a list; see `Request::items`.
///
/// It ends after the last item, and after an error. One page is kept in memory at a time.
#[must_use = "streams do nothing unless they are polled"]
pub struct Items<T> {
    pages: Pages<T>,
    page: std::vec::IntoIter<T>,
}

impl<T: FromJson> Items<T> {
    #[doc(hidden)]
    pub fn new(pages: Pages<T>) -> Self {
        Self { pages, page: Vec::new().into_iter() }
    }

    /// Sets the maximum number of items per request (`X-Pagination-Size`). By default the service decides.
    pub fn page_size(mut self, size: u32) -> Self {
        self.pages = self.pages.page_size(size);
        self
    }

    /// Returns the next item, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// Fails like [`Pages::next`].
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T> Unpin for Items<T> {}

impl<T: FromJson> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.page = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T: FromJson> FusedStream for Items<T> {
    fn is_terminated(&self) -> bool {
        self.page.as_slice().is_empty() && self.pages.is_terminated()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Items").field("pages", &self.pages).finish_non_exhaustive()
    }
}
