//! The state of a DNS zone: its records, and whether they are deployed.

use std::sync::Arc;

use generator::schema::{Branch, Method};
use serde_json::{Value, json};

use crate::call::Call;
use crate::dns::{self, Record, Zone};
use crate::error_response::ErrorResponse;
use crate::place::Place;
use crate::routes::CollectionId;
use crate::state::State;
use crate::values::Plain;

pub(super) const ZONE: &str = "/domain/zone/{zoneName}";
pub(super) const RECORD: &str = "/domain/zone/{zoneName}/record/{id}";
pub(super) const SOA: &str = "/domain/zone/{zoneName}/soa";
pub(super) const STATUS: &str = "/domain/zone/{zoneName}/status";
const RECORDS: &str = "/domain/zone/{zoneName}/record";

/// Added to a number that increases with each object, so that the ids of new records ascend.
pub(super) const FIRST_NEW_ID: u64 = 5_200_000_000;

pub(super) fn zone_place(call: &Call<'_>) -> Place {
    call.place_of(3)
}

/// Returns the collection of records.
pub(super) fn collection(state: &State) -> Result<CollectionId, ErrorResponse> {
    state.api.table.collection_at(RECORDS).ok_or_else(ErrorResponse::unknown_route)
}

/// Returns what lists and zone files are sorted by: type, name and id.
pub(super) fn sort_key(record: &Value) -> (String, String, i64) {
    let text = |key: &str| record.get(key).and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
    let id = record.get("id").and_then(Value::as_i64).unwrap_or_default();
    (text("fieldType"), text("subDomain"), id)
}

/// Replaces all records of a zone.
pub(super) fn replace(state: &mut State, call: &Call<'_>, records: &[Record]) -> Result<(), ErrorResponse> {
    let (zone, list) = (call.segment(2), zone_place(call).child("record"));
    let id = collection(state)?;
    let api = Arc::clone(&state.api);
    let read = api.table.by_template(Branch::V1, Method::Get, RECORD).ok_or_else(ErrorResponse::unknown_route)?;
    let ty = &read.operation.response;
    let mut values: Vec<Value> = records.iter().map(|record| record.to_json(zone)).collect();
    values.sort_by_cached_key(sort_key);
    for entry in state.entries(&list, id).to_vec() {
        state.take(&list, id, &entry.key);
    }
    for facts in values {
        let number = FIRST_NEW_ID + state.next_number();
        let mut value = state.temporary(ty, "record");
        state.merge(ty, &mut value, &facts);
        state.add(&list, id, &Plain { key: number.to_string(), json: number.into() }, value);
    }
    Ok(())
}

/// Returns the current records of a zone, sorted.
pub(super) fn records(state: &mut State, call: &Call<'_>) -> Vec<Record> {
    let Ok(id) = collection(state) else { return Vec::new() };
    let mut records = Vec::new();
    let mut visit = |_: &str, value: &Value| records.push((sort_key(value), Record::from_json(value)));
    state.each_item(&zone_place(call).child("record"), id, &mut visit);
    records.sort_by(|(one, _), (other, _)| one.cmp(other));
    records.into_iter().map(|(_, record)| record).collect()
}

/// Keeps the zone as it is deployed, before its first change.
pub(super) fn keep_deployed(state: &mut State, call: &Call<'_>) {
    let place = zone_place(call).child("export");
    if !state.is_known(&place) {
        let records = records(state, call);
        let text = text(state, call, &records, usize::MAX).unwrap_or_default();
        state.set(&place, text.into());
    }
}

/// Records that the zone has changes that are not deployed.
pub(super) fn mark_undeployed(state: &mut State, call: &Call<'_>) {
    state.change_at(&zone_place(call).child("status"), STATUS, &json!({"isDeployed": false}));
}

/// Returns the zone file of some records. Returns `None` if it has more than `max` bytes.
pub(super) fn text(state: &mut State, call: &Call<'_>, records: &[Record], max: usize) -> Option<String> {
    let zone = zone_place(call);
    let soa = state.value_at(&zone.child("soa"), SOA);
    let servers = state.value_at(&zone, ZONE).get("nameServers").cloned().unwrap_or_default();
    let servers: Vec<String> =
        servers.as_array().into_iter().flatten().filter_map(|server| Some(server.as_str()?.to_owned())).collect();
    dns::write(&Zone { name: call.segment(2), soa: &soa, name_servers: &servers }, records, max)
}
