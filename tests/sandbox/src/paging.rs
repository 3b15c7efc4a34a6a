//! Pages of lists, objects instead of ids, and batches.

mod batch;
mod cursor;
mod objects;

use crate::call::Call;
use crate::error_response::ErrorResponse;
use crate::reply::Reply;
use crate::world::World;

pub(crate) use self::batch::{batch, batch_separator};

/// Returns a page of a list. Returns `None` if the call does not request one.
pub(crate) fn paged(world: &World, call: &Call<'_>) -> Option<Result<Reply, ErrorResponse>> {
    cursor::paged(world, call).or_else(|| objects::paged(world, call))
}

fn header<'c>(call: &Call<'c>, name: &str) -> Option<&'c str> {
    call.headers.get(name)?.to_str().ok()
}

fn invalid(name: &str, text: &str) -> ErrorResponse {
    ErrorResponse::bad_request(format!("[{name}] Given data ({text}) is not valid"))
}
