//! `/auth`: the clock, consumer keys, and who calls.

use ipnet::IpNet;
use serde_json::{Value, json};

use super::credentials::credential_facts;
use crate::account::NICHANDLE;
use crate::call::Call;
use crate::keys::{Means, Rule, Status};
use crate::refusal::Refusal;
use crate::world::World;

pub(super) fn time(world: &World, _call: &Call<'_>) -> Result<Value, Refusal> {
    Ok(world.now().into())
}

/// A consumer key that works once a person has opened `validationUrl` and agreed.
pub(super) fn request_credential(world: &World, call: &Call<'_>) -> Result<Value, Refusal> {
    let rules = rules(&call.body)?;
    let redirection = call.body.get("redirection").and_then(Value::as_str).filter(|url| !url.is_empty());
    if let Some(url) = redirection
        && !url::Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
    {
        return Err(Refusal::bad_request(format!(
            "[redirection] Given data ({url}) is not valid: it is no web address"
        )));
    }
    let allowed_ips = allowed_ips(&call.body);
    let now = world.now();
    let (key, token) = {
        let mut keys = world.keys();
        let application = keys.calling_application(call.headers)?.id;
        let id = keys.add_credential(application, None, rules, Status::PendingValidation, now);
        let credential = keys.credential_mut(id).ok_or_else(Refusal::server_fault)?;
        credential.redirection = redirection.map(str::to_owned);
        credential.allowed_ips = allowed_ips;
        (credential.key.clone(), credential.token.clone())
    };
    let url = format!("{}/auth/?credentialToken={token}", call.origin);
    Ok(world.shaped(call, &json!({"consumerKey": key, "state": "pendingValidation", "validationUrl": url})))
}

fn rules(body: &Value) -> Result<Vec<Rule>, Refusal> {
    let given = body.get("accessRules").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if given.is_empty() {
        return Err(Refusal::bad_request("[accessRules] Given data ([]) is not valid: at least one rule is needed"));
    }
    let rule = |rule: &Value| {
        let text = |key: &str| rule.get(key).and_then(Value::as_str).unwrap_or_default();
        let (method, path) = (text("method"), text("path"));
        if path.starts_with('/') || path.starts_with('*') {
            return Ok(Rule::new(method, path));
        }
        Err(Refusal::bad_request(format!("[accessRules] Given data ({path}) is not valid: a path begins with a slash")))
    };
    given.iter().map(rule).collect()
}

/// The blocks, which have been checked to be some; a bare address is a block of its own.
pub(super) fn allowed_ips(body: &Value) -> Vec<IpNet> {
    let given = body.get("allowedIPs").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let texts = given.iter().filter_map(Value::as_str);
    texts
        .filter_map(|text| {
            text.parse().ok().or_else(|| text.parse().ok().map(|address: std::net::IpAddr| address.into()))
        })
        .collect()
}

pub(super) fn current_credential(world: &World, call: &Call<'_>) -> Result<Value, Refusal> {
    let facts = match call.caller.as_ref().map(|caller| &caller.means) {
        Some(Means::Credential(id)) => {
            let keys = world.keys();
            let credential = keys.credential(*id).ok_or_else(Refusal::unknown_credential)?;
            credential_facts(credential, world.now())
        }
        // A token has no credential behind it.
        _ => return Err(Refusal::unknown_credential()),
    };
    Ok(world.shaped(call, &facts))
}

pub(super) fn details(world: &World, call: &Call<'_>) -> Result<Value, Refusal> {
    let (method, rules) = match call.caller.as_ref().map(|caller| &caller.means) {
        Some(Means::Credential(id)) => {
            let keys = world.keys();
            let rules =
                keys.credential(*id).map(|credential| credential.rules.iter().map(Rule::json).collect::<Value>());
            ("account", rules.unwrap_or(Value::Null))
        }
        _ => ("oauth2_client_credentials", Value::Null),
    };
    let facts = json!({
        "account": NICHANDLE, "method": method, "allowedRoutes": rules, "user": null, "roles": [],
        "identities": [format!("urn:v1:eu:identity:account:{NICHANDLE}")], "description": null,
    });
    Ok(world.shaped(call, &facts))
}

/// The key that called does not work from here on.
pub(super) fn log_out(world: &World, call: &Call<'_>) -> Result<Value, Refusal> {
    if let Some(caller) = &call.caller {
        world.keys().log_out(&caller.means);
    }
    Ok(Value::Null)
}
