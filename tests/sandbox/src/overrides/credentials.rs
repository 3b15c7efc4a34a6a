//! `/me/api`: applications and their consumer keys.

use std::net::IpAddr;

use ipnet::IpNet;
use serde_json::{Value, json};

use crate::call::Call;
use crate::error_response::ErrorResponse;
use crate::keys::{Application, Credential, MAX_ADDRESSES, Rule};
use crate::world::{World, rfc3339};

/// Returns a credential with the fields of `auth.ApiCredential`.
pub(super) fn credential_facts(credential: &Credential, now: i64) -> Value {
    let blocks: Vec<String> = credential.allowed_ips.iter().map(ToString::to_string).collect();
    json!({
        "credentialId": credential.id,
        "applicationId": credential.application,
        "status": credential.status_at(now).as_str(),
        "rules": credential.rules.iter().map(Rule::json).collect::<Vec<_>>(),
        "creation": rfc3339(credential.created),
        "expiration": credential.expires.map(rfc3339),
        "lastUse": credential.last_use.map(rfc3339),
        "allowedIPs": if blocks.is_empty() { Value::Null } else { blocks.into() },
        "ovhSupport": false,
    })
}

fn application_facts(application: &Application) -> Value {
    json!({
        "applicationId": application.id, "applicationKey": application.key, "name": application.name,
        "description": application.description, "status": application.status,
    })
}

/// Returns the id in the path.
fn id(call: &Call<'_>) -> i64 {
    call.segment(3).parse().unwrap_or_default()
}

/// Returns the blocks of a checked body; an address without a length is a block of its own.
pub(super) fn allowed_ips(body: &Value) -> Result<Vec<IpNet>, ErrorResponse> {
    let given = body.get("allowedIPs").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if given.len() > MAX_ADDRESSES {
        let message = format!("[allowedIPs] Given data is not valid: more than {MAX_ADDRESSES} blocks");
        return Err(ErrorResponse::bad_request(message));
    }
    let block = |text: &str| text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
    Ok(given.iter().filter_map(Value::as_str).filter_map(block).collect())
}

fn no_application(call: &Call<'_>) -> ErrorResponse {
    ErrorResponse::no_such_object("applicationId", call.segment(3))
}

fn no_credential(call: &Call<'_>) -> ErrorResponse {
    ErrorResponse::no_such_object("credentialId", call.segment(3))
}

pub(super) fn applications(world: &World, _call: &Call<'_>) -> Result<Value, ErrorResponse> {
    Ok(world.keys().applications.iter().map(|known| known.id).collect())
}

pub(super) fn application(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let facts = world.keys().application(id(call)).map(application_facts).ok_or_else(|| no_application(call))?;
    Ok(world.respond_with(call, &facts))
}

/// Deletes an application and its consumer keys.
pub(super) fn delete_application(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let mut keys = world.keys();
    let id = id(call);
    keys.application(id).ok_or_else(|| no_application(call))?;
    keys.applications.retain(|known| known.id != id);
    keys.delete_credentials(|known| known.application == id);
    Ok(Value::Null)
}

pub(super) fn list(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let now = world.now();
    let status = call.query_text("status");
    let application = call.query_text("applicationId");
    let keys = world.keys();
    let wanted = keys.credentials.iter().filter(|credential| {
        status.is_none_or(|status| credential.status_at(now).as_str() == status)
            && application.is_none_or(|application| credential.application.to_string() == application)
    });
    Ok(wanted.map(|credential| credential.id).collect())
}

pub(super) fn get(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let now = world.now();
    let facts = world.keys().credential(id(call)).map(|credential| credential_facts(credential, now));
    Ok(world.respond_with(call, &facts.ok_or_else(|| no_credential(call))?))
}

pub(super) fn change(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let mut keys = world.keys();
    let credential = keys.credential_mut(id(call)).ok_or_else(|| no_credential(call))?;
    if call.body.get("allowedIPs").is_some() {
        credential.allowed_ips = allowed_ips(&call.body)?;
    }
    Ok(Value::Null)
}

pub(super) fn delete(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let mut keys = world.keys();
    let id = id(call);
    keys.credential(id).ok_or_else(|| no_credential(call))?;
    keys.delete_credentials(|known| known.id == id);
    Ok(Value::Null)
}

pub(super) fn application_of(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let facts = {
        let keys = world.keys();
        let credential = keys.credential(id(call)).ok_or_else(|| no_credential(call))?;
        keys.application(credential.application).map(application_facts).ok_or_else(|| no_credential(call))?
    };
    Ok(world.respond_with(call, &facts))
}
