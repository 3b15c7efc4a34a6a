//! What the service says when it refuses a call.

use bytes::Bytes;

use crate::json::{Expected, FromJson, Json, ParsedBody, Value};
use crate::text::cut;

/// A longer body is not read as JSON; an error shows its beginning.
const LONGEST_BODY: usize = 1 << 20;

/// The most bytes that are kept of a message, of a code or class, and of all texts of the details.
const MESSAGE: usize = 4 * 1024;
const NAME: usize = 256;
const DETAILS: usize = 16 * 1024;

/// The most values that are kept of the details, and how deep they nest.
const VALUES: usize = 1000;
const DEPTH: usize = 16;

/// The body of a refusal. Every key is optional; none is there if the body is not a JSON object, such as the HTML pages
/// that come with 408 and some 5xx. What is kept is bounded, whatever the service sends.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refusal {
    pub(crate) message: Option<String>,
    pub(crate) error_code: Option<String>,
    pub(crate) class: Option<String>,
    pub(crate) details: Option<Json>,
}

impl Refusal {
    pub(crate) fn parse(body: &Bytes) -> Self {
        if body.len() > LONGEST_BODY {
            return Self::default();
        }
        let parsed = ParsedBody::parse(body.clone(), Expected::Nullable).and_then(|body| body.read(false));
        parsed.unwrap_or_default()
    }
}

impl FromJson for Refusal {
    fn from_json(value: Value<'_>) -> Self {
        let object = value.object();
        Self {
            message: text(object.field("message"), MESSAGE),
            error_code: text(object.field("errorCode"), NAME),
            class: text(object.field("class"), NAME),
            details: object.get::<Option<Json>>("details").map(|details| Budget::default().bounded(details, 0)),
        }
    }
}

/// A text, or the JSON of what stands in its place: a fault here would lose the rest of the message.
fn text(value: Value<'_>, longest: usize) -> Option<String> {
    let text = match Json::from_json(value) {
        Json::Null => return None,
        Json::String(text) => text,
        other => Budget::default().bounded(other, 0).to_string(),
    };
    Some(cut(text, longest))
}

/// What may still be kept of the details.
struct Budget {
    values: usize,
    bytes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { values: VALUES, bytes: DETAILS }
    }
}

impl Budget {
    /// The value without what goes beyond the budget: texts are cut, and entries beyond it are left out.
    fn bounded(&mut self, value: Json, depth: usize) -> Json {
        self.values = self.values.saturating_sub(1);
        if depth >= DEPTH {
            return Json::Null;
        }
        match value {
            Json::String(text) => self.text(text).into(),
            Json::Array(items) => {
                let mut kept = Vec::new();
                for item in items {
                    if self.is_used_up() {
                        break;
                    }
                    kept.push(self.bounded(item, depth + 1));
                }
                kept.into()
            }
            Json::Object(entries) => {
                let mut kept = serde_json::Map::new();
                for (name, entry) in entries {
                    if self.is_used_up() {
                        break;
                    }
                    let name = self.text(name);
                    kept.insert(name, self.bounded(entry, depth + 1));
                }
                kept.into()
            }
            other => other,
        }
    }

    fn text(&mut self, text: String) -> String {
        let text = cut(text, self.bytes);
        self.bytes = self.bytes.saturating_sub(text.len());
        text
    }

    const fn is_used_up(&self) -> bool {
        self.values == 0 || self.bytes == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(body: impl Into<Bytes>) -> Refusal {
        Refusal::parse(&body.into())
    }

    #[test]
    fn every_key_is_optional_and_of_any_type() {
        let refusal = parse(&br#"{"message":["a"],"errorCode":7,"details":{"x":1}}"#[..]);
        assert_eq!(refusal.message.as_deref(), Some("[\"a\"]"));
        assert_eq!(refusal.error_code.as_deref(), Some("7"));
        assert_eq!(refusal.class, None);
        assert_eq!(refusal.details, Some(serde_json::json!({"x": 1})));
        for body in [&b""[..], b"null", b"\"no\"", b"<html>", b"[1]"] {
            assert!(parse(body).message.is_none());
        }
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let long = "é".repeat(100_000);
        let refusal = parse(format!(r#"{{"message":"{long}","class":"{long}","errorCode":["{long}"]}}"#));
        assert_eq!(refusal.message.unwrap().len(), MESSAGE + '…'.len_utf8());
        assert_eq!(refusal.class.unwrap().len(), NAME + '…'.len_utf8());
        assert!(refusal.error_code.unwrap().len() <= NAME + '…'.len_utf8());

        let many = format!(r#"{{"message":"m","details":[{}0]}}"#, "0,".repeat(100_000));
        let refusal = parse(many);
        assert_eq!((refusal.message.as_deref(), refusal.details.unwrap().as_array().unwrap().len()), (Some("m"), 999));

        let texts = format!(r#"{{"details":{{"a":"{long}","b":"{long}"}}}}"#);
        assert!(parse(texts).details.unwrap().to_string().len() < DETAILS + 100);

        let deep = format!(r#"{{"details":{}{}}}"#, "[".repeat(100), "]".repeat(100));
        assert_eq!(parse(deep).details.unwrap().to_string().len(), 2 * DEPTH + "null".len());

        let huge = format!(r#"{{"message":"{}"}}"#, "a".repeat(LONGEST_BODY));
        assert!(parse(huge).message.is_none());
    }
}
