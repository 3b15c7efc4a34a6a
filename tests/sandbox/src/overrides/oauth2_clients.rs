//! `/me/api/oauth2/client`: OAuth2 clients, which can get tokens.

use serde_json::{Value, json};

use crate::call::Call;
use crate::error_response::ErrorResponse;
use crate::world::World;

pub(super) fn create(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let (id, secret) = {
        let mut keys = world.keys();
        keys.room_for_client()?;
        keys.add_client()
    };
    let Some(collection) = world.api.table.collection_at("/me/api/oauth2/client") else {
        return Ok(Value::Null);
    };
    let mut state = world.state();
    let item = world.api.table.collection(collection).and_then(|known| known.item.clone());
    if let Some(ty) = item {
        let mut value = state.temporary(&ty, "client");
        state.merge(&ty, &mut value, &call.body);
        let key = crate::values::Plain { key: id.clone(), json: id.as_str().into() };
        state.add(&call.place, collection, &key, value);
    }
    drop(state);
    Ok(world.respond_with(call, &json!({"clientId": id, "clientSecret": secret})))
}

pub(super) fn delete(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let value = world.state().perform(call)?;
    world.keys().clients.remove(call.segment(4));
    Ok(value)
}
