//! What is known about an operation before it is called.

use std::fmt;

/// The HTTP method of an operation. The API has these four.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or starts something.
    Post,
    /// Changes.
    Put,
    /// Removes.
    Delete,
}

impl Method {
    /// The method as HTTP spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// Whether a request sent twice does no more than one sent once. Only a POST is not.
    #[must_use]
    pub const fn is_idempotent(self) -> bool {
        !matches!(self, Self::Post)
    }
}

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
            Method::Delete => Self::DELETE,
        }
    }
}

/// One of the two generations of the API that stand side by side on the same hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Branch {
    /// `https://eu.api.ovh.com/1.0`, also reachable as `/v1`.
    V1,
    /// `https://eu.api.ovh.com/v2`.
    V2,
}

impl fmt::Display for Branch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
        })
    }
}

/// An operation of the API: data, the same for every call.
///
/// Generated code has one for each operation, next to the method that calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Operation {
    /// The Rust call without its arguments, such as `domain.zone_record`; errors and traces start with it.
    pub name: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The branch that the path belongs to.
    pub branch: Branch,
    /// The path below the branch, with each parameter in braces: `/domain/zone/{zoneName}/record`.
    pub path: &'static str,
    /// Whether the call is signed. The service describes some operations as public; signing them breaks a few.
    pub authenticated: bool,
    /// One on each line. A list would be one more constant to evaluate for each operation, whenever they are compiled.
    #[doc(hidden)]
    pub iam_actions: &'static str,
}

impl Operation {
    /// The IAM actions that a policy has to allow for this call.
    pub fn iam_actions(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.iam_actions.lines()
    }
}

/// `GET /domain/zone/{zoneName}/record`, a path of v2 with its `/v2` in front.
impl fmt::Display for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let branch = match self.branch {
            Branch::V1 => "",
            Branch::V2 => "/v2",
        };
        write!(formatter, "{} {branch}{}", self.method, self.path)
    }
}
