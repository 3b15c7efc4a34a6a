//! Lists in pages, lists of objects in the place of lists of ids, and several objects at once.

mod batch;
mod cursor;
mod objects;

use crate::call::Call;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::world::World;

pub(crate) use self::batch::{batch, batch_separator};

/// The answer to a list that was asked for in pages; none if this is no such call.
pub(crate) fn paged(world: &World, call: &Call<'_>) -> Option<Result<Reply, Refusal>> {
    cursor::paged(world, call).or_else(|| objects::paged(world, call))
}

fn header<'c>(call: &Call<'c>, name: &str) -> Option<&'c str> {
    call.headers.get(name)?.to_str().ok()
}

fn not_valid(name: &str, text: &str) -> Refusal {
    Refusal::bad_request(format!("[{name}] Given data ({text}) is not valid"))
}
