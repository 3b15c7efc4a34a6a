//! Unprintable characters and truncation of untrusted text.

/// The characters of the Unicode categories Cf (format), Zl and Zp (line and paragraph separators), as ranges.
///
/// From `DerivedGeneralCategory.txt` of Unicode 16.0, and the same as in the generator, whose test compares them with a
/// library's tables. They are invisible and change how the text around them looks: U+202E reverses its direction,
/// U+2028 breaks the line, U+200B makes two names look the same.
const INVISIBLE: [(char, char); 21] = [
    ('\u{ad}', '\u{ad}'),
    ('\u{600}', '\u{605}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{6dd}', '\u{6dd}'),
    ('\u{70f}', '\u{70f}'),
    ('\u{890}', '\u{891}'),
    ('\u{8e2}', '\u{8e2}'),
    ('\u{180e}', '\u{180e}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{2064}'),
    ('\u{2066}', '\u{206f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{fff9}', '\u{fffb}'),
    ('\u{110bd}', '\u{110bd}'),
    ('\u{110cd}', '\u{110cd}'),
    ('\u{13430}', '\u{1343f}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0001}', '\u{e0001}'),
    ('\u{e0020}', '\u{e007f}'),
];

/// Returns whether a character is of one of the Unicode categories Cf, Zl and Zp.
const fn is_invisible(character: char) -> bool {
    let mut ranges = INVISIBLE.as_slice();
    while let [(first, last), rest @ ..] = ranges {
        if character < *first {
            return false;
        }
        if character <= *last {
            return true;
        }
        ranges = rest;
    }
    false
}

/// Returns whether a character is a control character or invisible.
pub(crate) const fn is_unprintable(character: char) -> bool {
    matches!(character, '\0'..='\x1f' | '\x7f'..='\u{9f}') || is_invisible(character)
}

/// Truncates a text to at most `max` bytes, with `…` in place of the rest.
pub(crate) fn cut(mut text: String, max: usize) -> String {
    if text.len() > max {
        text.truncate(prefix(&text, max).len());
        text.push('…');
        text.shrink_to_fit();
    }
    text
}

/// Returns the longest prefix of whole characters in at most `max` bytes. `str::floor_char_boundary` is newer than the
/// MSRV.
pub(crate) fn prefix(text: &str, max: usize) -> &str {
    (0..=max.min(text.len())).rev().find_map(|end| text.get(..end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_invisible_characters_are_unprintable() {
        for c in "\0\n\u{1b}\u{7f}\u{85}\u{ad}\u{200b}\u{200e}\u{2028}\u{2029}\u{202e}\u{2066}\u{feff}\u{e0041}".chars()
        {
            assert!(is_unprintable(c), "{c:?}");
        }
        for c in " aé日\u{a0}\u{200a}\u{2010}\u{202f}\u{1f600}\u{e0100}".chars() {
            assert!(!is_unprintable(c), "{c:?}");
        }
        assert_eq!(('\0'..=char::MAX).filter(|c| is_unprintable(*c)).count(), 65 + 172);
    }

    #[test]
    fn long_text_is_truncated_between_characters() {
        for (text, max, wanted) in [("abc", 3, "abc"), ("abcd", 3, "abc…"), ("éé", 3, "é…"), ("é", 1, "…"), ("", 0, "")]
        {
            assert_eq!(cut(text.to_owned(), max), wanted);
        }
    }
}
