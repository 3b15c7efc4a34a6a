//! The same calls for programs that are not asynchronous.
//!
//! A [`Client`] has the same methods as its [asynchronous sister](crate::Client), and they give the same typed
//! [`Request`]s, which are sent by [`send`](Request::send) instead of being awaited:
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
//! Calls may be made from many threads at once. Made from within asynchronous code they would stop all that runs on the
//! same thread, so there they are an error of the kind [`Runtime`](crate::ErrorKind::Runtime); `spawn_blocking` is the
//! place for them.

mod iter;

use std::fmt;

use ovh_api_core::internal::Background;

pub use iter::Iter;

use crate::json::FromJson;
use crate::request::{Call, WithResponse};
use crate::{Endpoint, Error, Items, Pages, Request, Response};

/// A client whose calls wait for their answers.
///
/// Its connections are served by a thread of its own, which ends with the last clone.
#[derive(Clone)]
pub struct Client {
    inner: crate::Client,
    background: Background,
}

impl Client {
    /// A blocking client that shares keys, clock, connections and limits with `client`.
    ///
    /// # Errors
    ///
    /// If the system has no thread to give.
    pub fn new(client: crate::Client) -> Result<Self, Error> {
        Ok(Self { inner: client, background: Background::start()? })
    }

    /// Where the client sends its calls.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        self.inner.endpoint()
    }

    /// The asynchronous client behind it.
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

impl<T: FromJson, P> Request<&Client, T, P> {
    /// Sends the request and waits for its answer.
    ///
    /// # Errors
    ///
    /// Those of awaiting it, and if it is called from within asynchronous code.
    pub fn send(self) -> Result<T, Error> {
        let client = self.client;
        let call: Call<'_, T> = self.bind(&client.inner).into_future();
        client.background.wait(call)?
    }
}

impl<T: FromJson> WithResponse<&Client, T> {
    /// Sends the request and waits for its answer, of which it gives status and headers as well.
    ///
    /// # Errors
    ///
    /// As [`Request::send`].
    pub fn send(self) -> Result<Response<T>, Error> {
        let client = self.request.client;
        let call = self.request.bind(&client.inner).with_response().into_future();
        client.background.wait(call)?
    }
}

impl<'c, T: FromJson, P> Request<&'c Client, Vec<T>, P> {
    /// The list as an iterator over its items, which asks for a page when the one before is used up.
    ///
    /// Operations of v2 give their lists in pages with cursors; a list of v1 is one page.
    pub fn items(self) -> Iter<'c, Items<T>> {
        let client = self.client;
        Iter::new(&client.background, self.bind(&client.inner).items())
    }

    /// The list as an iterator over its pages.
    pub fn pages(self) -> Iter<'c, Pages<T>> {
        let client = self.client;
        Iter::new(&client.background, self.bind(&client.inner).pages())
    }
}

impl<'c, I, P> Request<&'c Client, Vec<I>, P>
where
    I: FromJson + Clone + Send + 'static,
{
    /// Turns a list of ids into an iterator over the objects behind them, each asked for by the request that `get`
    /// makes for its id.
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
