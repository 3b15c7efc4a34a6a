//! Finds encoded keys in a text.
//!
//! Services may echo a request percent-encoded, as JSON inside JSON, or as HTML. Keys are found in any of these
//! encodings and in combinations of them, in upper and lower case.

/// The maximum depth of nested encodings: `%2541` is `%41`, which is `A`.
const MAX_DEPTH: usize = 8;

/// Returns the end of the key, if it begins at `start`. If there are several possible ends, returns the last one. The
/// text may be truncated, at its end or at a `…`, after the first `min` bytes of the key.
pub(super) fn end_of_key(text: &[u8], start: usize, key: &[u8], min: usize) -> Option<usize> {
    let mut end = start;
    // The fast path for unencoded text.
    for (matched, wanted) in key.iter().enumerate() {
        match text.get(end).copied() {
            None | Some(b'%' | b'\\' | b'&' | ELLIPSIS_START) => {
                return end_of_encoded(text, end, key, matched, min);
            }
            Some(byte) if byte.eq_ignore_ascii_case(wanted) => end += 1,
            Some(_) => return None,
        }
    }
    Some(end)
}

/// Replaces the rest of a truncated text.
const ELLIPSIS: &[u8] = "…".as_bytes();

/// The first byte of `ELLIPSIS`, and of other characters.
const ELLIPSIS_START: u8 = 0xe2;

/// Matches the rest of a key after its first `matched` bytes, beginning with an encoded character or at the end of the
/// text.
fn end_of_encoded(text: &[u8], start: usize, key: &[u8], matched: usize, min: usize) -> Option<usize> {
    // `%2541` matches both `%41` and `A`, so the rest of the key may begin at several positions.
    let mut ends = vec![start];
    for (matched, wanted) in key.iter().enumerate().skip(matched) {
        let mut next = Vec::new();
        for end in &ends {
            for (byte, length) in units(text.get(*end..).unwrap_or_default()) {
                if byte.eq_ignore_ascii_case(wanted) && !next.contains(&(end + length)) {
                    next.push(end + length);
                }
            }
        }
        if next.is_empty() {
            let cut = |end: &usize| Some(end + unfinished(text.get(*end..)?)?);
            return ends.iter().filter_map(cut).max().filter(|_| matched >= min);
        }
        ends = next;
    }
    ends.into_iter().max()
}

/// Returns the length of a truncated escape sequence, 0 if the text ends without one, or `None` if the text continues.
fn unfinished(text: &[u8]) -> Option<usize> {
    /// The length from which escape sequences are complete.
    const COMPLETE: usize = 2 * MAX_DEPTH + 2;
    let end = (0..text.len().min(COMPLETE)).find(|end| text.get(*end..).is_some_and(|rest| rest.starts_with(ELLIPSIS)));
    let end = end.unwrap_or(text.len());
    let escape = text.get(..end)?;
    let is_escape = escape.first().is_none_or(|byte| matches!(byte, b'%' | b'\\' | b'&'))
        && escape.iter().skip(1).all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'\\' | b'#'));
    (is_escape && end < COMPLETE).then_some(end)
}

/// Returns the possible first characters of the text, as it is and decoded, with their encoded length.
fn units(text: &[u8]) -> impl Iterator<Item = (u8, usize)> {
    let first = text.first().copied();
    let plain = first.map(|byte| (byte, 1));
    let percent = (1..=MAX_DEPTH).map_while(move |level| percent(text, level)).filter(move |_| first == Some(b'%'));
    let backslash = first.filter(|byte| *byte == b'\\').and_then(|_| backslash(text));
    let entity = first.filter(|byte| *byte == b'&').and_then(|_| entity(text));
    plain.into_iter().chain(percent).chain(backslash).chain(entity)
}

/// Decodes `%41` at level 1, `%2541` at level 2, and so on.
fn percent(text: &[u8], level: usize) -> Option<(u8, usize)> {
    let mut length = 1;
    let mut byte = b'%';
    for _ in 0..level {
        if byte != b'%' {
            return None;
        }
        byte = hexadecimal(text.get(length..length + 2)?).and_then(|value| u8::try_from(value).ok())?;
        length += 2;
    }
    Some((byte, length))
}

/// Decodes `\u0041` and `\/`, also with additional backslashes.
fn backslash(text: &[u8]) -> Option<(u8, usize)> {
    let slashes = text.iter().take(1 << MAX_DEPTH).take_while(|byte| **byte == b'\\').count();
    match text.get(slashes)? {
        b'u' | b'U' => {
            let value = hexadecimal(text.get(slashes + 1..slashes + 5)?)?;
            Some((u8::try_from(value).ok()?, slashes + 5))
        }
        byte => Some((*byte, slashes + 1)),
    }
}

/// Decodes `&#65;`, `&#x41;`, `&amp;`, `&quot;`, `&lt;` and `&gt;`.
fn entity(text: &[u8]) -> Option<(u8, usize)> {
    /// The maximum length of an entity for an ASCII character.
    const MAX_LENGTH: usize = 10;
    let end = text.iter().take(MAX_LENGTH).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(text.get(1..end)?).ok()?.to_ascii_lowercase();
    let byte = match name.as_str() {
        "amp" => b'&',
        "quot" => b'"',
        "apos" => b'\'',
        "lt" => b'<',
        "gt" => b'>',
        number => {
            let number = number.strip_prefix('#')?;
            let value = match number.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            u8::try_from(value.ok()?).ok()?
        }
    };
    Some((byte, end + 1))
}

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    let is_digit = digits.iter().all(u8::is_ascii_hexdigit);
    let digits = std::str::from_utf8(digits).ok().filter(|_| is_digit)?;
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "Ab%1/=\\&c";

    fn is_found(text: &str) -> bool {
        end_of_key(text.as_bytes(), 0, KEY.as_bytes(), usize::MAX) == Some(text.len())
    }

    fn each(write: impl Fn(u8) -> String) -> String {
        KEY.bytes().map(write).collect()
    }

    #[test]
    fn key_is_found_in_every_encoding() {
        for text in [
            KEY.to_owned(),
            KEY.to_lowercase(),
            KEY.to_uppercase(),
            "Ab%251%2F%3D%5C%26c".to_owned(),
            "Ab%251%2f%3d%5c%26c".to_owned(),
            each(|byte| format!("%{byte:02x}")),
            each(|byte| format!("%25{byte:02X}")),
            each(|byte| format!("%252525{byte:02x}")),
            each(|byte| format!("\\u{byte:04x}")),
            each(|byte| format!("\\\\u{byte:04X}")),
            each(|byte| format!("\\\\\\\\u{byte:04X}")),
            r"Ab%1\/=\\&c".to_owned(),
            r"Ab%1\\/=\\\\&c".to_owned(),
            "Ab%1/=\\&amp;c".to_owned(),
            each(|byte| format!("&#{byte};")),
            each(|byte| format!("&#x{byte:X};")),
        ] {
            assert!(is_found(&text), "{text}");
        }
        for text in ["Ab%1/=\\&", "xAb%1/=\\&c", "Ab%1/=\\&d", "Ab%1/=\\%26", "", "%", "\\", "&", "\\u12", "&#;"] {
            assert!(!is_found(text), "{text}");
        }
    }

    #[test]
    fn truncated_key_is_found() {
        for (text, end) in [
            ("ab%1/=\\", Some(7)),
            ("ab%1/", Some(5)),
            ("ab%1", None),
            ("ab%1/…", Some(5)),
            ("ab%1/…\"]", Some(5)),
            ("ab%1/%3", Some(7)),
            ("ab%1/%…", Some(6)),
            ("ab%1/\\u003", Some(10)),
            ("ab%1/&#6", Some(8)),
            ("ab%1/x", None),
            ("ab%1/€", None),
        ] {
            assert_eq!(end_of_key(text.as_bytes(), 0, KEY.as_bytes(), 5), end, "{text}");
        }
    }
}
