//! The error of decoding.

use std::fmt;

use super::document::{Document, Mismatch};
use super::path::path_of;

/// The error for a body that is not valid JSON, or does not match the requested type.
///
/// The message contains the JSON path and the kinds of values, but no values: responses contain secrets.
#[derive(Debug)]
pub struct DecodeError(Box<Reason>);

#[derive(Debug)]
enum Reason {
    Syntax(serde_json::Error),
    Rejected(String),
    Mismatch { path: String, expected: &'static str, found: &'static str },
}

impl DecodeError {
    /// Returns the path of the value that does not match its type, such as `$.billing.state` or `$[2]["a b"]`. Returns
    /// `None` if the body is not valid JSON, or for a type that is decoded with serde.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match &*self.0 {
            Reason::Syntax(_) | Reason::Rejected(_) => None,
            Reason::Mismatch { path, .. } => Some(path),
        }
    }

    /// Returns whether the body is not JSON, such as an HTML page, or truncated JSON. JSON that is nested too deeply or
    /// contains a number out of range still counts as JSON.
    pub(crate) fn is_syntax(&self) -> bool {
        match &*self.0 {
            Reason::Syntax(error) => {
                let text = error.to_string();
                !["recursion limit exceeded", "number out of range"].iter().any(|known| text.starts_with(known))
            }
            Reason::Rejected(_) | Reason::Mismatch { .. } => false,
        }
    }

    pub(super) fn syntax(error: serde_json::Error) -> Self {
        Self(Box::new(Reason::Syntax(error)))
    }

    /// The type of the program did not accept the value, for this reason.
    pub(super) fn rejected(reason: String) -> Self {
        Self(Box::new(Reason::Rejected(reason)))
    }

    pub(super) fn mismatch(document: &Document, mismatch: Mismatch, empty_body: bool) -> Self {
        let Mismatch { position, expected } = mismatch;
        let found = match position.missing {
            Some(_) => "nothing",
            None if empty_body => "an empty body",
            None => document.node(position.node).kind(),
        };
        Self(Box::new(Reason::Mismatch { path: path_of(document, position), expected, found }))
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Reason::Syntax(error) => write!(formatter, "not JSON: {error}"),
            Reason::Rejected(reason) => formatter.write_str(reason),
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
            Reason::Rejected(_) | Reason::Mismatch { .. } => None,
        }
    }
}
