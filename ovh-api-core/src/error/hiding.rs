//! Keys in the words of the service, or of whatever stands before it.

use super::Error;
use crate::json::Json;

/// Shorter texts are no keys of OVHcloud's, and would tear words apart.
const SHORTEST_KEY: usize = 12;

const HIDDEN: &str = "[hidden]";

/// What a signature begins with; 40 hexadecimal digits follow.
const SIGNATURE: &str = "$1$";

impl Error {
    /// The same with `[hidden]` in the place of these keys and of signatures: a page for an error may well repeat the
    /// request that led to it.
    pub(crate) fn hiding(mut self, keys: &[&str]) -> Self {
        let inner = &mut *self.inner;
        let Some(answer) = &mut inner.answer else {
            return self;
        };
        let refusal = &mut answer.refusal;
        for text in [&mut refusal.message, &mut refusal.error_code, &mut refusal.class].into_iter().flatten() {
            *text = hide_in(text, keys);
        }
        if let Some(details) = &mut refusal.details {
            hide_in_json(details, keys);
        }
        // Replacing it would change what is no UTF-8, so only what shows a key is replaced.
        let body = String::from_utf8_lossy(&answer.body);
        let shown = hide_in(&body, keys);
        if shown != body {
            answer.body = shown.into_bytes();
        }
        inner.message = hide_in(&inner.message, keys).into();
        self
    }
}

fn hide_in(text: &str, keys: &[&str]) -> String {
    let keys = keys.iter().filter(|key| key.len() >= SHORTEST_KEY);
    let text = keys.fold(text.to_owned(), |text, key| text.replace(key, HIDDEN));
    let mut parts = text.split(SIGNATURE);
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        match part.get(digits..) {
            Some(rest) if digits == 40 => shown.extend([HIDDEN, rest]),
            _ => shown.extend([SIGNATURE, part]),
        }
    }
    shown
}

/// In all texts, those that name the others included.
fn hide_in_json(value: &mut Json, keys: &[&str]) {
    match value {
        Json::String(text) => *text = hide_in(text, keys),
        Json::Array(items) => items.iter_mut().for_each(|item| hide_in_json(item, keys)),
        Json::Object(entries) => {
            for (name, mut entry) in std::mem::take(entries) {
                hide_in_json(&mut entry, keys);
                entries.insert(hide_in(&name, keys), entry);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_searched_through() {
        let mut details = serde_json::json!({"a": [{"the consumer-key-1": "consumer-key-1"}, 7, null], "b": "c"});
        hide_in_json(&mut details, &["consumer-key-1"]);
        assert_eq!(details, serde_json::json!({"a": [{"the [hidden]": "[hidden]"}, 7, null], "b": "c"}));
    }

    #[test]
    fn keys_and_signatures_are_hidden_wherever_they_stand() {
        let keys = ["9ufkBmLaTQ9nz5yMUlg79taH0GNnzDjk", "key"];
        let signature = "$1$7f2db49253edfc41891023fcd1a54cf61db05fbb";
        for (text, shown) in [
            ("", ""),
            ("no key here: $1$ nor $1$7f", "no key here: $1$ nor $1$7f"),
            ("a=9ufkBmLaTQ9nz5yMUlg79taH0GNnzDjk;", "a=[hidden];"),
            (&format!("{signature}, {signature}x"), "[hidden], [hidden]x"),
        ] {
            assert_eq!(hide_in(text, &keys), shown);
        }
    }
}
