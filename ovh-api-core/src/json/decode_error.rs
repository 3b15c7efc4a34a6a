//! Why an answer does not fit its type, and where.

use std::fmt;

use super::document::{Document, Fault};
use super::path::path_of;

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

    /// Whether the body is not JSON at all: a page of HTML, or JSON that breaks off. JSON that nests too deeply, or has a
    /// number that no type holds, is JSON.
    pub(crate) fn is_syntax(&self) -> bool {
        match &*self.0 {
            Reason::Syntax(error) => {
                let text = error.to_string();
                !["recursion limit exceeded", "number out of range"].iter().any(|known| text.starts_with(known))
            }
            Reason::Mismatch { .. } => false,
        }
    }

    pub(super) fn syntax(error: serde_json::Error) -> Self {
        Self(Box::new(Reason::Syntax(error)))
    }

    pub(super) fn mismatch(document: &Document, fault: Fault, empty_body: bool) -> Self {
        let path = path_of(document, fault.place);
        let found = match fault.place.missing {
            Some(_) => "nothing",
            None if empty_body => "an empty body",
            None => document.node(fault.place.node).kind(),
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
