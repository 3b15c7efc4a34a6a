//! Records of DNS zones. Changes are deployed by `refresh`.

use serde_json::{Map, Value, json};

use super::zone_state::{self, FIRST_NEW_ID, RECORD, collection, sort_key, zone_place};
use crate::call::Call;
use crate::dns::{Invalid, Names, Record};
use crate::error_response::ErrorResponse;
use crate::pattern::like;
use crate::state::State;
use crate::world::World;

impl From<Invalid> for ErrorResponse {
    fn from(invalid: Invalid) -> Self {
        Self::bad_request(invalid.message).detail("parameter", invalid.parameter)
    }
}

/// Returns the record that a body describes, or that it makes of an earlier one. Null means that a field is not given.
fn described(body: &Value, earlier: Option<&Value>) -> Map<String, Value> {
    let mut fields = Map::new();
    for (name, default) in
        [("fieldType", "".into()), ("subDomain", "".into()), ("target", "".into()), ("ttl", 0.into())]
    {
        let given = body.get(name).filter(|value| !value.is_null());
        let known = earlier.and_then(|record| record.get(name)).filter(|value| !value.is_null());
        fields.insert(name.to_owned(), given.or(known).cloned().unwrap_or(default));
    }
    if fields.get("subDomain").is_some_and(|name| name == "@") {
        fields.insert("subDomain".to_owned(), "".into());
    }
    fields
}

/// Checks a record by itself and beside the others of the zone, except the one that it replaces.
fn check(state: &mut State, call: &Call<'_>, record: &Value, replaced: Option<&str>) -> Result<(), ErrorResponse> {
    let (zone, list) = (call.segment(2), zone_place(call).child("record"));
    let record = Record::from_json(record);
    record.check(zone)?;
    let owner = record.owner(zone);
    let mut names = Names::default();
    let id = collection(state)?;
    state.each_item(&list, id, |key, value| {
        let name = value.get("subDomain").and_then(Value::as_str).unwrap_or_default();
        // Most names differ; only those outside of ASCII have several forms.
        if name.is_ascii() && record.sub_domain.is_ascii() && !name.eq_ignore_ascii_case(&record.sub_domain) {
            return;
        }
        let other = Record::from_json(value);
        if Some(key) != replaced && other.owner(zone) == owner {
            // Generated records may conflict with each other.
            let _ = names.add(&other, zone);
        }
    });
    Ok(names.add(&record, zone)?)
}

pub(super) fn create_record(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let mut state = world.state();
    let mut fields = described(&call.body, None);
    let record = Value::Object(fields.clone());
    check(&mut state, call, &record, None)?;
    zone_state::keep_deployed(&mut state, call);
    let id = FIRST_NEW_ID + state.next_number();
    fields.extend([("zone".to_owned(), call.segment(2).into()), ("id".to_owned(), id.into())]);
    let mut full = call.clone();
    full.body = fields.into();
    let created = state.perform(&full)?;
    zone_state::mark_undeployed(&mut state, call);
    Ok(created)
}

pub(super) fn change_record(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let mut state = world.state();
    let earlier = state.value_at(&call.place, RECORD);
    let fields = described(&call.body, Some(&earlier));
    check(&mut state, call, &Value::Object(fields.clone()), Some(call.segment(4)))?;
    zone_state::keep_deployed(&mut state, call);
    let mut full = call.clone();
    full.body = fields.into();
    let changed = state.perform(&full)?;
    zone_state::mark_undeployed(&mut state, call);
    Ok(changed)
}

pub(super) fn delete_record(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let mut state = world.state();
    zone_state::keep_deployed(&mut state, call);
    let value = state.perform(call)?;
    zone_state::mark_undeployed(&mut state, call);
    Ok(value)
}

/// Lists the ids of records by type, name and id. Names are compared without case. An empty `subDomain` is the zone
/// itself: clients delete the records of that name by this filter.
pub(super) fn list_records(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let mut state = world.state();
    let id = collection(&state)?;
    let zone = call.segment(2);
    let field_type = call.query_text("fieldType");
    let wanted = call.query_text("subDomain").map(|name| {
        let named = Record::from_json(&json!({"subDomain": name}));
        (name, named.owner(zone))
    });
    let is_wanted = |record: &Record| match &wanted {
        Some((pattern, _)) if pattern.contains('%') => like(&record.sub_domain, pattern),
        Some((_, owner)) => *owner == record.owner(zone),
        None => true,
    };
    let mut shown = Vec::new();
    state.each_item(&call.place, id, |key, value| {
        let record = Record::from_json(value);
        let has_type = field_type.is_none_or(|wanted| wanted == record.field_type);
        if has_type && is_wanted(&record) {
            let id = key.parse::<i64>().map_or_else(|_| key.into(), Value::from);
            shown.push((sort_key(value), id));
        }
    });
    shown.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(shown.into_iter().map(|(_, id)| id).collect())
}
