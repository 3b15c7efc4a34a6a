//! Takes the client's keys out of errors: a service, or what stands before it, may repeat the request that it refuses.

use std::fmt;
use std::sync::Arc;

use super::encoded::end_of_key;
use super::{Error, FailedAnswer, Source};
use crate::json::Json;

/// Shorter texts are not redacted. OVHcloud's keys have 16 characters at least; shorter ones would be found in ordinary
/// words.
const SHORTEST_KEY: usize = 8;

pub(crate) const REDACTED: &str = "[redacted]";

/// What a signature begins with; 40 hexadecimal digits follow.
const SIGNATURE: &str = "$1$";

const SIGNATURE_DIGITS: usize = 40;

impl Error {
    /// Returns the error with `[redacted]` in place of these keys and of signatures, in all that it holds: message, path, JSON
    /// path, request id, class, code, details, body and sources.
    pub(crate) fn redact(mut self, keys: &[&str]) -> Self {
        let inner = &mut *self.inner;
        redact_text(&mut inner.message, keys);
        if let Some(path) = &mut inner.path {
            redact_text(path, keys);
        }
        if let Some(path) = inner.json_path.as_mut() {
            *path = redacted(path, keys).unwrap_or_else(|| std::mem::take(path));
        }
        if let Some(answer) = &mut inner.answer {
            redact_answer(Arc::make_mut(answer), keys);
        }
        inner.source = inner.source.take().map(|source| redact_source(source, keys));
        self
    }
}

/// Returns the text with `[redacted]` in place of keys and signatures, if it has any.
pub(crate) fn redacted(text: &str, keys: &[&str]) -> Option<String> {
    let keys: Vec<&[u8]> = keys.iter().filter(|key| key.len() >= SHORTEST_KEY).map(|key| key.as_bytes()).collect();
    let mut shown = String::new();
    let (mut copied, mut position) = (0, 0);
    while position < text.len() {
        // Copies of a key may overlap, so that the longest counts.
        let ends = keys.iter().filter_map(|key| end_of_key(text.as_bytes(), position, key, SHORTEST_KEY));
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

fn redact_answer(answer: &mut FailedAnswer, keys: &[&str]) {
    let refusal = &mut answer.refusal;
    let texts = [&mut refusal.message, &mut refusal.error_code, &mut refusal.class, &mut answer.request_id];
    for text in texts.into_iter().flatten() {
        *text = redacted(text, keys).unwrap_or_else(|| std::mem::take(text));
    }
    if let Some(details) = &mut refusal.details {
        redact_json(details, keys);
    }
    // Replacing it would change what is not UTF-8, so only a body that shows a key is replaced.
    if let Some(body) = redacted(&String::from_utf8_lossy(&answer.body), keys) {
        answer.body = body.into_bytes();
    }
}

/// In all texts, names of entries included.
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

/// A source of this type is redacted like the error; any other that shows a key is replaced by its redacted text.
fn redact_source(source: Source, keys: &[&str]) -> Source {
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
        // The end of the chain says most.
        Some(_) => Arc::new(Redacted(redacted(&text, keys).unwrap_or(text))),
    }
}

/// What is left of a source that showed a key.
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
    fn details_are_searched_through() {
        let mut details = serde_json::json!({"a": [{"the consumer-key-1": "consumer-key-1"}, 7, null], "b": "c"});
        redact_json(&mut details, &["consumer-key-1"]);
        assert_eq!(details, serde_json::json!({"a": [{"the [redacted]": "[redacted]"}, 7, null], "b": "c"}));
    }

    #[test]
    fn keys_and_signatures_are_redacted_everywhere() {
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
    fn hostile_text_takes_no_time() {
        let key = "a".repeat(2000) + "b";
        // As much as an error keeps of a body.
        for unit in ["a", "%25", "\\", "&#x61;", "%61"] {
            let text = unit.repeat(16 * 1024 / unit.len());
            let begin = std::time::Instant::now();
            let _ = redacted(&text, &[&key]);
            assert!(begin.elapsed().as_secs() < 20, "{unit}");
        }
    }

    #[test]
    fn sources_are_redacted_too() {
        const KEY: &str = "consumer-key-1";
        let inner = Error::new(ErrorKind::Status, format!("no {KEY}")).with_boxed_source(format!("x {KEY}").into());
        let error = Error::new(ErrorKind::Clock, "clock").with_source(inner).redact(&[KEY]);
        assert_eq!(error.to_string(), "clock: no [redacted]: x [redacted]");
        assert!(!format!("{error:?}").contains(KEY));
    }
}
