//! Errors of request values.

use std::borrow::Cow;
use std::fmt;

use crate::json::EncodeError;

/// Why a request cannot be sent. Builder methods store it instead of returning a `Result`; awaiting the request returns
/// it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RequestFault {
    /// The operation's path does not begin with exactly one `/`: appended to the endpoint's URL, it could change the
    /// host.
    Path(&'static str),
    /// A path value is empty, which would call another operation.
    EmptySegment(&'static str),
    /// A path value is `.` or `..`, which URL parsers resolve even if it is percent-encoded, and would call another
    /// operation.
    DotSegment(&'static str),
    /// The path has more parameters than values.
    MissingSegment(&'static str),
    /// A numeric parameter is infinite or NaN.
    NotFinite(&'static str),
    /// A header value contains invalid characters, such as a line break.
    Header(Cow<'static, str>),
    /// The client sets the header itself.
    ReservedHeader(String),
    /// The path of an untyped call is invalid.
    CallPath { path: String, why: &'static str },
    /// A value of the path of an untyped call is empty, which would call another operation.
    EmptyValue { template: &'static str, number: usize },
    /// The body or a JSON query parameter cannot be encoded.
    Encode(EncodeError),
}

impl fmt::Display for RequestFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => {
                write!(formatter, "invalid operation path {path:?}: expected one that begins with a single slash")
            }
            Self::EmptySegment(name) => {
                write!(formatter, "path parameter {name} is empty, which would call another operation")
            }
            Self::DotSegment(name) => {
                write!(formatter, "path parameter {name} is \".\" or \"..\", which would call another operation")
            }
            Self::MissingSegment(name) => {
                write!(formatter, "path parameter {name} has no value")
            }
            Self::NotFinite(name) => write!(formatter, "parameter {name} is infinite or NaN"),
            Self::Header(name) => write!(formatter, "header {name} contains invalid characters"),
            Self::ReservedHeader(name) => {
                write!(formatter, "header {name} cannot be set: the client sets it, or signs requests with it")
            }
            Self::CallPath { path, why } => write!(formatter, "invalid path {path:?}: {why}"),
            Self::EmptyValue { template, number } => {
                write!(formatter, "value {number} of path {template:?} is empty, which would call another operation")
            }
            Self::Encode(error) => error.fmt(formatter),
        }
    }
}
