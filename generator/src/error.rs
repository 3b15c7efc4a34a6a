//! What is wrong with a schema file, and where.

use std::fmt;

use crate::text::{excerpt, printable};

/// A pointer longer than this many characters is cut where people read it.
const LONGEST_POINTER: usize = 300;

/// One fault of one schema file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Error {
    /// The file's name as the caller gave it.
    pub file: String,
    /// JSON pointer (RFC 6901) to the value at fault; empty for the whole file.
    pub pointer: String,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, message) = (printable(&self.file), printable(&self.message));
        match self.pointer.as_str() {
            "" => write!(f, "{file}: {message}"),
            pointer => write!(f, "{file}: at {}: {message}", excerpt(pointer, LONGEST_POINTER)),
        }
    }
}

impl std::error::Error for Error {}

/// All faults found, sorted by file; never empty.
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
