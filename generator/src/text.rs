//! Escapes text from schemas and servers for errors, warnings, listings and reports.
//!
//! The only place that decides which characters are printable.

/// The characters of the Unicode categories Cf (format), Zl and Zp (line and paragraph separators), as ranges.
///
/// From `DerivedGeneralCategory.txt` of Unicode 16.0. They are invisible and change how the text around them
/// looks: U+202E reverses its direction, U+2028 breaks the line, U+200B makes two names look the same.
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
#[must_use]
pub const fn is_invisible(character: char) -> bool {
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

/// Returns whether a character is a control character or [invisible](is_invisible).
#[must_use]
pub const fn is_unprintable(character: char) -> bool {
    matches!(character, '\0'..='\x1f' | '\x7f'..='\u{9f}') || is_invisible(character)
}

/// Returns the text on one line, with every [unprintable](is_unprintable) character escaped: `\n`, `\u{1b}`,
/// `\u{202e}`.
#[must_use]
pub fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unprintable(c) { printable.extend(c.escape_default()) } else { printable.push(c) }
    }
    printable
}

/// Returns the beginning of a printable text, at most `longest` characters of it.
pub(crate) fn excerpt(text: &str, longest: usize) -> String {
    let mut start =
        printable(text.get(..text.char_indices().nth(longest).map_or(text.len(), |(end, _)| end)).unwrap_or(text));
    if text.chars().nth(longest).is_some() {
        start.push('…');
    }
    start
}

#[cfg(test)]
mod tests {
    use regex_syntax::hir::{Class, HirKind};

    use super::*;

    #[test]
    fn invisible_characters_are_those_of_unicode() {
        let hir = regex_syntax::parse(r"[\p{Cf}\p{Zl}\p{Zp}]").unwrap();
        let HirKind::Class(Class::Unicode(class)) = hir.kind() else { panic!("{hir:?}") };
        let ranges: Vec<_> = class.ranges().iter().map(|range| (range.start(), range.end())).collect();
        assert_eq!(ranges, INVISIBLE);
    }

    #[test]
    fn unprintable_is_control_or_invisible() {
        for c in '\0'..=char::MAX {
            let is_listed = INVISIBLE.iter().any(|(first, last)| (*first..=*last).contains(&c));
            assert_eq!(is_unprintable(c), c.is_control() || is_listed, "{c:?}");
        }
    }

    #[test]
    fn printable_text_is_one_line_of_visible_characters() {
        assert_eq!(printable("plain é 日本 \u{1f600}"), "plain é 日本 \u{1f600}");
        assert_eq!(printable("a\nb\u{1b}[2J\u{85}"), "a\\nb\\u{1b}[2J\\u{85}");
        assert_eq!(printable("\u{202e}\u{2028}\u{200b}\u{feff}"), "\\u{202e}\\u{2028}\\u{200b}\\u{feff}");
        assert_eq!(excerpt("ab\u{202e}cd", 3), "ab\\u{202e}…");
    }
}
