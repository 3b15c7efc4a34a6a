//! `/auth`: the clock, consumer keys, and who calls.

use ipnet::IpNet;
use serde_json::{Value, json};

use super::credentials::credential_facts;
use crate::account::NICHANDLE;
use crate::call::Call;
use crate::keys::{MAX_ADDRESSES, MAX_RULES, MAX_TEXT, Means, Rule, Status};
use crate::refusal::Refusal;
use crate::world::World;

pub(super) fn time(world: &World, _call: &Call<'_>) -> Result<Value, Refusal> {
    Ok(world.now().into())
}

/// A consumer key that works once a person has opened `validationUrl` and agreed.
pub(super) fn request_credential(world: &World, call: &Call<'_>) -> Result<Value, Refusal> {
    let rules = rules(&call.body)?;
    let redirection = call.body.get("redirection").and_then(Value::as_str).filter(|url| !url.is_empty());
    let redirection = redirection.map(web_address).transpose()?;
    let allowed_ips = allowed_ips(&call.body)?;
    let now = world.now();
    let (key, token) = {
        let mut keys = world.keys();
        let application = keys.calling_application(call.headers)?.id;
        keys.room_for_keys()?;
        let id = keys.add_credential(application, None, rules, Status::PendingValidation, now);
        let credential = keys.credential_mut(id).ok_or_else(Refusal::server_fault)?;
        credential.redirection = redirection;
        credential.allowed_ips = allowed_ips;
        (credential.key.clone(), credential.token.clone())
    };
    let url = format!("{}/auth/?credentialToken={token}", call.origin);
    Ok(world.shaped(call, &json!({"consumerKey": key, "state": "pendingValidation", "validationUrl": url})))
}

/// Where a person is sent after deciding, as a browser understands it: `https:\\x` and a tab within it are not what
/// they look like.
fn web_address(text: &str) -> Result<String, Refusal> {
    let is_short = |url: &str| url.len() <= MAX_TEXT;
    let url = url::Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https")).map(String::from);
    url.filter(|url| is_short(url)).ok_or_else(|| {
        let shown: String = text.chars().take(60).collect();
        let message = format!("[redirection] Given data ({shown}) is not valid: expected an http or https URL");
        Refusal::bad_request(message).detail("parameter", "redirection")
    })
}

fn rules(body: &Value) -> Result<Vec<Rule>, Refusal> {
    let given = body.get("accessRules").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if given.is_empty() {
        return Err(Refusal::bad_request("[accessRules] Given data ([]) is not valid: at least one rule is needed"));
    }
    if given.len() > MAX_RULES {
        return Err(Refusal::bad_request(format!(
            "[accessRules] Given data is not valid: more than {MAX_RULES} rules"
        )));
    }
    let rule = |rule: &Value| {
        let text = |key: &str| rule.get(key).and_then(Value::as_str).unwrap_or_default();
        let (method, path) = (text("method"), text("path"));
        if (path.starts_with('/') || path.starts_with('*')) && path.len() <= MAX_TEXT {
            return Ok(Rule::new(method, path));
        }
        let shown: String = path.chars().take(60).collect();
        let expected = format!("a path begins with a slash and has at most {MAX_TEXT} bytes");
        Err(Refusal::bad_request(format!("[accessRules] Given data ({shown}) is not valid: {expected}")))
    };
    given.iter().map(rule).collect()
}

/// The blocks, which have been checked to be some; a bare address is a block of its own.
pub(super) fn allowed_ips(body: &Value) -> Result<Vec<IpNet>, Refusal> {
    let given = body.get("allowedIPs").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if given.len() > MAX_ADDRESSES {
        let message = format!("[allowedIPs] Given data is not valid: more than {MAX_ADDRESSES} blocks");
        return Err(Refusal::bad_request(message));
    }
    let texts = given.iter().filter_map(Value::as_str);
    Ok(texts
        .filter_map(|text| {
            text.parse().ok().or_else(|| text.parse().ok().map(|address: std::net::IpAddr| address.into()))
        })
        .collect())
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
