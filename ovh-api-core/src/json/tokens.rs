//! Finds values in a JSON text.

use std::ops::Range;

/// Returns the bytes of the value that is node number `wanted` of the table. The search begins at a known node and its
/// offset. The text must be valid JSON.
pub(super) fn find(body: &[u8], (mut index, mut offset): (usize, usize), wanted: usize) -> Option<Range<usize>> {
    loop {
        offset += body.get(offset..)?.iter().position(|byte| is_begin(*byte))?;
        let end = offset + length(body.get(offset..)?);
        if index == wanted {
            return Some(offset..end);
        }
        index += 1;
        offset = end;
    }
}

/// Returns whether a byte between two values begins a value. Closing brackets have no node.
const fn is_begin(byte: u8) -> bool {
    !matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' | b']' | b'}')
}

/// Returns the length of a value. For a container, only the opening bracket counts.
fn length(value: &[u8]) -> usize {
    match value.first() {
        Some(b'{' | b'[') => 1,
        Some(b'"') => string_length(value),
        _ => value.iter().position(|byte| !is_begin(*byte)).unwrap_or(value.len()),
    }
}

fn string_length(string: &[u8]) -> usize {
    let mut escaped = false;
    for (index, byte) in string.iter().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return index + 1,
            _ => {}
        }
    }
    string.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn find_from_any_earlier_node() {
        let body = br#"[{"a\\":"]\"",  "b":1.5},[] ,-7]"#;
        let wanted = ["[", "{", r#""a\\""#, r#""]\"""#, r#""b""#, "1.5", "[", "-7"];
        let offsets: Vec<_> = (0..wanted.len()).map(|index| find(body, (0, 0), index).unwrap().start).collect();
        for (index, text) in wanted.iter().enumerate() {
            for (from, offset) in offsets.iter().enumerate().take(index + 1) {
                let range = find(body, (from, *offset), index).unwrap();
                assert_eq!(std::str::from_utf8(&body[range]).unwrap(), *text, "{index} from {from}");
            }
        }
        assert_eq!(find(body, (0, 0), wanted.len()), None);
    }
}
