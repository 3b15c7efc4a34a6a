//! DNS zones. Changes of records are deployed by `refresh`.

use std::net::{Ipv4Addr, Ipv6Addr};

use generator::schema::{Branch, Method};
use serde_json::{Value, json};

use super::zone_file;
use crate::call::Call;
use crate::error_response::ErrorResponse;
use crate::place::Place;
use crate::state::MAX_ENTRIES;
use crate::world::{World, rfc3339};

const ZONE: &str = "/domain/zone/{zoneName}";
const RECORDS: &str = "/domain/zone/{zoneName}/record";
const RECORD: &str = "/domain/zone/{zoneName}/record/{id}";

fn zone_place(call: &Call<'_>) -> Place {
    call.place_of(3)
}

/// Records that the zone has changes that are not deployed.
fn mark_undeployed(world: &World, call: &Call<'_>) {
    let place = zone_place(call).child("status");
    world.state().change_at(&place, &format!("{ZONE}/status"), &json!({"isDeployed": false}));
}

fn check_target(body: &Value, field_type: &str) -> Result<(), ErrorResponse> {
    let Some(target) = body.get("target").and_then(Value::as_str) else { return Ok(()) };
    let fits = match field_type {
        "A" => target.parse::<Ipv4Addr>().is_ok(),
        "AAAA" => target.parse::<Ipv6Addr>().is_ok(),
        _ => !target.trim().is_empty(),
    };
    let invalid = || {
        ErrorResponse::bad_request(format!(
            "[target] Given data ({target}) is not valid for a record of type {field_type}"
        ))
    };
    if fits { Ok(()) } else { Err(invalid().detail("parameter", "target")) }
}

pub(super) fn create_record(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let field_type = call.body.get("fieldType").and_then(Value::as_str).unwrap_or_default();
    check_target(&call.body, field_type)?;
    // Missing fields have defaults.
    let or =
        |key: &str, default: Value| call.body.get(key).filter(|value| !value.is_null()).cloned().unwrap_or(default);
    let facts =
        [("zone", call.segment(2).into()), ("subDomain", or("subDomain", "".into())), ("ttl", or("ttl", 0.into()))];
    let mut full = call.clone();
    if let Some(body) = full.body.as_object_mut() {
        body.extend(facts.map(|(key, value)| (key.to_owned(), value)));
    }
    let record = world.state().perform(&full)?;
    mark_undeployed(world, call);
    Ok(record)
}

pub(super) fn change_record(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let record = world.state().value_at(&call.place, RECORD);
    check_target(&call.body, record.get("fieldType").and_then(Value::as_str).unwrap_or_default())?;
    let value = world.state().perform(call)?;
    mark_undeployed(world, call);
    Ok(value)
}

pub(super) fn delete_record(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let value = world.state().perform(call)?;
    mark_undeployed(world, call);
    Ok(value)
}

/// Deploys the zone with a new serial number and date.
pub(super) fn refresh(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let zone = zone_place(call);
    let now = rfc3339(world.now());
    let text = zone_file_text(world, call);
    let mut state = world.state();
    let soa = state.value_at(&zone.child("soa"), &format!("{ZONE}/soa"));
    let serial = soa.get("serial").and_then(Value::as_i64).unwrap_or_default().saturating_add(1);
    state.change_at(&zone.child("soa"), &format!("{ZONE}/soa"), &json!({"serial": serial}));
    state.change_at(&zone, ZONE, &json!({"lastUpdate": now}));
    state.change_at(&zone.child("status"), &format!("{ZONE}/status"), &json!({"isDeployed": true}));
    state.set(&zone.child("export"), text.replace(&format!(" {} ", serial - 1), &format!(" {serial} ")).into());
    Ok(Value::Null)
}

/// Returns the deployed zone.
pub(super) fn export(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let text = zone_file_text(world, call);
    let mut state = world.state();
    let known = state.is_known(&call.place);
    if !known {
        state.set(&call.place, text.into());
    }
    Ok(state.value(&call.place, &call.route.operation.response).cloned().unwrap_or_default())
}

/// Returns the zone file of the current records.
fn zone_file_text(world: &World, call: &Call<'_>) -> String {
    let zone = zone_place(call);
    let records = records(world, &zone);
    let mut state = world.state();
    let soa = state.value_at(&zone.child("soa"), &format!("{ZONE}/soa"));
    zone_file::write(call.segment(2), &soa, &records)
}

fn records(world: &World, zone: &Place) -> Vec<Value> {
    let Some(id) = world.api.table.collection_at(RECORDS) else { return Vec::new() };
    let list = zone.child("record");
    let mut state = world.state();
    let entries = state.entries(&list, id).to_vec();
    entries.iter().filter_map(|entry| state.item(&list, id, entry)).collect()
}

/// Replaces all records by those of a zone file.
pub(super) fn import(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let text = call.body.get("zoneFile").and_then(Value::as_str).unwrap_or_default();
    let records = zone_file::parse(call.segment(2), text)
        .map_err(|line| ErrorResponse::bad_request(format!("[zoneFile] Line {line} is not a record")))?;
    // A megabyte of short records would fill the memory.
    if records.len() > MAX_ENTRIES {
        let message = format!("[zoneFile] Given data is not valid: more than {MAX_ENTRIES} records");
        return Err(ErrorResponse::bad_request(message).detail("parameter", "zoneFile"));
    }
    let zone = zone_place(call);
    if let (Some(id), Some(read)) =
        (world.api.table.collection_at(RECORDS), world.api.table.by_template(Branch::V1, Method::Get, RECORD))
    {
        let list = zone.child("record");
        let mut state = world.state();
        let old: Vec<String> = state.entries(&list, id).iter().map(|entry| entry.key.clone()).collect();
        for key in old {
            state.take(&list, id, &key);
        }
        for facts in records {
            let Some(key) = state.fresh_key(&list, id) else { continue };
            let mut value = state.temporary(&read.operation.response, "record");
            state.merge(&read.operation.response, &mut value, &facts);
            state.add(&list, id, &key, value);
        }
    }
    let value = world.state().respond(call, &call.route.operation.response, None);
    refresh(world, call)?;
    Ok(value)
}
