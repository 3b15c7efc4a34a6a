//! Excerpts of bodies that are not JSON, for error messages.

use crate::text::is_unprintable;

/// The maximum number of characters.
const MAX_LENGTH: usize = 160;

/// Returns the beginning of the body on one line, without control characters. Returns `None` if it has no printable
/// text.
pub(super) fn excerpt(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let mut words = String::new();
    for word in text.split(|character: char| character.is_whitespace() || is_unprintable(character)) {
        if word.is_empty() {
            continue;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
        if let Some((end, _)) = words.char_indices().nth(MAX_LENGTH) {
            words.truncate(end);
            words.push('…');
            break;
        }
    }
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpt_is_one_short_line() {
        assert_eq!(excerpt(b"<html>\r\n  <h1>503\x07</h1>").as_deref(), Some("<html> <h1>503 </h1>"));
        assert_eq!(excerpt(b" \n\0"), None);
        assert_eq!(excerpt("é".repeat(1000).as_bytes()).unwrap().chars().count(), 161);
        assert!(excerpt(b"\xff\xfe").is_some());
    }
}
