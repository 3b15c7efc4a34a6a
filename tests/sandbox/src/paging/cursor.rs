//! Pages of branch v2: `X-Pagination-Size` and `X-Pagination-Cursor` in requests, `X-Pagination-Cursor-Next` in
//! responses.

use generator::model::Type;
use generator::schema::{Branch, Location};
use http::header::HeaderName;
use serde_json::Value;

use super::{header, invalid};
use crate::call::Call;
use crate::dispatch::perform;
use crate::error_response::ErrorResponse;
use crate::reply::Reply;
use crate::routes::Meaning;
use crate::world::World;

const DEFAULT_SIZE: usize = 100;
const MAX_SIZE: usize = 1000;
/// Makes cursors opaque, so that no client relies on their content.
const MASK: u64 = 0x5eed_c0de_cafe_f00d;

static NEXT: HeaderName = HeaderName::from_static("x-pagination-cursor-next");

pub(super) fn paged(world: &World, call: &Call<'_>) -> Option<Result<Reply, ErrorResponse>> {
    let takes_cursor = call.route.parameters_in(Location::Header).any(|(parameter, _)| {
        parameter.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("x-pagination-cursor"))
    });
    let is_list = matches!(call.route.operation.response, Type::List(_));
    (call.route.branch == Branch::V2 && takes_cursor && is_list).then(|| page(world, call))
}

fn page(world: &World, call: &Call<'_>) -> Result<Reply, ErrorResponse> {
    let size = match header(call, "x-pagination-size") {
        None => DEFAULT_SIZE,
        Some(text) => {
            let size = text.parse().ok().filter(|size| (1..=MAX_SIZE).contains(size));
            size.ok_or_else(|| invalid("X-Pagination-Size", text))?
        }
    };
    let after = match header(call, "x-pagination-cursor") {
        None => None,
        Some(text) => Some(parse(text).ok_or_else(|| invalid("X-Pagination-Cursor", text))?),
    };
    let (values, next) = match &call.route.meaning {
        Meaning::List(collection) => {
            let mut state = world.state();
            state.guard(call)?;
            let mut entries = state.matching(call, *collection);
            // Entries keep their numbers, so changes between two pages neither skip nor repeat other entries.
            entries.retain(|entry| after.is_none_or(|after| entry.number > after));
            let more = entries.len() > size;
            entries.truncate(size);
            let next = entries.last().filter(|_| more).map(|entry| entry.number);
            let values: Vec<Value> = entries.iter().map(|entry| state.show(&call.place, *collection, entry)).collect();
            (values, next)
        }
        _ => {
            let all = perform(world, call)?;
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

fn parse(cursor: &str) -> Option<u64> {
    let number = u64::from_str_radix(cursor, 16).ok().filter(|_| cursor.len() == 16)? ^ MASK;
    // No entry has a larger number.
    (number < 1 << 48).then_some(number)
}
