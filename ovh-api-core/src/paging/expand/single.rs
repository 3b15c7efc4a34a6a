//! The documented strategy: one request per object.

use std::future::Future;

use futures_core::Stream;
use futures_core::stream::BoxStream;
use futures_util::{StreamExt as _, stream};

use super::super::background;
use super::{ExpandError, ExpandResult, Plan};
use crate::client::{Client, RawResponse};
use crate::json::{Expected, FromJson};
use crate::request::RawRequest;

pub(super) fn objects<'c, I, T>(plan: Plan<'c, I, T>) -> BoxStream<'c, ExpandResult<I, T>>
where
    I: FromJson + Clone + Send + 'static,
    T: FromJson + Send + 'static,
{
    let Plan { client, list, mut get, concurrency, ordered, .. } = plan;
    let calls = ids::<I>(client.clone(), list).map(move |id| {
        let call = id.map(|id| (get(id.clone()), id));
        let client = client.clone();
        async move {
            let (parts, id) = call?;
            object(client, parts, id).await
        }
    });
    buffer(calls, concurrency, ordered)
}

/// Returns the ids of a list, or its error.
pub(super) fn ids<I>(client: Client, mut list: Box<RawRequest>) -> impl Stream<Item = Result<I, ExpandError<I>>> + Send
where
    I: FromJson + Send + 'static,
{
    list.expected = Expected::Value;
    let list = async move {
        match background(client, list).await.and_then(RawResponse::decode::<Vec<I>>) {
            Ok(ids) => (ids, None),
            Err(error) => (Vec::new(), Some(Err(ExpandError::new(None, error)))),
        }
    };
    stream::once(list).flat_map(|(ids, error)| stream::iter(ids.into_iter().map(Ok).chain(error)))
}

pub(super) async fn object<I, T: FromJson>(client: Client, mut parts: Box<RawRequest>, id: I) -> ExpandResult<I, T> {
    parts.expected = T::EXPECTED;
    match background(client, parts).await.and_then(RawResponse::decode::<T>) {
        Ok(object) => Ok((id, object)),
        Err(error) => Err(ExpandError::new(Some(id), error)),
    }
}

/// Runs up to `concurrency` futures concurrently.
pub(super) fn buffer<'c, F>(
    futures: impl Stream<Item = F> + Send + 'c,
    concurrency: usize,
    ordered: bool,
) -> BoxStream<'c, F::Output>
where
    F: Future + Send + 'c,
    F::Output: Send + 'c,
{
    if ordered { futures.buffered(concurrency).boxed() } else { futures.buffer_unordered(concurrency).boxed() }
}
