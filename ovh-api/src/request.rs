//! A request: a value that can be looked at, kept, and sent by awaiting it.

mod call;
mod options;
mod response;

use std::fmt;
use std::marker::PhantomData;

use http::HeaderMap;
use ovh_api_core::internal::{RawRequest, RawResponse};

pub use call::Call;
pub use response::WithResponse;

use crate::json::{FromJson, Json, ToJson};
use crate::{Client, Method, Operation, Parameter};

/// One call of an operation, with all it takes to send it.
///
/// Awaiting a request that holds a client sends it; the output is the answer as a `T`. Until then nothing happens, and
/// everything that will be sent can be inspected. Without a client the type parameter `C` is [`Unbound`](crate::Unbound), and
/// [`bind`](Self::bind) gives it one. Optional parameters are methods of the request, and `P` names the operation that
/// they belong to.
#[must_use = "a request does nothing until it is awaited"]
pub struct Request<C, T, P = ()> {
    pub(crate) client: C,
    /// All that does not depend on the types, so that there is one copy of the code for it.
    pub(crate) parts: Box<RawRequest>,
    marker: PhantomData<fn() -> (T, P)>,
}

impl<C, T, P> Request<C, T, P> {
    /// The operation that is called.
    #[inline]
    #[must_use]
    pub const fn operation(&self) -> &'static Operation {
        self.parts.operation
    }

    /// The HTTP method.
    #[inline]
    #[must_use]
    pub const fn method(&self) -> Method {
        self.parts.operation.method
    }

    /// The path below the branch, percent-encoded: `/ip/192.0.2.0%2F24`.
    #[inline]
    #[must_use]
    pub fn path(&self) -> &str {
        &self.parts.path
    }

    /// The query without its question mark, percent-encoded; none if there is none.
    #[inline]
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.parts.query()
    }

    /// The body, which is JSON; none if there is none.
    #[inline]
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.parts.body()
    }

    /// The headers that belong to this request; those that every request has (signature, content type) are not among
    /// them.
    #[inline]
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The same request on a client, ready to be awaited.
    #[inline]
    pub fn bind<D>(self, client: D) -> Request<D, T, P> {
        Request { client, parts: self.parts, marker: PhantomData }
    }

    /// The same request with its answer as JSON of any form, for when the service does not keep to its schema. Optional
    /// parameters are set before.
    #[inline]
    pub fn raw(self) -> Request<C, Json> {
        Request { client: self.client, parts: self.parts, marker: PhantomData }
    }
}

/// For generated code.
#[allow(dead_code)] // Which of them are called depends on the features.
impl<C, T, P> Request<C, T, P> {
    /// Fills the operation's path with the values, in its own order.
    #[inline]
    pub(crate) fn new(client: C, operation: &'static Operation, path_values: &[&dyn Parameter]) -> Self {
        Self { client, parts: Box::new(RawRequest::new(operation, path_values)), marker: PhantomData }
    }

    /// The same for an operation whose path takes nothing but texts.
    #[inline]
    pub(crate) fn with_texts(client: C, operation: &'static Operation, path_texts: &[&str]) -> Self {
        Self { client, parts: Box::new(RawRequest::with_texts(operation, path_texts)), marker: PhantomData }
    }

    /// Sets a query parameter.
    #[inline]
    pub(crate) fn with_query(mut self, name: &'static str, value: &dyn Parameter) -> Self {
        self.parts.set_query(name, value);
        self
    }

    /// Sets a query parameter that is repeated for each value.
    #[inline]
    pub(crate) fn with_query_list<V: Parameter>(mut self, name: &'static str, values: &[V]) -> Self {
        self.parts.set_query_list(name, values);
        self
    }

    /// Sets a query parameter that is repeated for each text.
    #[inline]
    pub(crate) fn with_query_texts<V: AsRef<str>>(mut self, name: &'static str, values: &[V]) -> Self {
        self.parts.set_query_texts(name, values);
        self
    }

    /// Sets a query parameter that is sent as one JSON text.
    #[inline]
    pub(crate) fn with_query_json(mut self, name: &'static str, value: &dyn ToJson) -> Self {
        self.parts.set_query_json(name, value);
        self
    }

    /// Sets a header.
    #[inline]
    pub(crate) fn with_header(mut self, name: &'static str, value: &dyn Parameter) -> Self {
        self.parts.set_header(name, value);
        self
    }

    /// Sets the whole body.
    #[inline]
    pub(crate) fn with_body(mut self, body: &dyn ToJson) -> Self {
        self.parts.set_body(body);
        self
    }

    /// Sets one key of a body that is an object.
    #[inline]
    pub(crate) fn with_body_field(mut self, name: &'static str, value: &dyn ToJson) -> Self {
        self.parts.set_body_field(name, value);
        self
    }
}

impl<C: Clone, T, P> Clone for Request<C, T, P> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), parts: self.parts.clone(), marker: PhantomData }
    }
}

/// Shows what is called, but no body and no secret.
impl<C, T, P> fmt::Debug for Request<C, T, P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(formatter)
    }
}

impl<'c, T: FromJson, P> IntoFuture for Request<&'c Client, T, P> {
    type Output = Result<T, crate::Error>;
    type IntoFuture = Call<'c, T>;

    #[inline]
    fn into_future(mut self) -> Call<'c, T> {
        self.parts.expected = T::EXPECTED;
        Call { answer: self.client.core.execute(self.parts), read: RawResponse::decode }
    }
}
