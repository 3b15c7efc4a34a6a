//! Applies a fault to a request.

use http::StatusCode;
use http::header::AUTHORIZATION;

use crate::error_response::ErrorResponse;
use crate::faults::{Disconnect, FaultEvent, FaultKind, Phase};
use crate::reply::Reply;
use crate::request::RawRequest;
use crate::world::World;

/// Runs `operation` if the fault occurs after it, and returns the resulting reply.
pub(crate) async fn inject(
    world: &World,
    request: &RawRequest<'_>,
    disconnect: &Disconnect,
    event: FaultEvent,
    operation: impl FnOnce() -> Reply,
) -> Reply {
    let broken = |phase: Phase, reset: bool, operation: &mut dyn FnMut() -> Reply| {
        let reply = if phase == Phase::After { operation() } else { Reply::empty(StatusCode::NO_CONTENT) };
        disconnect.after(0, reset);
        reply
    };
    let mut operation = Some(operation);
    let mut operation = move || operation.take().map_or_else(|| Reply::empty(StatusCode::NO_CONTENT), |run| run());
    match event.kind {
        FaultKind::Error(error) => world.reject(&error()),
        FaultKind::StaleCredentials => stale(world, request).unwrap_or_else(operation),
        FaultKind::Page(status, phase) => {
            if phase == Phase::After {
                operation();
            }
            let title = match status {
                StatusCode::OK => "Maintenance in progress".to_owned(),
                other => format!("{} {}", other.as_u16(), other.canonical_reason().unwrap_or_default()),
            };
            Reply::page(status, format!("<html><body><h1>{title}</h1></body></html>\n"))
        }
        FaultKind::Closed(phase) => broken(phase, false, &mut operation),
        FaultKind::Reset(phase) => broken(phase, true, &mut operation),
        FaultKind::Outage => {
            world.outage.notify_one();
            broken(Phase::Before, true, &mut operation)
        }
        FaultKind::Cut => {
            let reply = operation();
            // The head alone has more than 100 bytes, so the response is always incomplete.
            let most = reply.length() as u64 + 100;
            disconnect.after(usize::try_from(event.random % most).unwrap_or_default(), false);
            reply
        }
        FaultKind::Garbled => operation().garbled(),
        FaultKind::Truncated => operation().truncated(),
        FaultKind::Latin1 => operation().latin1(),
        FaultKind::Mislabelled => operation().mislabelled(),
        FaultKind::Slow => {
            let reply = operation();
            tokio::time::sleep(world.settings.slow).await;
            reply
        }
    }
}

/// Rejects the request's credentials as expired. Returns `None` if it has none.
fn stale(world: &World, request: &RawRequest<'_>) -> Option<Reply> {
    let headers = &request.parts.headers;
    if let Some(bearer) = headers.get(AUTHORIZATION) {
        world.stats().record_rejected_token(bearer.as_bytes());
        return Some(world.reject(&ErrorResponse::invalid_token()));
    }
    headers.contains_key("x-ovh-signature").then(|| world.reject(&ErrorResponse::out_of_time()))
}
