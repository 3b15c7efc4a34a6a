//! Where an IP block can be moved to.

use serde_json::{Map, Value, json};

use crate::call::Call;
use crate::error_response::ErrorResponse;
use crate::state::DESTINATIONS;
use crate::world::World;

/// Returns the services that an IP block can be moved to, by kind.
pub(super) fn destinations(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let kinds: Vec<(&str, Vec<String>)> = {
        let mut state = world.state();
        DESTINATIONS.iter().map(|(list, field)| (*field, state.keys_at(list))).collect()
    };
    let shown = |names: Vec<String>| -> Value {
        names.into_iter().map(|name| json!({"service": name, "nexthop": []})).collect()
    };
    let facts: Map<String, Value> = kinds.into_iter().map(|(field, names)| (field.to_owned(), shown(names))).collect();
    Ok(world.respond_with(call, &facts.into()))
}
