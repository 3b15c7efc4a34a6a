//! Finds encoded keys in a text.
//!
//! Services may echo a request percent-encoded, as JSON inside JSON, or as HTML. Keys are found in any of these encodings and in
//! combinations of them, in upper and lower case.

/// The maximum depth of nested encodings: `%2541` is `%41`, which is `A`.
const MAX_DEPTH: usize = 8;

/// Returns the end of the key, if it begins at `start`. If there are several possible ends, returns the last one.
pub(super) fn end_of_key(text: &[u8], start: usize, key: &[u8]) -> Option<usize> {
    let (mut end, mut wanted) = (start, key.iter());
    // The fast path for unencoded text.
    while let Some(byte) = text.get(end).filter(|byte| !matches!(byte, b'%' | b'\\' | b'&')) {
        match wanted.next() {
            None => return Some(end),
            Some(wanted) if byte.eq_ignore_ascii_case(wanted) => end += 1,
            Some(_) => return None,
        }
    }
    end_of_encoded(text, end, wanted.as_slice())
}

/// Matches the rest of a key, beginning with an encoded character.
fn end_of_encoded(text: &[u8], start: usize, key: &[u8]) -> Option<usize> {
    // `%2541` matches both `%41` and `A`, so the rest of the key may begin at several positions.
    let mut ends = vec![start];
    for wanted in key {
        let mut next = Vec::new();
        for end in ends {
            for (byte, length) in units(text.get(end..).unwrap_or_default()) {
                if byte.eq_ignore_ascii_case(wanted) && !next.contains(&(end + length)) {
                    next.push(end + length);
                }
            }
        }
        if next.is_empty() {
            return None;
        }
        ends = next;
    }
    ends.into_iter().max()
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
        end_of_key(text.as_bytes(), 0, KEY.as_bytes()) == Some(text.len())
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
}
