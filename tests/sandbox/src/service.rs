//! A request, from its first byte to its answer.

use std::net::IpAddr;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use generator::model::{Scalar, Type};
use generator::schema::Branch;
use http::header::{AUTHORIZATION, HeaderName, TRANSFER_ENCODING};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use serde_json::Value;
use tokio::time::timeout;

use crate::call::{Call, decode};
use crate::host::one_caller;
use crate::keys::{Caller, Means, Signed, action_fits};
use crate::paging;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::routes::{Found, Meaning, Route};
use crate::trouble::{Breach, Fault, Struck, suffer};
use crate::world::World;
use crate::{index, pages};

/// The largest body that an operation takes.
const LARGEST: usize = 1024 * 1024;
/// So much more is read of one that is too large, for the caller to read the refusal.
const PATIENCE: usize = 64 * LARGEST;

/// All bodies in memory at once.
const ALL_BODIES: usize = 64 * LARGEST;

static QUERY_ID: HeaderName = HeaderName::from_static("x-ovh-queryid");

/// A request with its body.
#[derive(Debug)]
pub(crate) struct Asked<'r> {
    pub(crate) parts: &'r Parts,
    pub(crate) body: &'r [u8],
    /// `http://127.0.0.1:8080`, as the caller knows this server.
    pub(crate) origin: &'r str,
    pub(crate) address: IpAddr,
}

/// Answers one request.
pub(crate) async fn serve(
    world: &World,
    address: IpAddr,
    breach: &Breach,
    request: Request<Incoming>,
) -> Response<Full<Bytes>> {
    let number = world.count();
    let (parts, body) = request.into_parts();
    // `Content-Length` beside it has no meaning, so a proxy may see another end of the request: nothing follows it
    // here.
    let is_chunked = parts.headers.contains_key(TRANSFER_ENCODING);
    let reply = match check_and_read(world, &parts, body).await {
        Ok((origin, body)) => {
            respond(world, &Asked { parts: &parts, body: &body.bytes, origin: &origin, address }, breach).await
        }
        Err(refusal) => world.refuse(&refusal),
    };
    let mut reply = if is_chunked { reply.closing() } else { reply };
    if !reply.take_room(&world.unsent) {
        reply = world.refuse(&Refusal::overloaded("Too many responses that nobody has read"));
    }
    // Odd and fixed, so that neighbours look nothing like each other.
    let scattered = (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    reply.with(QUERY_ID.clone(), &format!("SB.ext-1.{scattered:016x}.{number}")).into_response()
}

/// A body, counted among those that are in memory.
struct Body<'w> {
    bytes: Vec<u8>,
    world: &'w World,
}

impl Drop for Body<'_> {
    fn drop(&mut self) {
        self.world.bodies.fetch_sub(self.bytes.len(), Ordering::Relaxed);
    }
}

/// The origin and the body of a request that is for this server.
async fn check_and_read<'w>(world: &'w World, parts: &Parts, body: Incoming) -> Result<(String, Body<'w>), Refusal> {
    let origin = world.hosts.origin(parts)?;
    world.hosts.same_site(parts).map_err(Refusal::closing)?;
    one_caller(&parts.headers).map_err(Refusal::closing)?;
    let limit = world.settings.request_timeout;
    let late = |_| Refusal::too_slow(format!("The body did not arrive within {} s", limit.as_secs_f32()));
    let body = timeout(limit, read(world, body)).await.map_err(late)??;
    Ok((origin, body))
}

/// The whole body; a refusal if it is too large or breaks off.
async fn read(world: &World, mut body: Incoming) -> Result<Body<'_>, Refusal> {
    let mut read = Body { bytes: Vec::new(), world };
    let mut size = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::bad_request("The body broke off").closing())?;
        let Some(data) = frame.data_ref() else { continue };
        size += data.len();
        if size <= LARGEST {
            read.bytes.extend_from_slice(data);
            if world.bodies.fetch_add(data.len(), Ordering::Relaxed) + data.len() > ALL_BODIES {
                return Err(Refusal::overloaded("Too many request bodies at once"));
            }
        } else if size > PATIENCE {
            break;
        }
    }
    if size > LARGEST {
        return Err(Refusal::too_large(format!("The body is larger than {LARGEST} bytes")).closing());
    }
    Ok(read)
}

async fn respond(world: &World, asked: &Asked<'_>, breach: &Breach) -> Reply {
    let path = asked.parts.uri.path();
    let Some((branch, spelling, rest)) = branch(path) else { return beside(world, asked, breach).await };
    if asked.parts.method == Method::GET
        && let Some(reply) = index::respond(&world.api, branch, &format!("{}/{spelling}", asked.origin), rest)
    {
        return reply;
    }
    if !world.settings.latency.is_zero() {
        tokio::time::sleep(world.settings.latency).await;
    }
    world.count_call();
    let perform = || operation(world, asked, branch, rest).unwrap_or_else(|refusal| world.refuse(&refusal));
    match world.strike(&World::caller_name(&asked.parts.headers, asked.address)) {
        None => perform(),
        Some(Struck::TooFast(refusal)) => world.refuse(&refusal),
        Some(Struck::Fault(wrong)) => {
            world.tally().failed(wrong.0);
            suffer(world, asked, breach, wrong, perform).await
        }
    }
}

/// What stands beside the API. Questions for a token may go wrong like calls; no key limits how many there are.
async fn beside(world: &World, asked: &Asked<'_>, breach: &Breach) -> Reply {
    let perform = || pages::respond(world, asked);
    let wrong = if pages::asks_for_token(asked) { world.fault() } else { None };
    match wrong {
        // There is no proof of identity but the one that is asked for, and no text in it.
        None | Some((_, Fault::StaleProof | Fault::Latin1, _)) => perform(),
        Some(wrong) => {
            world.tally().failed_to_grant(wrong.0);
            suffer(world, asked, breach, wrong, perform).await
        }
    }
}

/// The branch that a path begins with, as it is spelled there, and the rest of the path.
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

fn operation(world: &World, asked: &Asked<'_>, branch: Branch, path: &str) -> Result<Reply, Refusal> {
    let Parts { method, uri, headers, .. } = asked.parts;
    let segments = decode(path).ok_or_else(Refusal::unknown_route)?;
    let route = match world.api.table.find(branch, method, &segments) {
        Found::Route(route) => route,
        Found::WrongMethod(allowed) => return Err(Refusal::wrong_method(&allowed)),
        Found::Nothing => return Err(Refusal::unknown_route()),
    };
    world.count_route(route.id);
    let mut caller = None;
    if route.operation.authenticated {
        let target = uri.path_and_query().map_or(path, |target| target.as_str());
        let ruled = branch.prefixed(path);
        let signed = Signed {
            method: method.as_str(),
            url: &format!("{}{target}", asked.origin),
            path: &ruled,
            body: asked.body,
            headers,
            address: asked.address,
            now: world.now(),
        };
        let admitted = world.admit(&signed);
        match (&admitted, headers.get(AUTHORIZATION)) {
            (Ok(_), Some(bearer)) => world.tally().shown(bearer.as_bytes()),
            (Err(_), Some(bearer)) => world.tally().refused(bearer.as_bytes()),
            (_, None) => {}
        }
        let admitted = admitted?;
        check_actions(world, route, &admitted)?;
        caller = Some(admitted);
    }
    if let Some(separator) = paging::batch_separator(headers, route) {
        return paging::batch(world, asked, route, segments, separator, caller.as_ref());
    }
    let mut call = Call::read(&world.api, route, segments, uri.query(), asked.body, headers, asked.origin)?;
    call.caller = caller;
    if let Some(reply) = paging::paged(world, &call) {
        return reply;
    }
    let value = world.perform(&call)?;
    if *method != Method::GET {
        world.tally().wrote(method.as_str(), path, asked.body);
    }
    Ok(reply(world, route, &value))
}

/// Refuses an OAuth2 client that lacks an IAM action. Classic keys are the account's own and have all.
fn check_actions(world: &World, route: &Route, caller: &Caller) -> Result<(), Refusal> {
    let denied = &world.settings.denied_actions;
    if denied.is_empty() || matches!(caller.means, Means::Credential(_)) {
        return Ok(());
    }
    let required = route.operation.iam_actions.iter().filter(|action| action.required);
    let lacking = required.filter(|action| denied.iter().any(|pattern| action_fits(pattern, &action.name)));
    let lacking: Vec<&str> = lacking.map(|action| action.name.as_str()).collect();
    if lacking.is_empty() { Ok(()) } else { Err(Refusal::missing_actions(&lacking.join(","))) }
}

/// The answer; an operation that answers nothing says so in one of the ways that the service has.
fn reply(world: &World, route: &Route, value: &Value) -> Reply {
    if route.operation.response != Type::Scalar(Scalar::Unit) {
        return Reply::json(value);
    }
    let state = world.state();
    let way = if state.is_wild() && !matches!(route.meaning, Meaning::List(_)) {
        state.rng(&route.operation.path).u8(..3)
    } else {
        0
    };
    match way {
        0 => Reply::json(&Value::Null),
        1 => Reply::empty(StatusCode::OK),
        _ => Reply::empty(StatusCode::NO_CONTENT),
    }
}
