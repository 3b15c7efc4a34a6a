//! Character strings: the quoted text in the data of records.

/// Maximum length of a character string, in bytes.
pub(super) const MAX_STRING: usize = 255;

/// Returns the strings of a text. A text that is not a sequence of quoted strings is a single string, taken literally,
/// because clients send the text of TXT records with and without quotes.
pub(super) fn parse(text: &str) -> Vec<Vec<u8>> {
    quoted(text).unwrap_or_else(|| vec![text.as_bytes().to_vec()])
}

/// Returns the strings of a sequence of quoted strings. Returns `None` for another text.
pub(super) fn quoted(text: &str) -> Option<Vec<Vec<u8>>> {
    let mut rest = text.trim();
    let mut strings = Vec::new();
    while !rest.is_empty() {
        let (string, after) = first(rest)?;
        strings.push(string);
        rest = after.trim_start();
    }
    (!strings.is_empty()).then_some(strings)
}

/// Returns the quoted string at the start of a text, and the rest of the text.
fn first(text: &str) -> Option<(Vec<u8>, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut string = Vec::new();
    loop {
        let character = rest.chars().next()?;
        rest = rest.get(character.len_utf8()..)?;
        match character {
            '"' => return Some((string, rest)),
            '\\' => {
                let (byte, after) = escaped(rest)?;
                string.extend(byte);
                rest = after;
            }
            other => string.extend(other.to_string().bytes()),
        }
    }
}

/// Returns the bytes of an escape sequence, given what follows the backslash, and the rest of the text.
fn escaped(text: &str) -> Option<(Vec<u8>, &str)> {
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        let digits = text.get(..3).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()))?;
        return Some((vec![digits.parse().ok()?], text.get(3..)?));
    }
    let character = text.chars().next()?;
    Some((character.to_string().into_bytes(), text.get(character.len_utf8()..)?))
}

/// Writes quoted strings, and splits the longer ones.
pub(super) fn write(strings: &[Vec<u8>]) -> String {
    let parts = strings.iter().flat_map(|string| {
        let parts: Vec<&[u8]> = if string.is_empty() { vec![&[]] } else { string.chunks(MAX_STRING).collect() };
        parts
    });
    parts.map(write_one).collect::<Vec<_>>().join(" ")
}

/// Writes a quoted string.
pub(super) fn write_one(string: &[u8]) -> String {
    let mut text = String::with_capacity(string.len() + 2);
    text.push('"');
    for byte in string {
        match byte {
            b'"' | b'\\' => text.extend(['\\', char::from(*byte)]),
            b' '..=b'~' => text.push(char::from(*byte)),
            other => text.push_str(&format!("\\{other:03}")),
        }
    }
    text.push('"');
    text
}

/// Returns the length of strings in a DNS message, in bytes.
pub(super) fn wire_length(strings: &[Vec<u8>]) -> usize {
    strings.iter().map(|string| string.len() + string.len().div_ceil(MAX_STRING).max(1)).sum()
}
