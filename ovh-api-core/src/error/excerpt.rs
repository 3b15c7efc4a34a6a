//! A few words of a body that is no JSON, for a message.

use crate::text::is_unprintable;

/// As many characters are shown at most.
const LENGTH: usize = 160;

/// The beginning of the body on one line, without control characters; none if it holds nothing to show.
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
        if let Some((end, _)) = words.char_indices().nth(LENGTH) {
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
    fn one_short_line() {
        assert_eq!(excerpt(b"<html>\r\n  <h1>503\x07</h1>").as_deref(), Some("<html> <h1>503 </h1>"));
        assert_eq!(excerpt(b" \n\0"), None);
        assert_eq!(excerpt("é".repeat(1000).as_bytes()).unwrap().chars().count(), 161);
        assert!(excerpt(b"\xff\xfe").is_some());
    }
}
