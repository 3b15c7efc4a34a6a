//! Requests pages by cursor, independent of the item type.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::background;
use crate::client::{Client, RawResponse};
use crate::error::{Error, ErrorKind};
use crate::request::RawRequest;

/// The request headers of v2 lists, and the response header, which is absent on the last page.
const SIZE: &str = "X-Pagination-Size";
const CURSOR: &str = "X-Pagination-Cursor";
const NEXT: &str = "X-Pagination-Cursor-Next";

pub(super) struct Cursor {
    client: Client,
    parts: Box<RawRequest>,
    state: CursorState,
}

/// A response, and the cursor of the next page.
pub(super) type PageResponse = (RawResponse, Option<String>);

enum CursorState {
    /// The cursor of the next page to request. `None` is the first page.
    Next(Option<String>),
    Requested {
        cursor: Option<String>,
        response: Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send>>,
    },
    Done,
}

impl Cursor {
    pub(super) fn new(client: Client, parts: Box<RawRequest>) -> Self {
        Self { client, parts, state: CursorState::Next(None) }
    }

    pub(super) fn size(&mut self, size: u32) {
        self.parts.set_header(SIZE, &i64::from(size));
    }

    pub(super) fn start_at(&mut self, cursor: &str) {
        self.state = CursorState::Next(Some(cursor.to_owned()));
    }

    /// Returns the next response, and the cursor of the page after it.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<PageResponse, Error>>> {
        loop {
            match &mut self.state {
                CursorState::Done => return Poll::Ready(None),
                CursorState::Next(cursor) => {
                    let cursor = cursor.take();
                    let mut parts = self.parts.clone();
                    if let Some(cursor) = &cursor {
                        parts.set_header(CURSOR, cursor);
                    }
                    let response = Box::pin(background(self.client.clone(), parts));
                    self.state = CursorState::Requested { cursor, response };
                }
                CursorState::Requested { cursor, response } => {
                    let response = ready!(response.as_mut().poll(context));
                    let cursor = cursor.take();
                    self.state = CursorState::Done;
                    let response = match response {
                        Ok(response) => response,
                        Err(error) => return Poll::Ready(Some(Err(error))),
                    };
                    let next = response.header(NEXT).filter(|next| !next.is_empty()).map(str::to_owned);
                    if next.is_some() && next == cursor {
                        return Poll::Ready(Some(Err(self.endless())));
                    }
                    if next.is_some() {
                        self.state = CursorState::Next(next.clone());
                    }
                    return Poll::Ready(Some(Ok((response, next))));
                }
            }
        }
    }

    fn endless(&self) -> Error {
        Error::new(ErrorKind::Paging, "endless list: the service returned the same cursor twice")
            .with_call(self.parts.operation, self.parts.shown_path())
            .maybe_sent(true)
    }
}
