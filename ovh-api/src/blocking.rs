//! A client for synchronous programs.
//!
//! [`Client`] has the same methods as the [asynchronous client](crate::Client). They return the same typed
//! [`Request`]s, which are sent with [`send`](Request::send) instead of being awaited:
//!
//! ```no_run
//! use ovh_api::blocking::Client;
//!
//! # fn main() -> Result<(), ovh_api::Error> {
//! let client = Client::new(
//!     ovh_api::Client::builder()
//!         .application_key("your-application-key")
//!         .application_secret("your-application-secret")
//!         .consumer_key("your-consumer-key")
//!         .build()?,
//! )?;
//! # #[cfg(feature = "services")]
//! let ids: Vec<i64> = client.services().list().send()?;
//! # Ok(())
//! # }
//! ```
//!
//! A client can be used from several threads at once. Within asynchronous code, where it would block all tasks of the
//! thread, `send` fails with an error of the kind [`Runtime`](crate::ErrorKind::Runtime); use `spawn_blocking` there.

mod consumer_key;
mod iter;
mod polling;

use std::fmt;

use ovh_api_core::internal::Background;

pub use consumer_key::Validation;
pub use iter::Iter;
pub use polling::PollUntil;

use crate::json::{FromJson, Json, ResponseBody};
use crate::request::WithResponse;
use crate::{CallPath, Endpoint, Error, Items, Method, Pages, Request, Response};

/// A client that blocks until the response has arrived.
///
/// A background thread serves its connections. The thread ends when the last clone of the client is dropped.
#[derive(Clone)]
pub struct Client {
    inner: crate::Client,
    background: Background,
}

impl Client {
    /// Creates a blocking client that shares credentials, clock, connections and limits with `client`.
    ///
    /// # Errors
    ///
    /// If the background thread cannot be started.
    pub fn new(client: crate::Client) -> Result<Self, Error> {
        Ok(Self { inner: client, background: Background::start()? })
    }

    /// Returns the endpoint that requests are sent to.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        self.inner.endpoint()
    }

    /// Creates a request for any operation, also for one that is not generated; see
    /// [`Client::call`](crate::Client::call) of the asynchronous client.
    ///
    /// ```no_run
    /// # fn example(client: &ovh_api::blocking::Client) -> Result<(), ovh_api::Error> {
    /// let names = client.call(ovh_api::Method::Get, "/domain/zone").decode::<Vec<String>>().send()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn call(&self, method: Method, path: impl Into<CallPath>) -> Request<&Self, Json> {
        Request::untyped(self, method, path.into())
    }

    /// Returns the asynchronous client that this client wraps.
    #[must_use]
    pub const fn as_async(&self) -> &crate::Client {
        &self.inner
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(formatter)
    }
}

impl<T: ResponseBody, P> Request<&Client, T, P> {
    /// Sends the request and waits for the response.
    ///
    /// # Errors
    ///
    /// If the request fails, or if this is called within asynchronous code.
    pub fn send(self) -> Result<T::Output, Error> {
        let client = self.client;
        client.background.wait(self.bind(&client.inner).send())?
    }
}

impl<T: ResponseBody> WithResponse<&Client, T> {
    /// Sends the request, waits for the response, and returns it with its status and headers.
    ///
    /// # Errors
    ///
    /// As for [`Request::send`].
    pub fn send(self) -> Result<Response<T::Output>, Error> {
        let client = self.request.client;
        client.background.wait(self.request.bind(&client.inner).with_response().send())?
    }
}

impl<'c, T: FromJson, P> Request<&'c Client, Vec<T>, P> {
    /// Returns an iterator over the items of the list. It requests a page when the previous one is used up.
    ///
    /// Lists of API v2 are paginated with cursors. A list of API v1 is a single page.
    pub fn items(self) -> Iter<'c, Items<T>> {
        let client = self.client;
        Iter::new(&client.background, self.bind(&client.inner).items())
    }

    /// Returns an iterator over the pages of the list.
    pub fn pages(self) -> Iter<'c, Pages<T>> {
        let client = self.client;
        Iter::new(&client.background, self.bind(&client.inner).pages())
    }
}

impl<'c, I, P> Request<&'c Client, Vec<I>, P>
where
    I: FromJson + Clone + Send + 'static,
{
    /// Turns a list of ids into an iterator over the objects with these ids. Each object is requested with the request
    /// that `get` returns for its id.
    ///
    /// ```no_run
    /// # #[cfg(feature = "services")]
    /// # fn example(client: &ovh_api::blocking::Client) -> Result<(), ovh_api::Error> {
    /// let services = client.services();
    /// for service in services.list().expand(|id| services.get(id)).concurrency(32) {
    ///     let (id, service) = service?;
    ///     println!("{id}: {service:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn expand<D, T, Q>(
        self,
        get: impl FnMut(I) -> Request<D, T, Q> + Send + 'c,
    ) -> Iter<'c, crate::Expand<'c, I, T>>
    where
        T: FromJson + Send + 'static,
    {
        let client = self.client;
        Iter::new(&client.background, self.bind(&client.inner).expand(get))
    }
}
