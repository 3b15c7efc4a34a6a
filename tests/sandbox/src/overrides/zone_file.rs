//! Deployment, export and import of DNS zones.

use std::sync::Arc;

use generator::schema::{Branch, Method};
use serde_json::{Value, json};

use super::zone_state::{
    RECORD, SOA, STATUS, ZONE, keep_deployed, mark_undeployed, records, replace, text, zone_place,
};
use crate::account::default_records;
use crate::call::Call;
use crate::dns::{self, Invalid, Names, Record};
use crate::error_response::ErrorResponse;
use crate::state::{MAX_ENTRIES, State};
use crate::values::{Direction, check};
use crate::world::{World, rfc3339};

/// Largest serial number, and largest time in seconds.
const MAX_SERIAL: i64 = 0xffff_ffff;
const MAX_SECONDS: i64 = 0x7fff_ffff;

/// Deploys the zone with a new serial number and date.
pub(super) fn refresh(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let mut state = world.state();
    let records = records(&mut state, call);
    check_room(world, &mut state, call, &records)?;
    deploy(world, &mut state, call, &records);
    Ok(Value::Null)
}

/// Rejects records whose zone file does not fit into the memory: escaped text takes four times that of its record.
fn check_room(world: &World, state: &mut State, call: &Call<'_>, records: &[Record]) -> Result<(), ErrorResponse> {
    let max = world.settings.max_state;
    let room = max.saturating_add(max / 4).saturating_sub(state.bytes());
    let full = || ErrorResponse::full("The zone file does not fit into the memory of the sandbox: set --max-state");
    text(state, call, records, room).map(drop).ok_or_else(full)
}

fn deploy(world: &World, state: &mut State, call: &Call<'_>, records: &[Record]) {
    let zone = zone_place(call);
    let soa = state.value_at(&zone.child("soa"), SOA);
    let serial = soa.get("serial").and_then(Value::as_i64).unwrap_or_default();
    let next = if serial >= MAX_SERIAL { 1 } else { serial + 1 };
    state.change_at(&zone.child("soa"), SOA, &json!({"serial": next}));
    let text = text(state, call, records, usize::MAX).unwrap_or_default();
    state.set(&zone.child("export"), text.into());
    state.change_at(&zone, ZONE, &json!({"lastUpdate": rfc3339(world.now())}));
    state.change_at(&zone.child("status"), STATUS, &json!({"isDeployed": true}));
}

/// Returns the deployed zone.
pub(super) fn export(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let mut state = world.state();
    keep_deployed(&mut state, call);
    Ok(state.value(&call.place, &call.route.operation.response).cloned().unwrap_or_default())
}

/// Replaces all records by those of a zone file, and deploys them.
pub(super) fn import(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let file = call.body.get("zoneFile").and_then(Value::as_str).unwrap_or_default();
    let invalid = |message: String| ErrorResponse::bad_request(message).detail("parameter", "zoneFile");
    let mut state = world.state();
    let soa = state.value_at(&zone_place(call).child("soa"), SOA);
    let ttl = soa.get("ttl").and_then(Value::as_i64).unwrap_or_default();
    let records = dns::read(call.segment(2), ttl, file)
        .map_err(|(line, reason)| invalid(format!("[zoneFile] Line {line} is not valid: {reason}")))?;
    // A megabyte of short records would fill the memory.
    if records.len() > MAX_ENTRIES {
        return Err(invalid(format!("[zoneFile] Given data is not valid: more than {MAX_ENTRIES} records")));
    }
    check_all(&state, call, &records).map_err(|problem| invalid(format!("[zoneFile] {}", problem.message)))?;
    check_room(world, &mut state, call, &records)?;
    replace(&mut state, call, &records)?;
    let value = state.respond(call, &call.route.operation.response, None);
    deploy(world, &mut state, call, &records);
    Ok(value)
}

/// Checks records by themselves, beside each other, and against the schema.
fn check_all(state: &State, call: &Call<'_>, records: &[Record]) -> Result<(), Invalid> {
    let zone = call.segment(2);
    let api = Arc::clone(&state.api);
    let read = api.table.by_template(Branch::V1, Method::Get, RECORD);
    let mut names = Names::default();
    for record in records {
        record.check(zone)?;
        names.add(record, zone)?;
        let mut value = record.to_json(zone);
        if let Some(fields) = value.as_object_mut() {
            fields.insert("id".to_owned(), 1.into());
        }
        if let Some(read) = read {
            check(&api.model.types, &read.operation.response, &value, Direction::Output)
                .map_err(|problem| Invalid { parameter: "zoneFile", message: problem.message() })?;
        }
    }
    Ok(())
}

/// Replaces all records by those of a new zone, or by its name servers alone if `minimized`. `DnsRecords` replace those
/// of their types.
pub(super) fn reset(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let mut state = world.state();
    let zone = call.segment(2);
    let is_minimized = call.body.get("minimized").and_then(Value::as_bool).unwrap_or_default();
    let given: Vec<Record> = match call.body.get("DnsRecords").and_then(Value::as_array) {
        Some(given) => given.iter().map(Record::from_json).collect(),
        None => Vec::new(),
    };
    let mut records: Vec<Record> = default_records(zone).iter().map(Record::from_json).collect();
    records.retain(|record| {
        let is_given = given.iter().any(|given| given.field_type == record.field_type);
        record.field_type == "NS" || !(is_minimized || is_given)
    });
    records.extend(given);
    check_all(&state, call, &records)?;
    keep_deployed(&mut state, call);
    replace(&mut state, call, &records)?;
    mark_undeployed(&mut state, call);
    Ok(Value::Null)
}

/// Changes the SOA record.
pub(super) fn change_soa(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    for (name, max) in [
        ("serial", MAX_SERIAL),
        ("refresh", MAX_SECONDS),
        ("expire", MAX_SECONDS),
        ("ttl", MAX_SECONDS),
        ("nxDomainTtl", MAX_SECONDS),
    ] {
        if let Some(number) = call.body.get(name).and_then(Value::as_i64)
            && !(0..=max).contains(&number)
        {
            let message = format!("[{name}] Given data ({number}) is not valid: it must be between 0 and {max}");
            return Err(ErrorResponse::bad_request(message).detail("parameter", name));
        }
    }
    for name in ["server", "email"] {
        if let Some(text) = call.body.get(name).and_then(Value::as_str) {
            dns::check_name(name, text)?;
        }
    }
    let mut state = world.state();
    keep_deployed(&mut state, call);
    let value = state.perform(call)?;
    mark_undeployed(&mut state, call);
    Ok(value)
}
