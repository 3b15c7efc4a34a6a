//! Finds a key in a text, whatever the text has made of it.
//!
//! A service that repeats a request writes it in its own way: percent-encoded, as a JSON text within a JSON text, as HTML. A key is
//! found in each of these encodings and any mix of them, in upper and lower case.

/// Encodings may be nested this deep: `%2541` is `%41` is `A`.
const NESTED: usize = 8;

/// Returns the byte after the end of the key, if it begins at `start`; the last one if it may end in several places. The
/// text may break off, at its end or at a `…`, after the first `shortest` bytes of the key.
pub(super) fn end_of_key(text: &[u8], start: usize, key: &[u8], shortest: usize) -> Option<usize> {
    let mut end = start;
    // Most of a text is plain.
    for (matched, wanted) in key.iter().enumerate() {
        match text.get(end).copied() {
            None | Some(b'%' | b'\\' | b'&' | ELLIPSIS_START) => {
                return end_of_encoded(text, end, key, matched, shortest);
            }
            Some(byte) if byte.eq_ignore_ascii_case(wanted) => end += 1,
            Some(_) => return None,
        }
    }
    Some(end)
}

/// Stands in the place of what was cut off.
const ELLIPSIS: &[u8] = "…".as_bytes();

/// The first byte of it, and of other characters.
const ELLIPSIS_START: u8 = 0xe2;

/// The same from an encoded character on, or from the end of the text, with the first bytes of the key matched.
fn end_of_encoded(text: &[u8], start: usize, key: &[u8], matched: usize, shortest: usize) -> Option<usize> {
    // `%2541` is `%41` as well as `A`, so that the rest of the key may begin in several places.
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
            return ends.iter().filter_map(cut).max().filter(|_| matched >= shortest);
        }
        ends = next;
    }
    ends.into_iter().max()
}

/// Returns the length of the escape that the text breaks off in, 0 without one, or `None` if the text goes on.
fn unfinished(text: &[u8]) -> Option<usize> {
    /// Longer ones are complete.
    const LONGEST: usize = 2 * NESTED + 2;
    let end = (0..text.len().min(LONGEST)).find(|end| text.get(*end..).is_some_and(|rest| rest.starts_with(ELLIPSIS)));
    let end = end.unwrap_or(text.len());
    let escape = text.get(..end)?;
    let is_escape = escape.first().is_none_or(|byte| matches!(byte, b'%' | b'\\' | b'&'))
        && escape.iter().skip(1).all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'\\' | b'#'));
    (is_escape && end < LONGEST).then_some(end)
}

/// What the text may begin with: a character and the bytes that it takes, as it is and decoded.
fn units(text: &[u8]) -> impl Iterator<Item = (u8, usize)> {
    let first = text.first().copied();
    let plain = first.map(|byte| (byte, 1));
    let percent = (1..=NESTED).map_while(move |level| percent(text, level)).filter(move |_| first == Some(b'%'));
    let backslash = first.filter(|byte| *byte == b'\\').and_then(|_| backslash(text));
    let entity = first.filter(|byte| *byte == b'&').and_then(|_| entity(text));
    plain.into_iter().chain(percent).chain(backslash).chain(entity)
}

/// `%41` at the first level, `%2541` at the second, and so on.
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

/// `\u0041`, `\/`, and both with more backslashes in front.
fn backslash(text: &[u8]) -> Option<(u8, usize)> {
    let slashes = text.iter().take(1 << NESTED).take_while(|byte| **byte == b'\\').count();
    match text.get(slashes)? {
        b'u' | b'U' => {
            let value = hexadecimal(text.get(slashes + 1..slashes + 5)?)?;
            Some((u8::try_from(value).ok()?, slashes + 5))
        }
        byte => Some((*byte, slashes + 1)),
    }
}

/// `&#65;`, `&#x41;`, `&amp;`, `&quot;`, `&lt;` and `&gt;`.
fn entity(text: &[u8]) -> Option<(u8, usize)> {
    /// Longer ones are no ASCII characters.
    const LONGEST: usize = 10;
    let end = text.iter().take(LONGEST).position(|byte| *byte == b';')?;
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
    fn key_that_breaks_off_is_found() {
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
