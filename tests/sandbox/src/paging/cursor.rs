//! Pages of branch v2: `X-Pagination-Size` and `X-Pagination-Cursor`, answered by `X-Pagination-Cursor-Next`.

use generator::model::Type;
use generator::schema::{Branch, Location};
use http::header::HeaderName;
use serde_json::Value;

use super::{header, not_valid};
use crate::call::Call;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::routes::Meaning;
use crate::world::World;

const DEFAULT_SIZE: usize = 100;
const LARGEST_SIZE: usize = 1000;
/// Cursors are opaque: whoever reads a number out of one relies on what may change.
const MASK: u64 = 0x5eed_c0de_cafe_f00d;

static NEXT: HeaderName = HeaderName::from_static("x-pagination-cursor-next");

pub(super) fn paged(world: &World, call: &Call<'_>) -> Option<Result<Reply, Refusal>> {
    let takes_cursor = call.route.parameters_in(Location::Header).any(|(parameter, _)| {
        parameter.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("x-pagination-cursor"))
    });
    let is_list = matches!(call.route.operation.response, Type::List(_));
    (call.route.branch == Branch::V2 && takes_cursor && is_list).then(|| page(world, call))
}

fn page(world: &World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let size = match header(call, "x-pagination-size") {
        None => DEFAULT_SIZE,
        Some(text) => {
            let size = text.parse().ok().filter(|size| (1..=LARGEST_SIZE).contains(size));
            size.ok_or_else(|| not_valid("X-Pagination-Size", text))?
        }
    };
    let after = match header(call, "x-pagination-cursor") {
        None => None,
        Some(text) => Some(read(text).ok_or_else(|| not_valid("X-Pagination-Cursor", text))?),
    };
    let (values, next) = match &call.route.meaning {
        Meaning::List(collection) => {
            let mut state = world.state();
            state.guard(call)?;
            let mut entries = state.wanted(call, *collection);
            // An entry keeps its number, so that what comes and goes between two pages moves no other one.
            entries.retain(|entry| after.is_none_or(|after| entry.number > after));
            let more = entries.len() > size;
            entries.truncate(size);
            let next = entries.last().filter(|_| more).map(|entry| entry.number);
            let values: Vec<Value> = entries.iter().map(|entry| state.show(&call.place, *collection, entry)).collect();
            (values, next)
        }
        _ => {
            let all = world.perform(call)?;
            let all = all.as_array().map(Vec::as_slice).unwrap_or_default();
            let start = after.and_then(|after| usize::try_from(after).ok()).map_or(0, |after| after.saturating_add(1));
            let values: Vec<Value> = all.iter().skip(start).take(size).cloned().collect();
            let end = start.saturating_add(values.len());
            (values, (end < all.len() && end > 0).then(|| end as u64 - 1))
        }
    };
    let reply = Reply::json(&Value::Array(values));
    Ok(match next {
        Some(number) => reply.with(NEXT.clone(), &format!("{:016x}", number ^ MASK)),
        None => reply,
    })
}

fn read(cursor: &str) -> Option<u64> {
    let number = u64::from_str_radix(cursor, 16).ok().filter(|_| cursor.len() == 16)? ^ MASK;
    // Nothing has ever had such a number.
    (number < 1 << 48).then_some(number)
}
