//! Performs operations, by an override or by their meaning.

use generator::schema::Method;
use serde_json::Value;

use crate::call::Call;
use crate::error_response::ErrorResponse;
use crate::overrides::{self, Override};
use crate::world::World;

/// Performs an operation and returns its response body.
pub(crate) fn perform(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let override_ = overrides::find(call.route);
    check_room(world, call, override_)?;
    if let Some(Override { guarded, run }) = override_ {
        if guarded {
            world.state().guard(call)?;
        }
        return run(world, call);
    }
    let mut state = world.state();
    state.guard(call)?;
    state.perform(call)
}

/// Rejects a call that could add state once the limit is reached. Reads may exceed the limit by a quarter.
fn check_room(world: &World, call: &Call<'_>, override_: Option<Override>) -> Result<(), ErrorResponse> {
    let max = world.settings.max_state;
    let method = call.route.operation.method;
    let (limit, stores_nothing) = match method {
        Method::Delete => return Ok(()),
        // Reads of keys add no state.
        Method::Get => (max.saturating_add(max / 4), override_.is_some_and(|found| !found.guarded)),
        Method::Post | Method::Put | Method::Patch => (max, false),
    };
    let (state, is_known) = {
        let state = world.state();
        (state.bytes(), state.is_known(&call.place))
    };
    let keys = world.keys().bytes();
    let used = state.saturating_add(keys).saturating_add(world.stats().bytes());
    if used < limit || stores_nothing || method == Method::Get && is_known {
        return Ok(());
    }
    let message =
        format!("The sandbox holds its maximum of {max} bytes: delete something, restart it or set --max-state");
    Err(ErrorResponse::full(message))
}
