//! Conditions on requests.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value as Json;

use crate::operation::{Branch, Method, Operation};
use crate::parameter::push_encoded;

/// Selects the requests that a response of a [`MockTransport`](super::MockTransport) is for: by method and path, and
/// optionally by query and body.
///
/// ```
/// use ovh_api::Method;
/// use ovh_api::testing::{MockTransport, RequestMatcher};
///
/// let text_records = RequestMatcher::new(Method::Get, "/domain/zone/example.com/record").query("fieldType", "TXT");
/// let new_record = RequestMatcher::new(Method::Post, "/domain/zone/example.com/record")
///     .json(r#"{"fieldType": "TXT", "target": "hello"}"#);
/// let service = MockTransport::new()
///     .respond(text_records, 200, "[7]")
///     .respond(new_record, 200, r#"{"id": 8, "fieldType": "TXT", "target": "hello", "zone": "example.com"}"#);
/// assert_eq!(service.unused().len(), 2);
/// ```
#[derive(Clone, PartialEq)]
#[must_use = "a matcher does nothing until it is passed to `MockTransport::respond`"]
pub struct RequestMatcher {
    method: http::Method,
    /// `None` for any branch.
    branch: Option<Branch>,
    /// Below the branch.
    path: String,
    query: Vec<(String, String)>,
    body: Option<BodyCondition>,
}

#[derive(Clone)]
enum BodyCondition {
    Json(Json),
    Text(String),
    Function(Arc<BodyFunction>),
}

type BodyFunction = dyn Fn(&[u8]) -> bool + Send + Sync;

impl RequestMatcher {
    /// Matches a method and a path: percent-encoded, below the branch, such as `/vps/vps-1.vps.ovh.net`. A path that
    /// begins with `/v2/` matches only branch v2. A query, as in `/me/bill?date.from=2026-01-01`, is the same as
    /// calls of [`query`](Self::query).
    pub fn new(method: Method, path: &str) -> Self {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let (branch, path) = match path.strip_prefix("/v2/") {
            Some(_) => (Some(Branch::V2), path.strip_prefix("/v2").unwrap_or(path)),
            None => (None, path),
        };
        let query = pairs(query).collect();
        Self { method: method.into(), branch, path: path.to_owned(), query, body: None }
    }

    /// Matches requests of an operation, such as `ovh_api::vps::GET`, with these values of the path, in order and not
    /// encoded.
    pub fn operation(operation: &Operation, path_values: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut values = path_values.into_iter();
        let mut path = String::new();
        let mut rest = operation.path;
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
        {
            path.push_str(before);
            match values.next() {
                Some(value) => push_encoded(&mut path, value.as_ref()),
                // Matches no request, and shows what is missing.
                None => path.extend(["{", name, "}"]),
            }
            rest = after;
        }
        path.push_str(rest);
        let branch = Some(operation.branch);
        Self { method: operation.method.into(), branch, path, query: Vec::new(), body: None }
    }

    /// Requires a query parameter with this value, not encoded. The request may have other parameters.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.query.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Requires this JSON body. Spaces and the order of keys are ignored. Text that is not JSON must be equal.
    pub fn json(mut self, body: &str) -> Self {
        self.body = Some(match serde_json::from_str(body) {
            Ok(json) => BodyCondition::Json(json),
            Err(_) => BodyCondition::Text(body.to_owned()),
        });
        self
    }

    /// Requires a body for which the function returns true.
    pub fn body(mut self, matches: impl Fn(&[u8]) -> bool + Send + Sync + 'static) -> Self {
        self.body = Some(BodyCondition::Function(Arc::new(matches)));
        self
    }

    /// Returns how many conditions on query and body the request meets, or `None` if it does not match.
    pub(super) fn conditions_met(&self, request: &http::Request<Bytes>) -> Option<usize> {
        let uri = request.uri();
        let (before, path) = Branch::split_path(uri.path()).unwrap_or(("", uri.path()));
        let is_v2 = uri.path().get(before.len()..).is_some_and(|branch| branch.starts_with("/v2/"));
        let branch = if is_v2 { Branch::V2 } else { Branch::V1 };
        if self.method != request.method() || self.path != path || self.branch.is_some_and(|wanted| wanted != branch) {
            return None;
        }
        let sent: Vec<_> = pairs(uri.query().unwrap_or_default()).collect();
        let matches = self.query.iter().all(|wanted| sent.contains(wanted))
            && self.body.as_ref().is_none_or(|body| body.matches(request.body()));
        matches.then(|| self.query.len() + usize::from(self.body.is_some()))
    }
}

impl BodyCondition {
    fn matches(&self, body: &[u8]) -> bool {
        match self {
            Self::Json(json) => serde_json::from_slice::<Json>(body).is_ok_and(|sent| sent == *json),
            Self::Text(text) => body == text.as_bytes(),
            Self::Function(matches) => matches(body),
        }
    }
}

impl PartialEq for BodyCondition {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Json(json), Self::Json(other)) => json == other,
            (Self::Text(text), Self::Text(other)) => text == other,
            (Self::Function(function), Self::Function(other)) => Arc::ptr_eq(function, other),
            _ => false,
        }
    }
}

/// Returns the decoded parameters of a query.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    url::form_urlencoded::parse(query.as_bytes()).into_owned()
}

/// Formats the conditions: `GET /me/bill?date.from=2026-01-01`, or `POST /me/sshKey with the body {"key":"x"}`.
impl fmt::Display for RequestMatcher {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let prefix = self.branch.map_or("", Branch::path_prefix);
        write!(formatter, "{} {prefix}{}", self.method, self.path)?;
        for (index, (name, value)) in self.query.iter().enumerate() {
            write!(formatter, "{}{name}={value}", if index == 0 { '?' } else { '&' })?;
        }
        match &self.body {
            None => Ok(()),
            Some(BodyCondition::Json(json)) => write!(formatter, " with the body {json}"),
            Some(BodyCondition::Text(text)) => write!(formatter, " with the body {text}"),
            Some(BodyCondition::Function(_)) => formatter.write_str(" with a body that meets a condition"),
        }
    }
}

impl fmt::Debug for RequestMatcher {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RequestMatcher({self})")
    }
}
