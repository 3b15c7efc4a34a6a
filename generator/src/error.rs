//! Errors in schema files.

use std::fmt;

use crate::text::{excerpt, printable};

/// Messages cut longer pointers, in characters.
const MAX_POINTER: usize = 300;

/// An error in a schema file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Error {
    /// The name that the caller gave the file.
    pub file: String,
    /// A JSON pointer (RFC 6901) to the invalid value; empty for the whole file.
    pub pointer: String,
    /// The reason.
    pub message: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, message) = (printable(&self.file), printable(&self.message));
        match self.pointer.as_str() {
            "" => write!(f, "{file}: {message}"),
            pointer => write!(f, "{file}: at {}: {message}", excerpt(pointer, MAX_POINTER)),
        }
    }
}

impl std::error::Error for Error {}

/// The errors of several files, sorted by file; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errors(pub Vec<Error>);

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Errors {}
