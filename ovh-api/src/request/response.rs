//! Requests that also return status and headers.

use std::fmt;
use std::marker::PhantomData;

use ovh_api_core::internal::RawResponse;

use super::{AsyncClient, Call, Request};
use crate::Response;
use crate::json::ResponseBody;

/// A request that also returns the status and headers of the response; see [`Request::with_response`].
#[must_use = "a request does nothing until it is awaited"]
pub struct WithResponse<C, T> {
    pub(crate) request: Request<C, T>,
}

impl<C, T, P> Request<C, T, P> {
    /// Returns the same request with a [`Response`] as output, which has the status, headers, request id and
    /// [corrections](Response::corrections) beside the decoded body. Set parameters and options first.
    #[inline]
    pub fn with_response(self) -> WithResponse<C, T> {
        WithResponse { request: Request { client: self.client, parts: self.parts, marker: PhantomData } }
    }
}

impl<C: AsyncClient, T: ResponseBody> WithResponse<C, T> {
    /// Returns the future that sends the request when it is polled; see [`Request::send`].
    #[inline]
    pub fn send(mut self) -> Call<'static, Response<T::Output>> {
        self.request.parts.expected = T::EXPECTED;
        Call::new(self.request.client.core().execute(self.request.parts), RawResponse::decode_response::<T>)
    }
}

impl<C: AsyncClient, T: ResponseBody> IntoFuture for WithResponse<C, T> {
    type Output = Result<Response<T::Output>, crate::Error>;
    type IntoFuture = Call<'static, Response<T::Output>>;

    #[inline]
    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

impl<C: Clone, T> Clone for WithResponse<C, T> {
    fn clone(&self) -> Self {
        Self { request: self.request.clone() }
    }
}

impl<C, T> fmt::Debug for WithResponse<C, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.request.fmt(formatter)
    }
}
