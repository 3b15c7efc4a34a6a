//! What the service says when it refuses a call.

use crate::json::{FromJson, Json, Value, decode};

/// The body of a refusal. Every key is optional; none is there if the body is no JSON object, such as the HTML pages
/// that come with 408 and some 5xx.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refusal {
    pub(crate) message: Option<String>,
    pub(crate) error_code: Option<String>,
    pub(crate) class: Option<String>,
    pub(crate) details: Option<Json>,
}

impl Refusal {
    pub(crate) fn parse(body: &[u8]) -> Self {
        decode(body).unwrap_or_default()
    }
}

impl FromJson for Refusal {
    fn from_json(value: Value<'_>) -> Self {
        let object = value.object();
        Self {
            message: text(object.field("message")),
            error_code: text(object.field("errorCode")),
            class: text(object.field("class")),
            details: object.get("details"),
        }
    }
}

/// A text, or the JSON of whatever stands in its place: a fault here would lose the rest of the message.
fn text(value: Value<'_>) -> Option<String> {
    match Json::from_json(value) {
        Json::Null => None,
        Json::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_optional_and_of_any_type() {
        let refusal = Refusal::parse(br#"{"message":["a"],"errorCode":7,"details":{"x":1}}"#);
        assert_eq!(refusal.message.as_deref(), Some("[\"a\"]"));
        assert_eq!(refusal.error_code.as_deref(), Some("7"));
        assert_eq!(refusal.class, None);
        assert_eq!(refusal.details, Some(serde_json::json!({"x": 1})));
        for body in [&b""[..], b"null", b"\"no\"", b"<html>", b"[1]"] {
            assert!(Refusal::parse(body).message.is_none());
        }
    }
}
