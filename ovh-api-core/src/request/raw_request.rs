//! The part of a request that does not depend on its types.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::body::BodyBuilder;
use super::fault::RequestFault;
use super::options::Options;
use super::target::Target;
use crate::json::{EncodeError, Expected, ToJson, encode};
use crate::operation::Operation;
use crate::parameter::{Parameter, push_encoded};

/// Space reserved before the path, in bytes, for the base URL: the URL then needs no allocation of its own.
const BASE_ROOM: usize = 32;

/// A request of any type.
#[derive(Clone)]
pub struct RawRequest {
    /// The static description of the operation.
    pub operation: &'static Operation,
    /// Percent-encoded, below the branch.
    pub path: String,
    /// Percent-encoded `key=value` pairs with `&` between them.
    query: String,
    /// Headers of this request, authentication excluded.
    pub headers: HeaderMap,
    pub(super) body: Option<BodyBuilder>,
    /// The first fault.
    pub(crate) fault: Option<RequestFault>,
    /// Options that override those of the client.
    pub options: Options,
    /// Whether the response may be null or empty. Any other body is handled like one that is not JSON.
    pub expected: Expected,
    /// Whether path or query contain a secret.
    secret_path: bool,
    secret_query: bool,
}

impl RawRequest {
    /// Fills the operation's path with the values, in order.
    pub fn new(operation: &'static Operation, values: &[&dyn Parameter]) -> Self {
        Self::filled(operation, values.len(), &mut values.iter().copied())
    }

    /// Fills a path whose parameters are all strings.
    pub fn with_texts(operation: &'static Operation, texts: &[&str]) -> Self {
        Self::filled(operation, texts.len(), &mut texts.iter().map(|text| text as &dyn Parameter))
    }

    fn filled(operation: &'static Operation, count: usize, values: &mut dyn Iterator<Item = &dyn Parameter>) -> Self {
        let path = String::with_capacity(BASE_ROOM + operation.path.len() + 16 * count);
        let mut parts = Self::with_path(operation, path, None);
        if !operation.path.starts_with('/') || operation.path.starts_with("//") {
            parts.fail(RequestFault::Path(operation.path));
        }
        let mut rest = operation.path;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            parts.path.push_str(before);
            match values.next() {
                Some(value) => parts.push_segment(name, value),
                None => parts.fail(RequestFault::MissingSegment(name)),
            }
            rest = after;
        }
        parts.path.push_str(rest);
        parts
    }

    /// Creates a request with a percent-encoded path.
    pub(super) fn with_path(operation: &'static Operation, path: String, fault: Option<RequestFault>) -> Self {
        Self {
            operation,
            path,
            query: String::new(),
            headers: HeaderMap::new(),
            body: None,
            fault,
            options: Options::default(),
            expected: Expected::Nullable,
            secret_path: false,
            secret_query: false,
        }
    }

    /// Returns the query, `None` if it is empty.
    pub fn query(&self) -> Option<&str> {
        (!self.query.is_empty()).then_some(self.query.as_str())
    }

    /// Returns the JSON body.
    pub fn body(&self) -> Option<&[u8]> {
        self.body.as_ref().map(BodyBuilder::bytes)
    }

    /// Takes the encoded body out.
    pub(crate) fn take_body(&mut self) -> Option<Bytes> {
        self.body.take().map(BodyBuilder::into_bytes)
    }

    /// Takes the path out and returns the URL.
    pub(crate) fn take_target(&mut self, base: &str) -> Target {
        Target::new(base, std::mem::take(&mut self.path), &self.query, self.secret_path.then_some(self.operation.path))
    }

    /// Returns whether the request is sent with authentication.
    pub(crate) fn is_authenticated(&self) -> bool {
        self.operation.authenticated && !self.options.unauthenticated
    }

    /// Returns whether the request is idempotent.
    pub(crate) fn is_idempotent(&self) -> bool {
        self.operation.method.is_idempotent() || self.options.idempotent
    }

    /// Returns the path for errors and traces, without secrets.
    pub(crate) fn shown_path(&self) -> Cow<'static, str> {
        if self.secret_path { Cow::Borrowed(self.operation.path) } else { Cow::Owned(self.path.clone()) }
    }

    /// Sets a query parameter, replacing its values.
    pub fn set_query(&mut self, name: &'static str, value: &dyn Parameter) {
        self.clear_query(name);
        self.push_query(name, value);
    }

    /// Sets a query parameter that is repeated for each value.
    pub fn set_query_list<V: Parameter>(&mut self, name: &'static str, values: &[V]) {
        self.clear_query(name);
        for value in values {
            self.push_query(name, value);
        }
    }

    /// Sets a query parameter that is repeated for each string.
    pub fn set_query_texts<V: AsRef<str>>(&mut self, name: &'static str, values: &[V]) {
        self.clear_query(name);
        for value in values {
            self.push_query(name, &value.as_ref());
        }
    }

    /// Adds a query parameter of any name. One of the same name is kept, so that it is repeated.
    pub fn add_query(&mut self, name: &str, value: &dyn fmt::Display) {
        self.push_pair(name, &value.to_string());
    }

    /// Sets a query parameter that is sent as JSON.
    pub fn set_query_json(&mut self, name: &'static str, value: &dyn ToJson) {
        self.clear_query(name);
        // JSON is always UTF-8, so this neither copies nor replaces anything.
        match encode(value) {
            Ok(json) => self.push_pair(name, &String::from_utf8_lossy(&json)),
            Err(error) => self.fail(RequestFault::Encode(error)),
        }
    }

    /// Sets a header, replacing its value.
    pub fn set_header(&mut self, name: &'static str, value: &dyn Parameter) {
        let header = value.text().and_then(|text| {
            let name = HeaderName::try_from(name).ok()?;
            let mut header = HeaderValue::try_from(text.as_ref()).ok()?;
            header.set_sensitive(value.is_secret());
            Some((name, header))
        });
        match header {
            Some((name, value)) => {
                self.headers.insert(name, value);
            }
            None => self.fail(RequestFault::Header(name.into())),
        }
    }

    /// Sets a header of any name, replacing its value. The headers of the client itself are faults.
    pub fn set_any_header(&mut self, name: &str, value: &dyn fmt::Display) {
        match (HeaderName::try_from(name), HeaderValue::try_from(value.to_string())) {
            (Ok(name), _) if is_reserved(&name) => self.fail(RequestFault::ReservedHeader(name.to_string())),
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            _ => self.fail(RequestFault::Header(format!("{name:?}").into())),
        }
    }

    /// Sets the body.
    pub fn set_body(&mut self, value: &dyn ToJson) {
        self.set_encoded_body(encode(value));
    }

    /// Sets the body to JSON text.
    pub fn set_encoded_body(&mut self, json: Result<Vec<u8>, EncodeError>) {
        match json {
            Ok(json) => self.body = Some(BodyBuilder::whole(json)),
            Err(error) => self.fail(RequestFault::Encode(error)),
        }
    }

    /// Sets a key of the body, which is an object.
    pub fn set_body_field(&mut self, name: &'static str, value: &dyn ToJson) {
        if let Err(error) = self.body.get_or_insert_with(BodyBuilder::object).set(name, value) {
            self.fail(RequestFault::Encode(error));
        }
    }

    fn clear_query(&mut self, name: &str) {
        if self.query.is_empty() {
            return;
        }
        let mut key = String::new();
        push_encoded(&mut key, name);
        let others = |pair: &&str| pair.split_once('=').is_none_or(|(other, _)| other != key);
        let kept: Vec<_> = self.query.split('&').filter(others).collect();
        self.query = kept.join("&");
    }

    fn push_query(&mut self, name: &'static str, value: &dyn Parameter) {
        match value.text() {
            Some(text) => self.push_pair(name, &text),
            None => self.fail(RequestFault::NotFinite(name)),
        }
        self.secret_query |= value.is_secret();
    }

    fn push_segment(&mut self, name: &'static str, value: &dyn Parameter) {
        self.secret_path |= value.is_secret();
        let start = self.path.len();
        let fault = match (value.append_to(&mut self.path), self.path.get(start..)) {
            (false, _) => RequestFault::NotFinite(name),
            (true, Some("")) => RequestFault::EmptySegment(name),
            (true, Some("." | "..")) => RequestFault::DotSegment(name),
            (true, _) => return,
        };
        self.path.truncate(start);
        self.fail(fault);
    }

    fn push_pair(&mut self, name: &str, value: &str) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        push_encoded(&mut self.query, name);
        self.query.push('=');
        push_encoded(&mut self.query, value);
    }

    fn fail(&mut self, fault: RequestFault) {
        self.fault.get_or_insert(fault);
    }
}

/// Returns whether the client or the HTTP library sets a header.
fn is_reserved(name: &HeaderName) -> bool {
    const OTHERS: [HeaderName; 7] = [
        header::AUTHORIZATION,
        header::CONNECTION,
        header::CONTENT_LENGTH,
        header::CONTENT_TYPE,
        header::HOST,
        header::PROXY_AUTHORIZATION,
        header::TRANSFER_ENCODING,
    ];
    name.as_str().starts_with("x-ovh-") || OTHERS.contains(name)
}

impl fmt::Debug for RawRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query = if self.secret_query { Some("[redacted]") } else { self.query() };
        formatter
            .debug_struct("Request")
            .field("operation", &self.operation.name)
            .field("method", &self.operation.method)
            .field("path", &self.shown_path())
            .field("query", &query)
            .field("headers", &self.headers)
            .field("body_length", &self.body().map(<[u8]>::len))
            .field("fault", &self.fault)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;
    use crate::operation::{Branch, Method};

    static OPERATION: Operation = Operation {
        name: "x.get",
        method: Method::Get,
        branch: Branch::V1,
        path: "/x/{a}-{b}/{c}",
        authenticated: true,
        iam_actions: "",
    };

    #[test]
    fn values_fill_the_path_in_order() {
        let request = RawRequest::new(&OPERATION, &[&"a/", &2_i64, &true]);
        assert_eq!(request.path, "/x/a%2F-2/true");
        assert_eq!((request.shown_path().as_ref(), request.fault), ("/x/a%2F-2/true", None));
        let request = RawRequest::new(&OPERATION, &[&"a", &2_i64]);
        assert_eq!(request.fault, Some(RequestFault::MissingSegment("c")));
    }

    #[test]
    fn path_without_a_single_leading_slash_fails() {
        for path in ["", "x", "@127.0.0.1/x", ".evil.invalid/x", ":8080/x", "//evil.invalid/x", "{a}"] {
            let operation: &'static Operation = Box::leak(Box::new(Operation { path, ..OPERATION }));
            let request = RawRequest::new(operation, &[&"a"]);
            assert_eq!(request.fault, Some(RequestFault::Path(path)), "{path:?}");
        }
    }

    #[test]
    fn path_with_a_secret_is_shown_without_values() {
        let request = RawRequest::new(&OPERATION, &[&"a", &&SecretString::from("canary"), &1.5]);
        assert_eq!(request.path, "/x/a-canary/1.5");
        assert_eq!(request.shown_path(), OPERATION.path);
        assert!(!format!("{request:?}").contains("canary"));
    }
}
