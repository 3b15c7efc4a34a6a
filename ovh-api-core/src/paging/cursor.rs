//! The way from page to page, whatever is on them.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::background;
use crate::client::Client;
use crate::client::RawResponse;
use crate::error::{Error, ErrorKind};
use crate::request::RawRequest;

/// Request headers of v2 operations that answer lists, and the answer's header, absent on the last page.
const SIZE: &str = "X-Pagination-Size";
const CURSOR: &str = "X-Pagination-Cursor";
const NEXT: &str = "X-Pagination-Cursor-Next";

pub(super) struct Cursor {
    client: Client,
    parts: Box<RawRequest>,
    state: State,
}

/// An answer, and the cursor of the page after it.
pub(super) type Turned = (RawResponse, Option<String>);

enum State {
    /// The next page to ask for; none is the first.
    Next(Option<String>),
    Asked {
        cursor: Option<String>,
        answer: Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send>>,
    },
    Done,
}

impl Cursor {
    pub(super) fn new(client: Client, parts: Box<RawRequest>) -> Self {
        Self { client, parts, state: State::Next(None) }
    }

    pub(super) fn size(&mut self, size: u32) {
        self.parts.set_header(SIZE, &i64::from(size));
    }

    pub(super) fn start_at(&mut self, cursor: &str) {
        self.state = State::Next(Some(cursor.to_owned()));
    }

    /// The next answer, and the cursor of the page after it.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Turned, Error>>> {
        loop {
            match &mut self.state {
                State::Done => return Poll::Ready(None),
                State::Next(cursor) => {
                    let cursor = cursor.take();
                    let mut parts = self.parts.clone();
                    if let Some(cursor) = &cursor {
                        parts.set_header(CURSOR, cursor);
                    }
                    let answer = Box::pin(background(self.client.clone(), parts));
                    self.state = State::Asked { cursor, answer };
                }
                State::Asked { cursor, answer } => {
                    let answer = ready!(answer.as_mut().poll(context));
                    let cursor = cursor.take();
                    self.state = State::Done;
                    let answer = match answer {
                        Ok(answer) => answer,
                        Err(error) => return Poll::Ready(Some(Err(error))),
                    };
                    let next = answer.header(NEXT).filter(|next| !next.is_empty()).map(str::to_owned);
                    if next.is_some() && next == cursor {
                        return Poll::Ready(Some(Err(self.endless())));
                    }
                    if next.is_some() {
                        self.state = State::Next(next.clone());
                    }
                    return Poll::Ready(Some(Ok((answer, next))));
                }
            }
        }
    }

    fn endless(&self) -> Error {
        Error::new(ErrorKind::Paging, "the list has no end: the service gave the same cursor twice")
            .with_call(self.parts.operation, self.parts.shown_path())
            .maybe_sent(true)
    }
}
