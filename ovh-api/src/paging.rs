//! Lists as streams: pages with cursors (API v2), and ids expanded to objects (API v1).

use crate::json::FromJson;
use crate::{AsyncClient, Expand, Items, Pages, Request};

impl<C: AsyncClient, T: FromJson, P> Request<C, Vec<T>, P> {
    /// Returns a stream of the items of the list. It requests a page when the previous one is used up; see
    /// [`pages`](Self::pages).
    pub fn items(self) -> Items<T> {
        Items::new(self.pages())
    }

    /// Returns a stream of the pages of the list. Each page is requested when the stream is polled for it.
    ///
    /// Lists of API v2 are paginated with cursors. A list of API v1 is a single page. Timeout, deadline and retries
    /// apply to each page separately.
    pub fn pages(self) -> Pages<T> {
        Pages::new(self.client.core().clone(), self.parts)
    }
}

impl<C: AsyncClient, I, P> Request<C, Vec<I>, P>
where
    I: FromJson + Clone + Send + 'static,
{
    /// Turns a list of ids into a stream of the objects with these ids. Each object is requested with the request that
    /// `get` returns for its id.
    ///
    /// ```
    /// # #[cfg(feature = "services")]
    /// # async fn example(client: &ovh_api::Client) -> Result<(), ovh_api::Error> {
    /// let mut services = client.services().list().expand(|id| client.services().get(id)).concurrency(32);
    /// while let Some(service) = services.next().await {
    ///     match service {
    ///         Ok((id, service)) => println!("{id}: {service:?}"),
    ///         Err(error) => eprintln!("{error}"),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The stream borrows what `get` borrows, but not the client. It is `'static`, and can be spawned or returned, if
    /// `get` builds its requests without a client:
    ///
    /// ```
    /// # #[cfg(feature = "services")]
    /// fn services(client: &ovh_api::Client) -> ovh_api::Expand<'static, i64, ovh_api::services::expanded::Service> {
    ///     let services = ovh_api::services::ServicesApi::new(ovh_api::Unbound);
    ///     client.services().list().expand(move |id| services.get(id))
    /// }
    /// ```
    pub fn expand<'c, D, T, Q>(self, mut get: impl FnMut(I) -> Request<D, T, Q> + Send + 'c) -> Expand<'c, I, T>
    where
        T: FromJson + Send + 'static,
    {
        Expand::new(self.client.core().clone(), self.parts, move |id| get(id).parts)
    }
}
