//! The bodies of error responses.

use bytes::Bytes;

use crate::json::{Expected, FromJson, Json, ParsedBody, Value};
use crate::text::cut;

/// The maximum size of a body that is parsed as JSON, in bytes.
const MAX_BODY: usize = 1 << 20;

/// The maximum number of bytes kept of the message, of the code and class, and of all strings of the details.
const MAX_MESSAGE: usize = 4 * 1024;
const MAX_NAME: usize = 256;
const MAX_DETAILS: usize = 16 * 1024;

/// The maximum number of values kept of the details, and their maximum depth.
const MAX_VALUES: usize = 1000;
const MAX_DEPTH: usize = 16;

/// The body of an error response. All fields are `None` if the body is not a JSON object, such as the HTML pages of
/// status 408 and some 5xx. The size of all fields is bounded.
#[derive(Debug, Clone, Default)]
pub(crate) struct ApiError {
    pub(crate) message: Option<String>,
    pub(crate) error_code: Option<String>,
    pub(crate) class: Option<String>,
    pub(crate) details: Option<Json>,
}

impl ApiError {
    pub(crate) fn parse(body: &Bytes) -> Self {
        if body.len() > MAX_BODY {
            return Self::default();
        }
        let parsed = ParsedBody::parse(body.clone(), Expected::Nullable).and_then(|body| body.read::<Self>(false));
        parsed.unwrap_or_default()
    }
}

impl FromJson for ApiError {
    fn from_json(value: Value<'_>) -> Self {
        let object = value.object();
        Self {
            message: text(object.field("message"), MAX_MESSAGE),
            error_code: text(object.field("errorCode"), MAX_NAME),
            class: text(object.field("class"), MAX_NAME),
            details: object.get::<Option<Json>>("details").map(|details| Budget::default().bounded(details, 0)),
        }
    }
}

/// Returns a string, or the JSON text of any other value.
fn text(value: Value<'_>, max: usize) -> Option<String> {
    let text = match Json::from_json(value) {
        Json::Null => return None,
        Json::String(text) => text,
        other => Budget::default().bounded(other, 0).to_string(),
    };
    Some(cut(text, max))
}

/// The remaining size of the details.
struct Budget {
    values: usize,
    bytes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { values: MAX_VALUES, bytes: MAX_DETAILS }
    }
}

impl Budget {
    /// Truncates strings and omits entries beyond the budget.
    fn bounded(&mut self, value: Json, depth: usize) -> Json {
        self.values = self.values.saturating_sub(1);
        if depth >= MAX_DEPTH {
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

    fn parse(body: impl Into<Bytes>) -> ApiError {
        ApiError::parse(&body.into())
    }

    #[test]
    fn fields_of_unexpected_types_are_accepted() {
        let error = parse(&br#"{"message":["a"],"errorCode":7,"details":{"x":1}}"#[..]);
        assert_eq!(error.message.as_deref(), Some("[\"a\"]"));
        assert_eq!(error.error_code.as_deref(), Some("7"));
        assert_eq!(error.class, None);
        assert_eq!(error.details, Some(serde_json::json!({"x": 1})));
        for body in [&b""[..], b"null", b"\"no\"", b"<html>", b"[1]"] {
            assert!(parse(body).message.is_none());
        }
    }

    #[test]
    fn large_bodies_are_bounded() {
        let long = "é".repeat(100_000);
        let error = parse(format!(r#"{{"message":"{long}","class":"{long}","errorCode":["{long}"]}}"#));
        assert_eq!(error.message.unwrap().len(), MAX_MESSAGE + '…'.len_utf8());
        assert_eq!(error.class.unwrap().len(), MAX_NAME + '…'.len_utf8());
        assert!(error.error_code.unwrap().len() <= MAX_NAME + '…'.len_utf8());

        let many = format!(r#"{{"message":"m","details":[{}0]}}"#, "0,".repeat(100_000));
        let error = parse(many);
        assert_eq!((error.message.as_deref(), error.details.unwrap().as_array().unwrap().len()), (Some("m"), 999));

        let texts = format!(r#"{{"details":{{"a":"{long}","b":"{long}"}}}}"#);
        assert!(parse(texts).details.unwrap().to_string().len() < MAX_DETAILS + 100);

        let deep = format!(r#"{{"details":{}{}}}"#, "[".repeat(100), "]".repeat(100));
        assert_eq!(parse(deep).details.unwrap().to_string().len(), 2 * MAX_DEPTH + "null".len());

        let huge = format!(r#"{{"message":"{}"}}"#, "a".repeat(MAX_BODY));
        assert!(parse(huge).message.is_none());
    }
}
