//! A request, from its first byte to its answer.

use std::net::IpAddr;

use bytes::Bytes;
use generator::model::{Scalar, Type};
use generator::schema::Branch;
use http::header::{AUTHORIZATION, HOST, HeaderName};
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use serde_json::Value;

use crate::call::{Call, decode};
use crate::keys::Signed;
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
    let reply = match read(body).await {
        Ok(body) => match origin(&parts) {
            Some(origin) => {
                respond(world, &Asked { parts: &parts, body: &body, origin: &origin, address }, breach).await
            }
            None => Reply::refusal(&Refusal::bad_request("The Host header is missing")),
        },
        Err(refusal) => Reply::refusal(&refusal),
    };
    // Odd and fixed, so that neighbours look nothing like each other.
    let scattered = (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    reply.with(QUERY_ID.clone(), &format!("SB.ext-1.{scattered:016x}.{number}")).into_response()
}

/// The whole body; a refusal if it is too large or breaks off.
async fn read(mut body: Incoming) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let mut size = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::bad_request("The body broke off"))?;
        let Some(data) = frame.data_ref() else { continue };
        size += data.len();
        if size <= LARGEST {
            bytes.extend_from_slice(data);
        } else if size > PATIENCE {
            break;
        }
    }
    if size > LARGEST {
        return Err(Refusal::bad_request(format!("The body is larger than {LARGEST} bytes")));
    }
    Ok(bytes)
}

fn origin(parts: &Parts) -> Option<String> {
    let host = match parts.uri.authority() {
        Some(authority) => authority.as_str(),
        None => parts.headers.get(HOST)?.to_str().ok()?,
    };
    (!host.is_empty()).then(|| format!("http://{host}"))
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
    let perform = || operation(world, asked, branch, rest).unwrap_or_else(|refusal| Reply::refusal(&refusal));
    match world.strike(&World::caller_name(&asked.parts.headers, asked.address)) {
        None => perform(),
        Some(Struck::TooFast(refusal)) => Reply::refusal(&refusal),
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
        // There is no proof of identity but the one that is asked for.
        None | Some((_, Fault::StaleProof, _)) => perform(),
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
        let ruled = if branch == Branch::V2 { format!("/v2{path}") } else { path.to_owned() };
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
        caller = Some(admitted?);
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
