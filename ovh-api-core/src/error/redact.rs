//! Redacts the keys of the client in errors: services and proxies may echo the request in an error response.

use std::fmt;
use std::sync::Arc;

use super::encoded::end_of_key;
use super::{Error, ErrorResponse, SharedSource};
use crate::json::Json;

/// The minimum length of redacted keys. OVHcloud's keys have at least 16 characters; shorter ones would match ordinary
/// words.
const MIN_KEY: usize = 8;

pub(crate) const REDACTED: &str = "[redacted]";

/// The prefix of signatures, before 40 hexadecimal digits.
const SIGNATURE: &str = "$1$";

const SIGNATURE_DIGITS: usize = 40;

impl Error {
    /// Replaces these keys and signatures by `[redacted]` in all parts of the error: message, path, JSON path, request
    /// id, class, code, details, body and sources.
    pub(crate) fn redact(mut self, keys: &[&str]) -> Self {
        let inner = &mut *self.inner;
        redact_text(&mut inner.message, keys);
        if let Some(path) = &mut inner.path {
            redact_text(path, keys);
        }
        if let Some(path) = inner.json_path.as_mut() {
            *path = redacted(path, keys).unwrap_or_else(|| std::mem::take(path));
        }
        if let Some(response) = &mut inner.response {
            redact_response(Arc::make_mut(response), keys);
        }
        inner.source = inner.source.take().map(|source| redact_source(source, keys));
        self
    }
}

/// Returns the text with keys and signatures replaced by `[redacted]`, or `None` if it contains neither.
pub(crate) fn redacted(text: &str, keys: &[&str]) -> Option<String> {
    let keys: Vec<&[u8]> = keys.iter().filter(|key| key.len() >= MIN_KEY).map(|key| key.as_bytes()).collect();
    let mut shown = String::new();
    let (mut copied, mut position) = (0, 0);
    while position < text.len() {
        // Keys may overlap; the longest match wins.
        let ends = keys.iter().filter_map(|key| end_of_key(text.as_bytes(), position, key, MIN_KEY));
        match ends.chain(end_of_signature(text, position)).max() {
            Some(end) if text.is_char_boundary(position) && text.is_char_boundary(end) => {
                shown.push_str(text.get(copied..position).unwrap_or_default());
                shown.push_str(REDACTED);
                (copied, position) = (end, end);
            }
            _ => position += 1,
        }
    }
    (copied > 0).then(|| shown + text.get(copied..).unwrap_or_default())
}

fn end_of_signature(text: &str, start: usize) -> Option<usize> {
    let digits = text.get(start..)?.strip_prefix(SIGNATURE)?.get(..SIGNATURE_DIGITS)?;
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(start + SIGNATURE.len() + SIGNATURE_DIGITS)
}

fn redact_text(text: &mut std::borrow::Cow<'static, str>, keys: &[&str]) {
    if let Some(redacted) = redacted(text, keys) {
        *text = redacted.into();
    }
}

fn redact_response(response: &mut ErrorResponse, keys: &[&str]) {
    let api_error = &mut response.api_error;
    let texts = [&mut api_error.message, &mut api_error.error_code, &mut api_error.class, &mut response.request_id];
    for text in texts.into_iter().flatten() {
        *text = redacted(text, keys).unwrap_or_else(|| std::mem::take(text));
    }
    if let Some(details) = &mut api_error.details {
        redact_json(details, keys);
    }
    // Replaced only if it contains a key, because the conversion changes invalid UTF-8.
    if let Some(body) = redacted(&String::from_utf8_lossy(&response.body), keys) {
        response.body = body.into_bytes();
    }
}

/// Redacts all strings, including object keys.
fn redact_json(value: &mut Json, keys: &[&str]) {
    match value {
        Json::String(text) => *text = redacted(text, keys).unwrap_or_else(|| std::mem::take(text)),
        Json::Array(items) => items.iter_mut().for_each(|item| redact_json(item, keys)),
        Json::Object(entries) => {
            for (name, mut entry) in std::mem::take(entries) {
                redact_json(&mut entry, keys);
                entries.insert(redacted(&name, keys).unwrap_or(name), entry);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// Redacts a source of type `Error` like the error itself. Replaces any other source that contains a key by its
/// redacted text.
fn redact_source(source: SharedSource, keys: &[&str]) -> SharedSource {
    if let Some(error) = source.downcast_ref::<Error>() {
        return Arc::new(error.clone().redact(keys));
    }
    let mut text = source.to_string();
    let mut cause = source.source();
    let mut shown = format!("{text} {source:?}");
    while let Some(deeper) = cause {
        text = deeper.to_string();
        shown.push_str(&format!(" {text} {deeper:?}"));
        cause = deeper.source();
    }
    match redacted(&shown, keys) {
        None => source,
        // The last error in the chain is the most specific.
        Some(_) => Arc::new(Redacted(redacted(&text, keys).unwrap_or(text))),
    }
}

/// The redacted text of a source that contained a key.
#[derive(Debug)]
struct Redacted(String);

impl fmt::Display for Redacted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Redacted {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn keys_in_details_are_redacted() {
        let mut details = serde_json::json!({"a": [{"the consumer-key-1": "consumer-key-1"}, 7, null], "b": "c"});
        redact_json(&mut details, &["consumer-key-1"]);
        assert_eq!(details, serde_json::json!({"a": [{"the [redacted]": "[redacted]"}, 7, null], "b": "c"}));
    }

    #[test]
    fn keys_and_signatures_in_text_are_redacted() {
        let keys = ["9ufkBmLaTQ9nz5yMUlg79taH0GNnzDjk", "key", "9ufkBmLa"];
        let signature = "$1$7f2db49253edfc41891023fcd1a54cf61db05fbb";
        for (text, shown) in [
            ("", None),
            ("no key here: $1$ nor $1$7f é", None),
            ("a=9ufkBmLaTQ9nz5yMUlg79taH0GNnzDjk;", Some("a=[redacted];")),
            ("é9ufkBmLaé9ufkBmL", Some("é[redacted]é9ufkBmL")),
            (&format!("{signature}, {signature}x"), Some("[redacted], [redacted]x")),
        ] {
            assert_eq!(redacted(text, &keys).as_deref(), shown);
        }
    }

    #[test]
    fn hostile_text_is_redacted_quickly() {
        let key = "a".repeat(2000) + "b";
        // The part of a body that errors keep.
        for unit in ["a", "%25", "\\", "&#x61;", "%61"] {
            let text = unit.repeat(16 * 1024 / unit.len());
            let begin = std::time::Instant::now();
            let _ = redacted(&text, &[&key]);
            assert!(begin.elapsed().as_secs() < 20, "{unit}");
        }
    }

    #[test]
    fn keys_in_sources_are_redacted() {
        const KEY: &str = "consumer-key-1";
        let inner = Error::new(ErrorKind::Status, format!("no {KEY}")).with_boxed_source(format!("x {KEY}").into());
        let error = Error::new(ErrorKind::Clock, "clock").with_source(inner).redact(&[KEY]);
        assert_eq!(error.to_string(), "clock: no [redacted]: x [redacted]");
        assert!(!format!("{error:?}").contains(KEY));
    }
}
