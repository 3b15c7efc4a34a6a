//! Serves a single request.

use std::net::IpAddr;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use generator::model::{Scalar, Type};
use generator::schema::Branch;
use http::header::{AUTHORIZATION, HeaderName, TRANSFER_ENCODING};
use http::request::Parts;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use serde_json::Value;
use tokio::time::timeout;

use crate::call::{Call, decode};
use crate::dispatch::perform;
use crate::error_response::ErrorResponse;
use crate::faults::{Disconnect, FaultEvent, FaultKind, Interruption};
use crate::host::check_caller_headers;
use crate::inject::inject;
use crate::keys::{Caller, Means, Signed, action_fits};
use crate::reply::Reply;
use crate::request::RawRequest;
use crate::routes::{Lookup, Meaning, Route};
use crate::world::World;
use crate::{index, overrides, pages, paging, unchanged};

/// Maximum size of a request body, in bytes.
const MAX_BODY: usize = 1024 * 1024;
/// Maximum bytes that are read of a larger body, so that the caller gets to read the error response.
const MAX_DISCARDED: usize = 64 * MAX_BODY;

/// Maximum size of all request bodies in memory, in bytes.
const MAX_BODIES: usize = 64 * MAX_BODY;

static QUERY_ID: HeaderName = HeaderName::from_static("x-ovh-queryid");

/// Serves one request.
pub(crate) async fn serve(
    world: &World,
    address: IpAddr,
    disconnect: &Disconnect,
    request: Request<Incoming>,
) -> Response<Full<Bytes>> {
    let number = world.count_request();
    let (parts, body) = request.into_parts();
    // A proxy that honours `Content-Length` instead may see another end of the request, so the connection is closed.
    let is_chunked = parts.headers.contains_key(TRANSFER_ENCODING);
    let reply = match check_and_read(world, &parts, body).await {
        Ok((origin, body)) => {
            respond(world, &RawRequest { parts: &parts, body: &body.bytes, origin: &origin, address }, disconnect).await
        }
        Err(error) => world.reject(&error),
    };
    let mut reply = if is_chunked { reply.closing() } else { reply };
    if !reply.take_room(&world.unsent) {
        reply = world.reject(&ErrorResponse::overloaded("Too many responses that have not been read"));
    }
    // Scatters consecutive numbers.
    let scattered = (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    reply.with(QUERY_ID.clone(), &format!("SB.ext-1.{scattered:016x}.{number}")).into_response()
}

/// A body that is counted in [`World::bodies`] while it is in memory.
struct Body<'w> {
    bytes: Vec<u8>,
    world: &'w World,
}

impl Drop for Body<'_> {
    fn drop(&mut self) {
        self.world.bodies.fetch_sub(self.bytes.len(), Ordering::Relaxed);
    }
}

/// Checks that a request is for this server, and returns its origin and body.
async fn check_and_read<'w>(
    world: &'w World,
    parts: &Parts,
    body: Incoming,
) -> Result<(String, Body<'w>), ErrorResponse> {
    let origin = world.hosts.origin(parts)?;
    world.hosts.same_site(parts).map_err(ErrorResponse::closing)?;
    check_caller_headers(&parts.headers).map_err(ErrorResponse::closing)?;
    let limit = world.settings.request_timeout;
    let late = |_| ErrorResponse::too_slow(format!("The body did not arrive within {} s", limit.as_secs_f32()));
    let body = timeout(limit, read(world, body)).await.map_err(late)??;
    Ok((origin, body))
}

/// Reads the whole body.
async fn read(world: &World, mut body: Incoming) -> Result<Body<'_>, ErrorResponse> {
    let mut read = Body { bytes: Vec::new(), world };
    let mut size = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| ErrorResponse::bad_request("The body broke off").closing())?;
        let Some(data) = frame.data_ref() else { continue };
        size += data.len();
        if size <= MAX_BODY {
            read.bytes.extend_from_slice(data);
            if world.bodies.fetch_add(data.len(), Ordering::Relaxed) + data.len() > MAX_BODIES {
                return Err(ErrorResponse::overloaded("Too many request bodies at once"));
            }
        } else if size > MAX_DISCARDED {
            break;
        }
    }
    if size > MAX_BODY {
        return Err(ErrorResponse::too_large(format!("The body is larger than {MAX_BODY} bytes")).closing());
    }
    Ok(read)
}

async fn respond(world: &World, request: &RawRequest<'_>, disconnect: &Disconnect) -> Reply {
    let path = request.parts.uri.path();
    let Some((branch, spelling, rest)) = branch(path) else {
        return respond_outside_branches(world, request, disconnect).await;
    };
    if request.parts.method == Method::GET
        && let Some(reply) = index::respond(&world.api, branch, &format!("{}/{spelling}", request.origin), rest)
    {
        return reply;
    }
    if !world.settings.latency.is_zero() {
        tokio::time::sleep(world.settings.latency).await;
    }
    world.count_call();
    let respond = || operation(world, request, branch, rest).unwrap_or_else(|error| world.reject(&error));
    match world.interrupt(&caller_name(&request.parts.headers, request.address)) {
        None => respond(),
        Some(Interruption::RateLimited(error)) => world.reject(&error),
        Some(Interruption::Fault(event)) => {
            world.stats().record_fault(event.name);
            inject(world, request, disconnect, event, respond).await
        }
    }
}

/// Responds to requests for pages and tokens. Token requests may fail like calls, but have no rate limit.
async fn respond_outside_branches(world: &World, request: &RawRequest<'_>, disconnect: &Disconnect) -> Reply {
    let respond = || pages::respond(world, request);
    let event = if pages::is_token_request(request) { world.draw_fault() } else { None };
    match event {
        // A token request has no timestamp or token that could be stale, and its response has no text.
        None | Some(FaultEvent { kind: FaultKind::StaleCredentials | FaultKind::Latin1, .. }) => respond(),
        Some(event) => {
            world.stats().record_token_fault(event.name);
            inject(world, request, disconnect, event, respond).await
        }
    }
}

/// Splits a path into its branch, the branch's spelling, and the rest of the path.
fn branch(path: &str) -> Option<(Branch, &str, &str)> {
    let (first, rest) = match path.strip_prefix('/')?.split_once('/') {
        Some((first, rest)) => (first, path.get(path.len() - rest.len() - 1..)?),
        None => (path.strip_prefix('/')?, ""),
    };
    match first {
        "1.0" | "v1" => Some((Branch::V1, first, rest)),
        "v2" => Some((Branch::V2, first, rest)),
        _ => None,
    }
}

fn operation(world: &World, request: &RawRequest<'_>, branch: Branch, path: &str) -> Result<Reply, ErrorResponse> {
    let Parts { method, uri, headers, .. } = request.parts;
    let segments = decode(path).ok_or_else(ErrorResponse::unknown_route)?;
    let route = match world.api.table.find(branch, method, &segments) {
        Lookup::Route(route) => route,
        Lookup::WrongMethod(allowed) => return Err(ErrorResponse::wrong_method(&allowed)),
        Lookup::NotFound => return Err(ErrorResponse::unknown_route()),
    };
    world.count_route(route.id);
    let mut caller = None;
    if route.operation.authenticated {
        let target = uri.path_and_query().map_or(path, |target| target.as_str());
        let ruled = branch.prefixed(path);
        let signed = Signed {
            method: method.as_str(),
            url: &format!("{}{target}", request.origin),
            path: &ruled,
            body: request.body,
            headers,
            address: request.address,
            now: world.now(),
            needs_rule: !overrides::is_about_caller(route),
        };
        let admitted = world.keys().admit(&signed);
        match (&admitted, headers.get(AUTHORIZATION)) {
            (Ok(_), Some(bearer)) => world.stats().record_token(bearer.as_bytes()),
            (Err(_), Some(bearer)) => world.stats().record_rejected_token(bearer.as_bytes()),
            (_, None) => {}
        }
        let admitted = admitted?;
        check_actions(world, route, &admitted)?;
        caller = Some(admitted);
    }
    if let Some(separator) = paging::batch_separator(headers, route) {
        return paging::batch(world, request, route, segments, separator, caller.as_ref());
    }
    let mut call = Call::parse(&world.api, route, segments, uri.query(), request.body, headers, request.origin)?;
    call.caller = caller;
    unchanged::settle(world, &mut call)?;
    if let Some(reply) = paging::paged(world, &call) {
        return reply;
    }
    let value = perform(world, &call)?;
    if *method != Method::GET {
        world.stats().record_write(method.as_str(), path, request.body);
    }
    Ok(reply(world, route, &value))
}

/// Rejects an OAuth2 client that lacks an IAM action. Application keys have all actions.
fn check_actions(world: &World, route: &Route, caller: &Caller) -> Result<(), ErrorResponse> {
    let denied = &world.settings.denied_actions;
    if denied.is_empty() || matches!(caller.means, Means::Credential(_)) {
        return Ok(());
    }
    let required = route.operation.iam_actions.iter().filter(|action| action.required);
    let lacking = required.filter(|action| denied.iter().any(|pattern| action_fits(pattern, &action.name)));
    let lacking: Vec<&str> = lacking.map(|action| action.name.as_str()).collect();
    if lacking.is_empty() { Ok(()) } else { Err(ErrorResponse::missing_actions(&lacking.join(","))) }
}

/// Returns the reply of an operation. Without a response body, it has one of the forms that the service uses.
fn reply(world: &World, route: &Route, value: &Value) -> Reply {
    if route.operation.response != Type::Scalar(Scalar::Unit) {
        return Reply::json(value);
    }
    let state = world.state();
    let form = if state.is_arbitrary() && !matches!(route.meaning, Meaning::List(_)) {
        state.rng(&route.operation.path).u8(..3)
    } else {
        0
    };
    match form {
        0 => Reply::json(&Value::Null),
        1 => Reply::empty(StatusCode::OK),
        _ => Reply::empty(StatusCode::NO_CONTENT),
    }
}

/// Returns the name by which a caller's rate limit is counted.
fn caller_name(headers: &HeaderMap, address: IpAddr) -> String {
    let names = ["x-ovh-consumer", "authorization", "x-ovh-application"];
    let is_short = |name: &&str| name.len() <= 256;
    let found = names.iter().find_map(|name| headers.get(*name)?.to_str().ok().filter(is_short));
    found.map_or_else(|| address.to_string(), str::to_owned)
}
