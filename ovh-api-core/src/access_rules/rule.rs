//! A single access rule, and sets of methods.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind};
use crate::json::{ToJson, Writer};
use crate::operation::{Method, Operation, ParseMethodError};

/// Allows one method on the paths that match a pattern.
///
/// ```
/// use ovh_api::{AccessRule, Method};
///
/// let rule: AccessRule = "GET /vps/*/serviceInfos".parse()?;
/// assert_eq!((rule.method(), rule.path()), (Method::Get, "/vps/*/serviceInfos"));
/// assert_eq!(rule, AccessRule::new(Method::Get, "/vps/{serviceName}/serviceInfos"));
/// # Ok::<(), ovh_api::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccessRule {
    method: Method,
    path: String,
}

impl AccessRule {
    /// Creates a rule. Each `{parameter}` becomes a star, and a leading slash is added if missing.
    pub fn new(method: Method, path: impl AsRef<str>) -> Self {
        let path = pattern(path.as_ref().trim());
        Self { method, path: if path.starts_with('/') { path } else { format!("/{path}") } }
    }

    /// Returns the method.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// Returns the pattern. Paths of branch v2 begin with `/v2`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Replaces each `{parameter}` by a star.
fn pattern(path: &str) -> String {
    let mut pattern = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, (_, after))) =
        rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        pattern.push_str(before);
        pattern.push('*');
        rest = after;
    }
    pattern + rest
}

impl From<&Operation> for AccessRule {
    fn from(operation: &Operation) -> Self {
        Self::new(operation.method, format!("{}{}", operation.branch.path_prefix(), operation.path))
    }
}

/// Orders by path, then by method.
impl Ord for AccessRule {
    fn cmp(&self, other: &Self) -> Ordering {
        self.path.cmp(&other.path).then(self.method.cmp(&other.method))
    }
}

impl PartialOrd for AccessRule {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Formats the rule like `GET /vps/*`.
impl fmt::Display for AccessRule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.method, self.path)
    }
}

/// Parses the format of `Display`, such as `GET /vps/*`. The method is case-insensitive.
impl FromStr for AccessRule {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let invalid = |why: &str| {
            let message = format!("invalid access rule {text:?}: {why}; write a rule such as \"GET /vps/*\"");
            Error::new(ErrorKind::Configuration, message)
        };
        let (method, path) = text.trim().split_once(char::is_whitespace).ok_or_else(|| invalid("missing path"))?;
        let method = method.parse().map_err(|error: ParseMethodError| invalid(&error.to_string()))?;
        let path = path.trim();
        if !path.starts_with('/') || path.contains(char::is_whitespace) {
            return Err(invalid("the path contains spaces or does not begin with a slash"));
        }
        Ok(Self::new(method, path))
    }
}

impl ToJson for AccessRule {
    fn to_json(&self, writer: &mut Writer) {
        writer.begin_object();
        writer.field("method", self.method.as_str());
        writer.field("path", &self.path);
        writer.end_object();
    }
}

/// A set of methods, named and chosen as in the official wrappers. None has PATCH, which needs a rule of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleSet {
    /// GET.
    ReadOnly,
    /// GET, POST, PUT and DELETE.
    ReadWrite,
    /// GET, POST and PUT, but not DELETE.
    ReadWriteSafe,
}

impl RuleSet {
    /// Returns the methods of the set.
    #[must_use]
    pub const fn methods(self) -> &'static [Method] {
        match self {
            Self::ReadOnly => &[Method::Get],
            Self::ReadWrite => &[Method::Get, Method::Post, Method::Put, Method::Delete],
            Self::ReadWriteSafe => &[Method::Get, Method::Post, Method::Put],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_parses_from_its_display_format() {
        for text in ["GET /*", "PATCH /me", "DELETE /v2/iam/policy/*"] {
            assert_eq!(text.parse::<AccessRule>().unwrap().to_string(), text);
        }
        assert_eq!(" put  /a/{b}/c{ ".parse::<AccessRule>().unwrap().to_string(), "PUT /a/*/c{");
        for text in ["", "GET", "/me", "HEAD /me", "GET me", "GET /a b"] {
            let error = text.parse::<AccessRule>().unwrap_err().to_string();
            assert!(error.starts_with(&format!("invalid access rule {text:?}: ")), "{error}");
        }
    }
}
