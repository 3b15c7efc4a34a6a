//! `/auth`: the time, consumer keys and the caller.

use serde_json::{Value, json};

use super::credentials::{allowed_ips, credential_facts};
use crate::account::NICHANDLE;
use crate::call::Call;
use crate::error_response::ErrorResponse;
use crate::keys::{MAX_RULES, MAX_TEXT, Means, Rule, Status};
use crate::world::World;

pub(super) fn time(world: &World, _call: &Call<'_>) -> Result<Value, ErrorResponse> {
    Ok(world.now().into())
}

/// Creates a consumer key that is valid once a person has authorized it at `validationUrl`.
pub(super) fn request_credential(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
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
        let credential = keys.credential_mut(id).ok_or_else(ErrorResponse::server_fault)?;
        credential.redirection = redirection;
        credential.allowed_ips = allowed_ips;
        (credential.key.clone(), credential.token.clone())
    };
    let url = format!("{}/auth/?credentialToken={token}", call.origin);
    Ok(world.respond_with(call, &json!({"consumerKey": key, "state": "pendingValidation", "validationUrl": url})))
}

/// Parses the URL of a redirection as a browser does, so that the page shows the real target of `https:\\x`.
fn web_address(text: &str) -> Result<String, ErrorResponse> {
    let is_short = |url: &str| url.len() <= MAX_TEXT;
    let url = url::Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https")).map(String::from);
    url.filter(|url| is_short(url)).ok_or_else(|| {
        let shown: String = text.chars().take(60).collect();
        let message = format!("[redirection] Given data ({shown}) is not valid: expected an http or https URL");
        ErrorResponse::bad_request(message).detail("parameter", "redirection")
    })
}

fn rules(body: &Value) -> Result<Vec<Rule>, ErrorResponse> {
    let given = body.get("accessRules").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if given.is_empty() {
        return Err(ErrorResponse::bad_request(
            "[accessRules] Given data ([]) is not valid: at least one rule is needed",
        ));
    }
    if given.len() > MAX_RULES {
        return Err(ErrorResponse::bad_request(format!(
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
        Err(ErrorResponse::bad_request(format!("[accessRules] Given data ({shown}) is not valid: {expected}")))
    };
    given.iter().map(rule).collect()
}

pub(super) fn current_credential(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    let facts = match call.caller.as_ref().map(|caller| &caller.means) {
        Some(Means::Credential(id)) => {
            let keys = world.keys();
            let credential = keys.credential(*id).ok_or_else(ErrorResponse::unknown_credential)?;
            credential_facts(credential, world.now())
        }
        // A token has no credential.
        _ => return Err(ErrorResponse::unknown_credential()),
    };
    Ok(world.respond_with(call, &facts))
}

pub(super) fn details(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
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
    Ok(world.respond_with(call, &facts))
}

/// Invalidates the caller's key or token.
pub(super) fn log_out(world: &World, call: &Call<'_>) -> Result<Value, ErrorResponse> {
    if let Some(caller) = &call.caller {
        world.keys().log_out(&caller.means);
    }
    Ok(Value::Null)
}
