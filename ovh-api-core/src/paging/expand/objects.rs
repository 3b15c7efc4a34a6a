//! The undocumented strategy with `X-Pagination-Mode`: the list returns objects.

use std::collections::VecDeque;

use futures_core::stream::BoxStream;
use futures_util::{StreamExt as _, stream};

use super::super::background;
use super::{ExpandError, ExpandResult, IdOf, Plan, is_outage, single};
use crate::client::Client;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::json::{Expected, FromJson};
use crate::request::RawRequest;

/// Reads one page at a time.
struct PageReader<I, T> {
    client: Client,
    list: Box<RawRequest>,
    id: IdOf<I, T>,
    size: u32,
    /// The number of the next page, from 1. `None` after the last page.
    number: Option<u32>,
    seen: usize,
    page: VecDeque<T>,
}

pub(super) fn objects<'c, I, T>(plan: Plan<'c, I, T>, size: u32, id: IdOf<I, T>) -> BoxStream<'c, ExpandResult<I, T>>
where
    I: FromJson + Clone + Send + 'static,
    T: FromJson + Send + 'static,
{
    if *plan.client.endpoint() == Endpoint::OvhUs {
        return single::objects(plan);
    }
    let (client, list) = (plan.client.clone(), plan.list.clone());
    let reader = PageReader { client, list, id, size, number: Some(1), seen: 0, page: VecDeque::new() };
    let first = async move {
        let mut reader = reader;
        match reader.fetch().await {
            Ok(()) => stream::unfold(reader, PageReader::next).boxed(),
            Err(error) if is_outage(&error) => stream::iter([Err(ExpandError::new(None, error))]).boxed(),
            Err(_) => single::objects(plan),
        }
    };
    stream::once(first).flatten().boxed()
}

impl<I, T: FromJson> PageReader<I, T> {
    /// Fetches the next page.
    async fn fetch(&mut self) -> Result<(), Error> {
        let Some(number) = self.number.take() else {
            return Ok(());
        };
        let mut parts = self.list.clone();
        parts.expected = Expected::Value;
        parts.set_header("X-Pagination-Mode", &"CachedObjectList-Pages");
        parts.set_header("X-Pagination-Number", &i64::from(number));
        parts.set_header("X-Pagination-Size", &i64::from(self.size));
        let response = background(self.client.clone(), parts).await?;
        let elements = response.header("x-pagination-elements").and_then(|count| count.parse::<usize>().ok());
        let page = response.decode::<Vec<T>>()?;
        self.seen += page.len();
        let last = match elements {
            Some(elements) => page.is_empty() || self.seen >= elements,
            // Only the last page is shorter.
            None => page.len() < self.size as usize,
        };
        self.number = if last { None } else { number.checked_add(1) };
        self.page = page.into();
        Ok(())
    }

    async fn next(mut self) -> Option<(ExpandResult<I, T>, Self)> {
        while self.page.is_empty() && self.number.is_some() {
            if let Err(error) = self.fetch().await {
                return Some((Err(ExpandError::new(None, error)), self));
            }
        }
        let object = self.page.pop_front()?;
        Some((Ok(((self.id)(&object), object)), self))
    }
}
