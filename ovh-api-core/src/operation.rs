//! Descriptors of operations.

use std::fmt;
use std::str::FromStr;

/// The HTTP method of an operation.
///
/// ```
/// use ovh_api::Method;
///
/// assert_eq!("GET".parse(), Ok(Method::Get));
/// assert_eq!("delete".parse(), Ok(Method::Delete));
/// let error = "HEAD".parse::<Method>().unwrap_err();
/// assert_eq!(error.to_string(), "unknown method \"HEAD\"; expected GET, POST, PUT, PATCH or DELETE");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Reads an object or a list.
    Get,
    /// Creates an object or starts an action.
    Post,
    /// Changes an object.
    Put,
    /// Changes some fields of an object.
    Patch,
    /// Deletes an object.
    Delete,
}

impl Method {
    /// Returns the method in uppercase, as in HTTP.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Returns whether the method is idempotent: all methods except POST and PATCH are.
    #[must_use]
    pub const fn is_idempotent(self) -> bool {
        !matches!(self, Self::Post | Self::Patch)
    }
}

/// Parses the name of a method, in uppercase or lowercase.
impl FromStr for Method {
    type Err = ParseMethodError;

    fn from_str(text: &str) -> Result<Self, ParseMethodError> {
        const ALL: [Method; 5] = [Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete];
        let method = ALL.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(text));
        method.ok_or_else(|| ParseMethodError(text.into()))
    }
}

/// The error for text that is not the name of a [`Method`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseMethodError(Box<str>);

impl fmt::Display for ParseMethodError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "unknown method {:?}; expected GET, POST, PUT, PATCH or DELETE", self.0)
    }
}

impl std::error::Error for ParseMethodError {}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Patch => Self::PATCH,
            Method::Delete => Self::DELETE,
        }
    }
}

/// A version of the API. Both versions are available on the same hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Branch {
    /// `https://eu.api.ovh.com/1.0`, also reachable as `/v1`.
    V1,
    /// `https://eu.api.ovh.com/v2`.
    V2,
}

impl Branch {
    /// Returns the prefix of its paths in access rules and messages: `/v2`, or the empty string for v1.
    pub(crate) const fn path_prefix(self) -> &'static str {
        match self {
            Self::V1 => "",
            Self::V2 => "/v2",
        }
    }

    /// Splits the path of a URL at the branch, `/1.0`, `/v1` or `/v2`. The second part begins with a slash.
    pub(crate) fn split_path(path: &str) -> Option<(&str, &str)> {
        let splits = ["/1.0/", "/v1/", "/v2/"].iter().filter_map(|branch| {
            let (before, _) = path.split_once(branch)?;
            Some((before, path.get(before.len() + branch.len() - 1..)?))
        });
        splits.min_by_key(|(before, _)| before.len())
    }
}

impl fmt::Display for Branch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        })
    }
}

/// A static descriptor of an operation.
///
/// Generated code has one for each operation, next to the method that creates requests for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Operation {
    /// The Rust methods that create the request, such as `domain.zone_record`. Error messages and traces begin with it.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The branch that the path belongs to.
    pub branch: Branch,
    /// The path template without the branch, such as `/domain/zone/{zoneName}/record`.
    pub path: &'static str,
    /// Whether requests are authenticated. Public operations are not; some of them reject signed requests.
    pub authenticated: bool,
    /// One action per line. A list would be another constant to evaluate at compile time.
    #[doc(hidden)]
    pub iam_actions: &'static str,
}

impl Operation {
    /// The name of untyped calls. Names of generated operations contain a dot.
    const UNTYPED: &'static str = "call";

    /// Returns the descriptor of an untyped call.
    pub(crate) const fn untyped(method: Method, branch: Branch) -> Self {
        Self { name: Self::UNTYPED, method, branch, path: "/{path}", authenticated: true, iam_actions: "" }
    }

    /// Returns whether this describes an untyped call, whose path is not known before the request is built.
    pub(crate) fn is_untyped(&self) -> bool {
        self.name == Self::UNTYPED
    }

    /// Returns the IAM actions that a policy must allow for this operation.
    pub fn iam_actions(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.iam_actions.lines()
    }
}

/// Formats method and path template, such as `GET /domain/zone/{zoneName}/record`. Paths of branch v2 begin with `/v2`.
impl fmt::Display for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}{}", self.method, self.branch.path_prefix(), self.path)
    }
}
