//! The token endpoint: OAuth2 client credentials (RFC 6749, section 4.4).

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::StatusCode;
use http::header::{AUTHORIZATION, CACHE_CONTROL};
use percent_encoding::percent_decode_str;
use serde_json::json;

use super::{field, form};
use crate::reply::Reply;
use crate::request::RawRequest;
use crate::world::World;

/// The lifetime of the service's tokens, in seconds.
const LIFETIME: i64 = 3599;

/// Base64 with or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

pub(super) fn grant(world: &World, request: &RawRequest<'_>) -> Reply {
    let Some(fields) = form(request) else {
        return reject(StatusCode::BAD_REQUEST, "invalid_request", "The body is not a form");
    };
    match field(&fields, "grant_type") {
        "client_credentials" => {}
        "" => return reject(StatusCode::BAD_REQUEST, "invalid_request", "grant_type is missing"),
        _ => return reject(StatusCode::BAD_REQUEST, "unsupported_grant_type", "Only client_credentials is supported"),
    }
    let (id, secret) = basic(request)
        .unwrap_or_else(|| (field(&fields, "client_id").to_owned(), field(&fields, "client_secret").to_owned()));
    let mut keys = world.keys();
    if keys.clients.get(&id) != Some(&secret) {
        return reject(StatusCode::UNAUTHORIZED, "invalid_client", "Client authentication failed");
    }
    let now = world.now();
    let Some(token) = keys.add_token(&id, now, now.saturating_add(LIFETIME)) else {
        let description = "The sandbox has its maximum of valid tokens";
        return reject(StatusCode::INSUFFICIENT_STORAGE, "temporarily_unavailable", description);
    };
    world.stats().tokens_granted += 1;
    Reply::json(&json!({"access_token": token, "token_type": "Bearer", "expires_in": LIFETIME, "scope": "all"}))
        .with(CACHE_CONTROL, "no-store")
}

/// Returns the client id and secret of an `Authorization: Basic` header, which the RFC prefers to form fields.
fn basic(request: &RawRequest<'_>) -> Option<(String, String)> {
    let header = request.parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (_, encoded) = header.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))?;
    let text = String::from_utf8(BASE64.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    Some((decoded(id), decoded(secret)))
}

fn reject(status: StatusCode, error: &str, description: &str) -> Reply {
    Reply::json_with(status, &json!({"error": error, "error_description": description})).with(CACHE_CONTROL, "no-store")
}
