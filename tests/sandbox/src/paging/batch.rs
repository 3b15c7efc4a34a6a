//! Batches: `X-Ovh-Batch: ,` and a path that ends in several ids. Each object is returned in an envelope.

use generator::schema::{Branch, Method};
use http::HeaderMap;
use serde_json::{Value, json};

use crate::call::Call;
use crate::dispatch::perform;
use crate::error_response::ErrorResponse;
use crate::keys::Caller;
use crate::reply::Reply;
use crate::request::RawRequest;
use crate::routes::Route;
use crate::world::World;

/// Maximum number of ids in a batch.
const MAX_IDS: usize = 50;

/// Returns the separator of the ids, if the call requests a batch.
pub(crate) fn batch_separator<'h>(headers: &'h HeaderMap, route: &Route) -> Option<&'h str> {
    let separator = headers.get("x-ovh-batch")?.to_str().ok().filter(|separator| !separator.is_empty())?;
    let one_of_many =
        route.branch == Branch::V1 && route.operation.method == Method::Get && route.operation.path.ends_with('}');
    one_of_many.then_some(separator)
}

/// Performs the call for each id. A failure affects only its own id.
pub(crate) fn batch(
    world: &World,
    request: &RawRequest<'_>,
    route: &Route,
    mut segments: Vec<String>,
    separator: &str,
    caller: Option<&Caller>,
) -> Result<Reply, ErrorResponse> {
    let last = segments.pop().unwrap_or_default();
    let ids: Vec<&str> = last.split(separator).collect();
    if ids.len() > MAX_IDS {
        return Err(ErrorResponse::bad_request(format!(
            "A batch has at most {MAX_IDS} elements, this one has {}",
            ids.len()
        )));
    }
    let envelopes = ids.into_iter().map(|id| {
        let mut own = segments.clone();
        own.push(id.to_owned());
        let parts = request.parts;
        let call = Call::parse(&world.api, route, own, parts.uri.query(), request.body, &parts.headers, request.origin);
        let value = call.and_then(|mut call| {
            // The rules were checked against the whole path only: `/vps/a*` covers `/vps/a,b`, but not `/vps/b`.
            world.check_rules(caller, Method::Get, &call.place)?;
            call.caller = caller.cloned();
            perform(world, &call)
        });
        match value {
            Ok(value) => json!({"key": id, "value": value, "error": null}),
            Err(error) => json!({"key": id, "value": null, "error": error.response(world.settings.errors).1}),
        }
    });
    Ok(Reply::json(&Value::Array(envelopes.collect())))
}
