//! Paths of untyped calls.

use std::fmt::{self, Display};

use super::fault::RequestFault;
use crate::operation::Branch;
use crate::parameter::push_encoded;

/// Creates the path of an untyped call: each `{}` of the template is replaced by a percent-encoded value.
///
/// Values are of any type that implements [`Display`]. Each remains a single path segment, whichever characters it
/// contains. The result is a [`CallPath`](crate::CallPath), the argument of `Client::call`.
///
/// ```
/// use ovh_api::path;
///
/// let block = "192.0.2.0/24";
/// assert_eq!(path!("/ip/{}", block).to_string(), "/ip/192.0.2.0%2F24");
/// assert_eq!(path!("/v2/iam/policy/{}/{}", "a b", 7).to_string(), "/v2/iam/policy/a%20b/7");
/// ```
///
/// A template that does not fit the values, or does not begin with a slash, fails to compile:
///
/// ```compile_fail,E0080
/// ovh_api::path!("/ip/{}/firewall/{}", "192.0.2.1");
/// ```
///
/// So does a name in braces, because `format!` would insert its value without encoding:
///
/// ```compile_fail,E0080
/// let block = "192.0.2.0/24";
/// ovh_api::path!("/ip/{block}");
/// ```
///
/// A value that is empty, `.` or `..` would call another operation; the request then fails when it is sent.
#[macro_export]
macro_rules! path {
    ($template:literal $(, $value:expr)* $(,)?) => {{
        const _: () = $crate::CallPath::check_template($template, <[&str]>::len(&[$(::core::stringify!($value)),*]));
        $crate::CallPath::fill($template, &[$(&$value as &dyn ::core::fmt::Display),*])
    }};
}

/// The path of an untyped call, such as `/me`, `/v1/me` or `/v2/iam/policy`.
///
/// It may begin with the branch: `/v1` or `/1.0` (the default), or `/v2`. Its values are percent-encoded, which
/// [`path!`](crate::path!) does. Strings are converted with `into()`.
#[derive(Clone, PartialEq, Eq)]
pub struct CallPath {
    text: String,
    fault: Option<RequestFault>,
}

impl CallPath {
    /// Checks the template of [`path!`](crate::path!), at compile time.
    #[doc(hidden)]
    pub const fn check_template(template: &str, values: usize) {
        let mut rest = template.as_bytes();
        assert!(matches!(rest, [b'/', ..]), "the path must begin with a slash");
        let mut placeholders = 0;
        while let [first, tail @ ..] = rest {
            rest = tail;
            if *first == b'{' {
                assert!(matches!(rest, [b'}', ..]), "braces must be empty, with the value after the template");
                if let [_, tail @ ..] = rest {
                    rest = tail;
                }
                placeholders += 1;
            } else {
                assert!(*first != b'}', "braces must be empty, with the value after the template");
                assert!(*first != b'?', "the path must not contain a query; set parameters with .query(name, value)");
            }
        }
        assert!(placeholders == values, "the path must have one pair of braces for each value");
    }

    /// Fills a template of [`path!`](crate::path!).
    #[doc(hidden)]
    #[must_use]
    pub fn fill(template: &'static str, values: &[&dyn Display]) -> Self {
        let mut parts = template.split("{}");
        let mut path = Self::from(parts.next().unwrap_or_default());
        for (index, (value, after)) in values.iter().zip(parts).enumerate() {
            let start = path.text.len();
            push_encoded(&mut path.text, &value.to_string());
            if path.text.len() == start {
                path.fault.get_or_insert(RequestFault::EmptyValue { template, number: index + 1 });
            }
            path.text.push_str(after);
        }
        path
    }

    /// Returns the branch, the path below it, and the fault of the path.
    pub(super) fn into_parts(self) -> (Branch, String, Option<RequestFault>) {
        let Self { text, fault } = self;
        let fault = fault.or_else(|| fault_of(&text).map(|why| RequestFault::CallPath { path: text.clone(), why }));
        let branches = [("/v1/", Branch::V1), ("/1.0/", Branch::V1), ("/v2/", Branch::V2)];
        let branch = branches.into_iter().find(|(prefix, _)| text.starts_with(prefix));
        match branch.and_then(|(prefix, branch)| Some((branch, text.get(prefix.len() - 1..)?.to_owned()))) {
            Some((branch, path)) => (branch, path, fault),
            None => (Branch::V1, text, fault),
        }
    }
}

/// Returns why a path cannot be sent, or would call another operation than it shows.
fn fault_of(path: &str) -> Option<&'static str> {
    let Some(below) = path.strip_prefix('/') else {
        return Some("expected a leading slash");
    };
    if path.contains('?') {
        return Some("expected a path without query; set parameters with .query(name, value)");
    }
    if path.contains('#') {
        return Some("expected a path without fragment");
    }
    if path.contains(['{', '}']) {
        return Some("expected values instead of braces; path!(\"/ip/{}\", block) inserts them");
    }
    if path.bytes().any(|byte| !is_path_byte(byte)) {
        return Some("expected percent-encoded values; path!(\"/ip/{}\", block) encodes them");
    }
    if path.split('%').skip(1).any(|after| !starts_with_escape(after)) {
        return Some("expected two hexadecimal digits after each percent sign");
    }
    if path.contains("//") {
        return Some("expected no empty segment");
    }
    if below.split('/').any(is_dot_segment) {
        return Some("expected no segment \".\" or \"..\", which would call another operation");
    }
    None
}

/// Returns whether a byte may be in a path, apart from the percent sign: the `pchar` of RFC 3986 and the slash.
fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%".contains(&byte)
}

fn starts_with_escape(text: &str) -> bool {
    matches!(text.as_bytes(), [high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

/// Returns whether URL parsers resolve a segment; they also do so if its dots are percent-encoded.
fn is_dot_segment(segment: &str) -> bool {
    let decoded = segment.replace("%2e", ".").replace("%2E", ".");
    matches!(decoded.as_str(), "." | "..")
}

impl From<&str> for CallPath {
    fn from(path: &str) -> Self {
        Self::from(path.to_owned())
    }
}

impl From<&String> for CallPath {
    fn from(path: &String) -> Self {
        Self::from(path.clone())
    }
}

impl From<String> for CallPath {
    fn from(text: String) -> Self {
        Self { text, fault: None }
    }
}

/// Shows the path as it is sent, with the branch if it has one.
impl Display for CallPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.text)
    }
}

impl fmt::Debug for CallPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branch_is_split_off() {
        for (path, branch, below) in [
            ("/me", Branch::V1, "/me"),
            ("/v1/me", Branch::V1, "/me"),
            ("/1.0/me/", Branch::V1, "/me/"),
            ("/v2/iam/policy", Branch::V2, "/iam/policy"),
            ("/v2x/y", Branch::V1, "/v2x/y"),
            ("/v1/v2/x", Branch::V1, "/v2/x"),
            ("/ip/192.0.2.0%2F24", Branch::V1, "/ip/192.0.2.0%2F24"),
            ("/", Branch::V1, "/"),
        ] {
            assert_eq!(CallPath::from(path).into_parts(), (branch, below.to_owned(), None));
        }
    }

    #[test]
    fn path_that_calls_something_else_is_a_fault() {
        for (path, wanted) in [
            ("", "leading slash"),
            ("me", "leading slash"),
            ("@evil.invalid/me", "leading slash"),
            ("https://eu.api.ovh.com/1.0/me", "leading slash"),
            ("//evil.invalid/me", "empty segment"),
            ("/v2//iam", "empty segment"),
            ("/ip//firewall", "empty segment"),
            ("/me/../vps", "segment \".\" or \"..\""),
            ("/me/.", "segment \".\" or \"..\""),
            ("/me/%2e%2E/vps", "segment \".\" or \"..\""),
            ("/me/.%2e", "segment \".\" or \"..\""),
            ("/me%", "hexadecimal digits"),
            ("/me%2", "hexadecimal digits"),
            ("/me%zz", "hexadecimal digits"),
            ("/me?x=y", ".query(name, value)"),
            ("/me#x", "fragment"),
            ("/ip/{ip}", "path!"),
            ("/a b", "percent-encoded"),
            ("/é", "percent-encoded"),
            ("/a\\b", "percent-encoded"),
            ("/a\r\nb", "percent-encoded"),
        ] {
            let (_, _, fault) = CallPath::from(path).into_parts();
            let text = fault.unwrap_or_else(|| panic!("{path:?} is accepted")).to_string();
            assert!(text.contains(&format!("{path:?}")) && text.contains(wanted), "{text}");
        }
    }

    #[test]
    fn values_are_encoded_as_one_segment() {
        let path = crate::path!("/a/{}/b-{}.zip", "x/y ?#%é", 7_u16);
        assert_eq!(path.to_string(), "/a/x%2Fy%20%3F%23%25%C3%A9/b-7.zip");
        assert_eq!(path.into_parts().2, None);
        assert_eq!(crate::path!("/me").to_string(), "/me");
        let (branch, below, fault) = crate::path!("/v2/{}", "v1/x").into_parts();
        assert_eq!((branch, below.as_str(), fault), (Branch::V2, "/v1%2Fx", None));
    }

    #[test]
    fn empty_value_or_dot_segment_is_a_fault() {
        let fault = |path: CallPath| path.into_parts().2.map(|fault| fault.to_string()).unwrap_or_default();
        let text = fault(crate::path!("/ip/{}/firewall/{}", "x", ""));
        assert_eq!(text, "value 2 of path \"/ip/{}/firewall/{}\" is empty, which would call another operation");
        assert!(fault(crate::path!("/ip/{}", "..")).contains("segment \".\" or \"..\""));
    }
}
