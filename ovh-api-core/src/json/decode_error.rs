//! Why an answer does not fit its type, and where.

use std::fmt;
use std::fmt::Write as _;

use super::document::{Document, Fault, Node};

/// A key longer than this many characters is cut in a path: paths are for people.
const LONGEST_KEY: usize = 64;

/// A body that is no JSON, or JSON that does not fit the type asked for.
///
/// The message names the JSON path and the kinds of value, never a value: answers hold secrets.
#[derive(Debug)]
pub struct DecodeError(Box<Reason>);

#[derive(Debug)]
enum Reason {
    Syntax(serde_json::Error),
    Mismatch { path: String, expected: &'static str, found: &'static str },
}

impl DecodeError {
    /// The path of the value that did not fit, such as `$.billing.state` or `$[2]["a b"]`; none if the body is no JSON.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match &*self.0 {
            Reason::Syntax(_) => None,
            Reason::Mismatch { path, .. } => Some(path),
        }
    }

    pub(super) fn syntax(error: serde_json::Error) -> Self {
        Self(Box::new(Reason::Syntax(error)))
    }

    pub(super) fn mismatch(document: &Document<'_>, fault: Fault, empty_body: bool) -> Self {
        let mut path = path_of(document, fault.node);
        let found = match fault.field {
            Some(field) => {
                push_key(&mut path, field);
                "nothing"
            }
            None if empty_body => "an empty body",
            None => document.node(fault.node).kind(),
        };
        Self(Box::new(Reason::Mismatch { path, expected: fault.expected, found }))
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Reason::Syntax(error) => write!(formatter, "not JSON: {error}"),
            Reason::Mismatch { path, expected, found } => {
                write!(formatter, "{path}: expected {expected}, found {found}")
            }
        }
    }
}

impl std::error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Reason::Syntax(error) => Some(error),
            Reason::Mismatch { .. } => None,
        }
    }
}

/// Walks from the root to `target`. Only an error needs this, so the table keeps no parents.
fn path_of(document: &Document<'_>, target: usize) -> String {
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
                match document.node(key) {
                    Node::Text(key) if is_object => push_key(&mut path, key),
                    _ => {
                        // Writing to a text cannot fail.
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
    if !key.is_empty() && key.len() <= LONGEST_KEY && key.chars().all(plain) {
        path.push('.');
        path.push_str(key);
    } else {
        let mut shown: String = key.chars().take(LONGEST_KEY).collect();
        if shown.len() < key.len() {
            shown.push('…');
        }
        // Writing to a text cannot fail.
        let _ = write!(path, "[{shown:?}]");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_has_its_path() {
        let document = Document::parse(br#"{"a":[1,{"b c":null}],"d":[],"e":{"":7}}"#).unwrap();
        let paths: Vec<_> = [0, 2, 3, 4, 6, 8, 10, 12].map(|node| path_of(&document, node)).into();
        assert_eq!(paths, ["$", "$.a", "$.a[0]", "$.a[1]", "$.a[1][\"b c\"]", "$.d", "$.e", "$.e[\"\"]"]);
    }

    #[test]
    fn a_long_key_is_cut() {
        let mut path = String::new();
        push_key(&mut path, &"é".repeat(1000));
        assert_eq!(path, format!("[\"{}…\"]", "é".repeat(64)));
    }
}
