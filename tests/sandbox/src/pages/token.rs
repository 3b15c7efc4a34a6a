//! The token endpoint: OAuth2 client credentials (RFC 6749, section 4.4).

use http::StatusCode;
use http::header::{AUTHORIZATION, CACHE_CONTROL};
use percent_encoding::percent_decode_str;
use serde_json::json;

use super::{field, form};
use crate::reply::Reply;
use crate::service::Asked;
use crate::world::World;

/// As the service has it.
const LIFETIME: i64 = 3599;

pub(super) fn grant(world: &World, asked: &Asked<'_>) -> Reply {
    let Some(fields) = form(asked) else {
        return refuse(StatusCode::BAD_REQUEST, "invalid_request", "The body is no form");
    };
    match field(&fields, "grant_type") {
        "client_credentials" => {}
        "" => return refuse(StatusCode::BAD_REQUEST, "invalid_request", "grant_type is missing"),
        _ => return refuse(StatusCode::BAD_REQUEST, "unsupported_grant_type", "Only client_credentials is supported"),
    }
    let (id, secret) = basic(asked)
        .unwrap_or_else(|| (field(&fields, "client_id").to_owned(), field(&fields, "client_secret").to_owned()));
    let mut keys = world.keys();
    if keys.clients.get(&id) != Some(&secret) {
        return refuse(StatusCode::UNAUTHORIZED, "invalid_client", "Client authentication failed");
    }
    let now = world.now();
    let Some(token) = keys.add_token(&id, now, now.saturating_add(LIFETIME)) else {
        let description = "The sandbox has its maximum of valid tokens";
        return refuse(StatusCode::INSUFFICIENT_STORAGE, "temporarily_unavailable", description);
    };
    world.tally().tokens += 1;
    Reply::json(&json!({"access_token": token, "token_type": "Bearer", "expires_in": LIFETIME, "scope": "all"}))
        .with(CACHE_CONTROL, "no-store")
}

/// Id and secret from the header, where the RFC would rather have them.
fn basic(asked: &Asked<'_>) -> Option<(String, String)> {
    let header = asked.parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = header.split_once(' ')?;
    let text = String::from_utf8(base64(encoded.trim())?).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    let (id, secret) = text.split_once(':')?;
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    Some((decoded(id), decoded(secret)))
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).unwrap_or_default());
        }
    }
    Some(bytes)
}

fn refuse(status: StatusCode, error: &str, description: &str) -> Reply {
    Reply::json_with(status, &json!({"error": error, "error_description": description})).with(CACHE_CONTROL, "no-store")
}
