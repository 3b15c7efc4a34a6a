//! Requests: values that can be inspected, stored, and awaited to send them.

mod call;
mod custom;
mod options;
mod polling;
mod response;
mod sender;

use std::fmt;
use std::marker::PhantomData;

use http::HeaderMap;
use ovh_api_core::internal::{RawRequest, RawResponse};

pub use call::Call;
pub use response::WithResponse;
pub use sender::AsyncClient;

use crate::json::{Json, ResponseBody, ToJson};
use crate::{Method, Operation, Parameter};

/// A request for one operation, which is sent when it is awaited.
///
/// The output is the decoded response, a `T`. Before the request is awaited, nothing is sent, and the path, query, body
/// and headers can be inspected. Optional parameters are methods of the request, which the documentation of each
/// operation lists.
///
/// `C` is the client: usually a reference, or a client of its own, so that the request can be stored. It is
/// [`Unbound`](crate::Unbound) for a request without a client; [`bind`](Self::bind) adds one. `P` is a marker type that
/// selects the optional parameters of the operation.
#[must_use = "a request does nothing until it is awaited"]
pub struct Request<C, T, P = ()> {
    pub(crate) client: C,
    // Independent of the type parameters, so that the code that handles it is compiled once.
    pub(crate) parts: Box<RawRequest>,
    marker: PhantomData<fn() -> (T, P)>,
}

impl<C, T, P> Request<C, T, P> {
    /// Returns the operation.
    #[inline]
    #[must_use]
    pub const fn operation(&self) -> &'static Operation {
        self.parts.operation
    }

    /// Returns the HTTP method.
    #[inline]
    #[must_use]
    pub const fn method(&self) -> Method {
        self.parts.operation.method
    }

    /// Returns the percent-encoded path below the branch, such as `/ip/192.0.2.0%2F24`.
    #[inline]
    #[must_use]
    pub fn path(&self) -> &str {
        &self.parts.path
    }

    /// Returns the percent-encoded query without the question mark, or `None` for a request without query.
    #[inline]
    #[must_use]
    pub fn query_string(&self) -> Option<&str> {
        self.parts.query()
    }

    /// Returns the JSON body, or `None` for a request without body.
    #[inline]
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.parts.body()
    }

    /// Returns the headers set by parameters of the operation, without those of every request, such as authentication
    /// and content type.
    #[inline]
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// Returns the same request for another client, ready to be awaited.
    #[inline]
    pub fn bind<D>(self, client: D) -> Request<D, T, P> {
        Request { client, parts: self.parts, marker: PhantomData }
    }

    /// Returns the same request with the response as untyped JSON, for responses that do not match the schema. Set
    /// optional parameters first.
    #[inline]
    pub fn raw(self) -> Request<C, Json> {
        Request { client: self.client, parts: self.parts, marker: PhantomData }
    }
}

/// Constructors for generated code.
#[allow(dead_code)] // The features decide which are used.
impl<C, T, P> Request<C, T, P> {
    /// Creates a request from the values of the path parameters, in the order of the path.
    #[inline]
    pub(crate) fn new(client: C, operation: &'static Operation, path_values: &[&dyn Parameter]) -> Self {
        Self { client, parts: Box::new(RawRequest::new(operation, path_values)), marker: PhantomData }
    }

    /// Creates a request from path parameters that are all strings.
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

    /// Sets a query parameter that is repeated for each string.
    #[inline]
    pub(crate) fn with_query_texts<V: AsRef<str>>(mut self, name: &'static str, values: &[V]) -> Self {
        self.parts.set_query_texts(name, values);
        self
    }

    /// Sets a query parameter that is sent as JSON.
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

/// Shows the operation, without body and secrets.
impl<C, T, P> fmt::Debug for Request<C, T, P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(formatter)
    }
}

impl<C: AsyncClient, T: ResponseBody, P> Request<C, T, P> {
    /// Returns the future that sends the request when it is polled: the one that `await` creates, for `tokio::spawn`,
    /// `try_join!` and other functions that take a future.
    ///
    /// The future shares the state of the client, so it borrows nothing and can be spawned:
    ///
    /// ```
    /// # #[cfg(all(feature = "me", feature = "vps"))]
    /// # async fn example(client: &ovh_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let servers = tokio::spawn(client.vps().list().send());
    /// let (account, bills) = tokio::try_join!(client.me().get().send(), client.me().bill().send())?;
    /// println!("{}: {} servers, {} bills", account.nichandle, servers.await??.len(), bills.len());
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn send(mut self) -> Call<'static, T::Output> {
        self.parts.expected = T::EXPECTED;
        Call::new(self.client.core().execute(self.parts), RawResponse::decode::<T>)
    }
}

impl<C: AsyncClient, T: ResponseBody, P> IntoFuture for Request<C, T, P> {
    type Output = Result<T::Output, crate::Error>;
    type IntoFuture = Call<'static, T::Output>;

    #[inline]
    fn into_future(self) -> Call<'static, T::Output> {
        self.send()
    }
}
