//! JSON paths of positions in a document.

use std::fmt::Write as _;

use super::document::{Document, Node};
use super::position::{MissingField, Position};

/// The maximum number of characters of a key in a path. Longer keys are truncated.
const MAX_KEY: usize = 64;

/// Returns the path of a position, such as `$.billing.state`, `$[2]["a b"]`.
pub(super) fn path_of(document: &Document, position: Position) -> String {
    // From the innermost absent object outwards.
    let mut names = Vec::new();
    let mut position = position;
    while let Some(MissingField { name, inside }) = position.missing {
        names.push(name);
        position = match inside.and_then(|number| document.corrections.object(number)) {
            Some(object) => object,
            None => Position { missing: None, ..position },
        };
    }
    let mut path = path_of_node(document, position.node);
    names.iter().rev().for_each(|name| push_key(&mut path, name));
    path
}

/// Walks from the root to `target`. Only errors and corrections need paths, so nodes do not refer to their parents.
fn path_of_node(document: &Document, target: usize) -> String {
    let mut path = String::from("$");
    let mut container = 0;
    while container != target {
        let is_object = matches!(document.node(container), Node::Object { .. });
        let end = document.end(container);
        let mut child = container + 1;
        let mut position = 0_usize;
        loop {
            let key = child;
            if is_object {
                child += 1;
            }
            if child >= end {
                return path;
            }
            let after = document.end(child);
            if target < after {
                match document.text(key) {
                    Some(key) if is_object => push_key(&mut path, key),
                    _ => {
                        // Writing to a string cannot fail.
                        let _ = write!(path, "[{position}]");
                    }
                }
                container = child;
                break;
            }
            child = after;
            position += 1;
        }
    }
    path
}

fn push_key(path: &mut String, key: &str) {
    let plain = |character: char| character.is_ascii_alphanumeric() || "_-".contains(character);
    if !key.is_empty() && key.len() <= MAX_KEY && key.chars().all(plain) {
        path.push('.');
        path.push_str(key);
    } else {
        let mut shown: String = key.chars().take(MAX_KEY).collect();
        if shown.len() < key.len() {
            shown.push('…');
        }
        // Writing to a string cannot fail.
        let _ = write!(path, "[{shown:?}]");
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::text::is_unprintable;

    #[test]
    fn each_node_has_its_json_path() {
        let document = Document::parse(&Bytes::from_static(br#"{"a":[1,{"b c":null}],"d":[],"e":{"":7}}"#)).unwrap();
        let paths: Vec<_> = [0, 2, 3, 4, 6, 8, 10, 12].map(|node| path_of_node(&document, node)).into();
        assert_eq!(paths, ["$", "$.a", "$.a[0]", "$.a[1]", "$.a[1][\"b c\"]", "$.d", "$.e", "$.e[\"\"]"]);
    }

    #[test]
    fn unprintable_characters_in_keys_are_escaped() {
        for character in (0..=0x10_ffff).filter_map(char::from_u32).filter(|character| is_unprintable(*character)) {
            let mut path = String::new();
            push_key(&mut path, &format!("a{character}"));
            assert!(path.is_ascii(), "{character:?}");
        }
    }

    #[test]
    fn long_key_is_truncated() {
        let mut path = String::new();
        push_key(&mut path, &"é".repeat(1000));
        assert_eq!(path, format!("[\"{}…\"]", "é".repeat(64)));
    }
}
