//! One right, and the usual sets of methods.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorKind};
use crate::json::{ToJson, Writer};
use crate::{Branch, Method, Operation};

/// The right to call one method on the paths that a pattern fits.
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
    /// A method on a path. Each `{parameter}` becomes a star, and a slash is added in front if there is none.
    pub fn new(method: Method, path: impl AsRef<str>) -> Self {
        let path = pattern(path.as_ref().trim());
        Self { method, path: if path.starts_with('/') { path } else { format!("/{path}") } }
    }

    /// The method.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The pattern, with a `/v2` in front for that branch.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Each `{parameter}` as a star.
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
        let branch = match operation.branch {
            Branch::V1 => "",
            Branch::V2 => "/v2",
        };
        Self::new(operation.method, format!("{branch}{}", operation.path))
    }
}

/// By path, then by method: what belongs together stands together.
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

/// `GET /vps/*`
impl fmt::Display for AccessRule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.method, self.path)
    }
}

/// Reads `GET /vps/*`, as it is printed; the method in any case.
impl FromStr for AccessRule {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let refuse = |why: &str| {
            Error::new(ErrorKind::Configuration, format!("{text:?} is no access rule such as \"GET /vps/*\": {why}"))
        };
        let (method, path) = text.trim().split_once(char::is_whitespace).ok_or_else(|| refuse("it has no path"))?;
        let method = method_of(method).ok_or_else(|| refuse("it begins with none of GET, POST, PUT, DELETE"))?;
        let path = path.trim();
        if !path.starts_with('/') || path.contains(char::is_whitespace) {
            return Err(refuse("its path does not begin with a slash, or has a space in it"));
        }
        Ok(Self::new(method, path))
    }
}

fn method_of(text: &str) -> Option<Method> {
    RuleSet::ReadWrite.methods().iter().copied().find(|method| method.as_str().eq_ignore_ascii_case(text))
}

impl ToJson for AccessRule {
    fn to_json(&self, writer: &mut Writer) {
        writer.begin_object();
        writer.field("method", self.method.as_str());
        writer.field("path", &self.path);
        writer.end_object();
    }
}

/// The sets of methods that the official wrappers have names for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleSet {
    /// GET.
    ReadOnly,
    /// GET, POST, PUT, DELETE.
    ReadWrite,
    /// GET, POST, PUT: all but removing.
    ReadWriteSafe,
}

impl RuleSet {
    /// The methods of the set.
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
    fn rules_are_read_as_they_are_printed() {
        for text in ["GET /*", "DELETE /v2/iam/policy/*"] {
            assert_eq!(text.parse::<AccessRule>().unwrap().to_string(), text);
        }
        assert_eq!(" put  /a/{b}/c{ ".parse::<AccessRule>().unwrap().to_string(), "PUT /a/*/c{");
        for text in ["", "GET", "/me", "PATCH /me", "GET me", "GET /a b"] {
            let error = text.parse::<AccessRule>().unwrap_err().to_string();
            assert!(error.starts_with(&format!("{text:?} is no access rule")), "{error}");
        }
    }
}
