//! Why a request cannot be sent as it is.

use std::fmt;

use crate::json::EncodeError;

/// Remembered while the request is built, so that no builder method needs a `Result`; awaiting the request returns it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The operation's path does not begin with exactly one `/`. Appended to the endpoint's URL, it could name another host.
    Path(&'static str),
    /// A path value is empty: the path would be that of another operation.
    EmptySegment(&'static str),
    /// A path value is `.` or `..`, which URL parsers resolve even percent-encoded: a call of another operation.
    DotSegment(&'static str),
    /// The path has more parameters than values were given.
    MissingSegment(&'static str),
    /// A parameter is a number that is infinite or not a number.
    NotFinite(&'static str),
    /// A header value holds a line break or the like.
    Header(&'static str),
    /// The body, or a query parameter of JSON, cannot be expressed.
    Encode(EncodeError),
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => {
                write!(formatter, "invalid operation path {path:?}: expected one that begins with a single slash")
            }
            Self::EmptySegment(name) => {
                write!(formatter, "the path parameter {name} is empty, which would call another operation")
            }
            Self::DotSegment(name) => {
                write!(formatter, "the path parameter {name} is \".\" or \"..\", which would call another operation")
            }
            Self::MissingSegment(name) => {
                write!(formatter, "the path parameter {name} has no value")
            }
            Self::NotFinite(name) => write!(formatter, "the parameter {name} is infinite or not a number"),
            Self::Header(name) => write!(formatter, "the header {name} has a value that no header can have"),
            Self::Encode(error) => error.fmt(formatter),
        }
    }
}
