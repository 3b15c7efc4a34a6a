//! `X-Ovh-Batch: ,` and a path that ends in several ids: several objects at once, each in an envelope.

use generator::schema::{Branch, Method};
use http::HeaderMap;
use serde_json::{Value, json};

use crate::call::Call;
use crate::keys::Caller;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::routes::Route;
use crate::service::Asked;
use crate::world::World;

/// More ids at once are refused.
const MOST: usize = 50;

/// What stands between the ids, if a call asks for a batch of what its path ends in.
pub(crate) fn batch_separator<'h>(headers: &'h HeaderMap, route: &Route) -> Option<&'h str> {
    let separator = headers.get("x-ovh-batch")?.to_str().ok().filter(|separator| !separator.is_empty())?;
    let one_of_many =
        route.branch == Branch::V1 && route.operation.method == Method::Get && route.operation.path.ends_with('}');
    one_of_many.then_some(separator)
}

/// Answers a batch. One that fails does not spoil the others.
pub(crate) fn batch(
    world: &World,
    asked: &Asked<'_>,
    route: &Route,
    mut segments: Vec<String>,
    separator: &str,
    caller: Option<&Caller>,
) -> Result<Reply, Refusal> {
    let last = segments.pop().unwrap_or_default();
    let ids: Vec<&str> = last.split(separator).collect();
    if ids.len() > MOST {
        return Err(Refusal::bad_request(format!("A batch has at most {MOST} elements, this one has {}", ids.len())));
    }
    let envelopes = ids.into_iter().map(|id| {
        let mut own = segments.clone();
        own.push(id.to_owned());
        let parts = asked.parts;
        let call = Call::read(&world.api, route, own, parts.uri.query(), asked.body, &parts.headers, asked.origin);
        let value = call.and_then(|mut call| {
            // The rules have been held against all ids as one: `/vps/a*` covers `/vps/a,b`, but not `/vps/b`.
            world.grants(caller, Method::Get, &call.place)?;
            call.caller = caller.cloned();
            world.perform(&call)
        });
        match value {
            Ok(value) => json!({"key": id, "value": value, "error": null}),
            Err(refusal) => json!({"key": id, "value": null, "error": refusal.response(world.settings.errors).1}),
        }
    });
    Ok(Reply::json(&Value::Array(envelopes.collect())))
}
