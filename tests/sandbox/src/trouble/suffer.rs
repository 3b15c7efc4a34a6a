//! A call that goes wrong, from what was decided to what its caller sees.

use http::StatusCode;

use super::{Breach, Fault, Moment, Wrong};
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::service::Asked;
use crate::world::World;

/// Does what is to be done by `operation`, if anything, and answers as the fault has it.
pub(crate) async fn suffer(
    world: &World,
    asked: &Asked<'_>,
    breach: &Breach,
    (_, fault, number): Wrong,
    operation: impl FnOnce() -> Reply,
) -> Reply {
    let broken = |moment: Moment, reset: bool, operation: &mut dyn FnMut() -> Reply| {
        let reply = if moment == Moment::After { operation() } else { Reply::empty(StatusCode::NO_CONTENT) };
        breach.after(0, reset);
        reply
    };
    let mut operation = Some(operation);
    let mut operation = move || operation.take().map_or_else(|| Reply::empty(StatusCode::NO_CONTENT), |run| run());
    match fault {
        Fault::Refused(refusal) => world.refuse(&refusal()),
        Fault::StaleProof => stale(world, asked).unwrap_or_else(operation),
        Fault::Page(status, moment) => {
            if moment == Moment::After {
                operation();
            }
            let title = match status {
                StatusCode::OK => "Maintenance in progress".to_owned(),
                other => format!("{} {}", other.as_u16(), other.canonical_reason().unwrap_or_default()),
            };
            Reply::page(status, format!("<html><body><h1>{title}</h1></body></html>\n"))
        }
        Fault::Closed(moment) => broken(moment, false, &mut operation),
        Fault::Reset(moment) => broken(moment, true, &mut operation),
        Fault::Outage => {
            world.outage.notify_one();
            broken(Moment::Before, true, &mut operation)
        }
        Fault::Cut => {
            let reply = operation();
            // The head alone is longer than that.
            let most = reply.length() as u64 + 100;
            breach.after(usize::try_from(number % most).unwrap_or_default(), false);
            reply
        }
        Fault::Garbled => operation().garbled(),
        Fault::Truncated => operation().truncated(),
        Fault::Latin1 => operation().latin1(),
        Fault::Mislabelled => operation().mislabelled(),
        Fault::Slow => {
            let reply = operation();
            tokio::time::sleep(world.settings.slow).await;
            reply
        }
    }
}

/// The refusal of a proof that is too old; none if the call has shown none.
fn stale(world: &World, asked: &Asked<'_>) -> Option<Reply> {
    let headers = &asked.parts.headers;
    if let Some(bearer) = headers.get("authorization") {
        world.tally().refused(bearer.as_bytes());
        return Some(world.refuse(&Refusal::invalid_token()));
    }
    headers.contains_key("x-ovh-signature").then(|| world.refuse(&Refusal::out_of_time()))
}
