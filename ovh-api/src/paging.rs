//! Lists that come in pieces: pages with cursors (v2), and lists of ids of which each has an object (v1).

use crate::json::FromJson;
use crate::{Client, Expand, Items, Pages, Request};

impl<T: FromJson, P> Request<&Client, Vec<T>, P> {
    /// The list as a stream of items, which asks for a page when the one before is used up; see
    /// [`pages`](Self::pages).
    pub fn items(self) -> Items<T> {
        Items::new(self.pages())
    }

    /// The list as a stream of pages, each asked for when the one before has been taken.
    ///
    /// Operations of v2 give their lists in pages with cursors; a list of v1 is one page. Each page is a call of its
    /// own for timeouts, deadline and retries.
    pub fn pages(self) -> Pages<T> {
        Pages::new(self.client.core.clone(), self.parts)
    }
}

impl<I, P> Request<&Client, Vec<I>, P>
where
    I: FromJson + Clone + Send + 'static,
{
    /// Turns a list of ids into a stream of the objects behind them, each asked for by the request that `get` makes for
    /// its id.
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
    pub fn expand<'c, D, T, Q>(self, mut get: impl FnMut(I) -> Request<D, T, Q> + Send + 'c) -> Expand<'c, I, T>
    where
        T: FromJson + Send + 'static,
    {
        Expand::new(self.client.core.clone(), self.parts, move |id| get(id).parts)
    }
}
