//! The undocumented way by `X-Pagination-Mode`: the list itself gives objects.

use std::collections::VecDeque;

use futures_core::stream::BoxStream;
use futures_util::{StreamExt as _, stream};

use super::super::background;
use super::{ExpandError, Found, IdOf, Plan, is_outage, single};
use crate::Endpoint;
use crate::client::Client;
use crate::client::RawResponse;
use crate::json::{Expected, FromJson};
use crate::request::RawRequest;

/// Page after page, kept one at a time.
struct Walk<I, T> {
    client: Client,
    list: Box<RawRequest>,
    id: IdOf<I, T>,
    size: u32,
    /// The next one to ask for, from 1; none after the last.
    number: Option<u32>,
    seen: usize,
    page: VecDeque<T>,
}

pub(super) fn objects<'c, I, T>(plan: Plan<'c, I, T>, size: u32, id: IdOf<I, T>) -> BoxStream<'c, Found<I, T>>
where
    I: FromJson + Clone + Send + 'static,
    T: FromJson + Send + 'static,
{
    if *plan.client.endpoint() == Endpoint::OvhUs {
        return single::objects(plan);
    }
    let (client, list) = (plan.client.clone(), plan.list.clone());
    let walk = Walk { client, list, id, size, number: Some(1), seen: 0, page: VecDeque::new() };
    let first = async move {
        let mut walk = walk;
        match walk.turn().await {
            Ok(()) => stream::unfold(walk, Walk::step).boxed(),
            Err(error) if is_outage(&error) => stream::iter([Err(ExpandError::new(None, error))]).boxed(),
            Err(_) => single::objects(plan),
        }
    };
    stream::once(first).flatten().boxed()
}

impl<I, T: FromJson> Walk<I, T> {
    /// Asks for the next page.
    async fn turn(&mut self) -> Result<(), crate::Error> {
        let Some(number) = self.number.take() else {
            return Ok(());
        };
        let mut parts = self.list.clone();
        parts.expected = Expected::Value;
        parts.set_header("X-Pagination-Mode", &"CachedObjectList-Pages");
        parts.set_header("X-Pagination-Number", &i64::from(number));
        parts.set_header("X-Pagination-Size", &i64::from(self.size));
        let answer = background(self.client.clone(), parts).await?;
        let elements = answer.header("x-pagination-elements").and_then(|count| count.parse::<usize>().ok());
        let page: Vec<T> = RawResponse::decode(answer)?;
        self.seen += page.len();
        let last = match elements {
            Some(elements) => page.is_empty() || self.seen >= elements,
            // A shorter page is the last one.
            None => page.len() < self.size as usize,
        };
        self.number = if last { None } else { number.checked_add(1) };
        self.page = page.into();
        Ok(())
    }

    async fn step(mut self) -> Option<(Found<I, T>, Self)> {
        while self.page.is_empty() && self.number.is_some() {
            if let Err(error) = self.turn().await {
                return Some((Err(ExpandError::new(None, error)), self));
            }
        }
        let object = self.page.pop_front()?;
        Some((Ok(((self.id)(&object), object)), self))
    }
}
