//! The future of a request.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use ovh_api_core::internal::{Exchange, RawResponse};

use crate::Error;

/// The future of a [`Request`](crate::Request).
///
/// A boxed future, shared by all operations, sends the request. Only decoding depends on the type of the response. The
/// future keeps what it needs of the client, so it can be spawned: its lifetime is `'static`.
#[must_use = "futures do nothing unless they are awaited"]
pub struct Call<'c, T> {
    response: Exchange,
    read: fn(RawResponse) -> Result<T, Error>,
    client: PhantomData<&'c ()>,
}

impl<T> Call<'static, T> {
    pub(super) fn new(response: Exchange, read: fn(RawResponse) -> Result<T, Error>) -> Self {
        Self { response, read, client: PhantomData }
    }
}

impl<T> Future for Call<'_, T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = ready!(self.response.as_mut().poll(context));
        Poll::Ready(response.and_then(self.read))
    }
}

impl<T> fmt::Debug for Call<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Call").finish_non_exhaustive()
    }
}
