//! An answer of the service, before it is read as a type.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use url::Url;

use super::core::Core;
use crate::Operation;
use crate::authentication::Proof;
use crate::error::{Error, ErrorKind, FailedAnswer, Refusal};
use crate::json::{Body, DecodeError, Expected, FromJson};
use crate::request::Target;
use crate::response::Response;
use crate::retry::retry_after;
use crate::transport::Incoming;

/// An error keeps this many bytes of the body.
const KEPT: usize = 16 * 1024;

/// A successful answer, apart from what was called.
pub(crate) struct Received {
    head: Head,
    body: Body,
    /// What the headers of the request rested on, for errors that come later.
    proof: Option<Proof>,
}

/// What is known of an answer before its body is understood.
struct Head {
    status: StatusCode,
    headers: HeaderMap,
    /// As it came.
    bytes: Bytes,
    attempts: u32,
}

/// A successful answer of an operation.
#[allow(missing_debug_implementations)] // What it says is for the caller alone.
pub struct Answer {
    operation: &'static Operation,
    target: Target,
    received: Received,
    strict: bool,
    core: Arc<Core>,
}

impl Answer {
    pub(super) fn new(
        operation: &'static Operation,
        target: Target,
        received: Received,
        strict: bool,
        core: Arc<Core>,
    ) -> Self {
        Self { operation, target, received, strict, core }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.received.head.headers.get(name)?.to_str().ok()
    }

    /// The body as a `T`, with what came beside it.
    pub fn decode_response<T: FromJson>(self) -> Result<Response<T>, Error> {
        match self.received.body.read(self.strict) {
            Ok(body) => Ok(self.into_response().map(body)),
            Err(error) => Err(self.misfit(&error)),
        }
    }

    /// The body as a `T`.
    pub fn decode<T: FromJson>(self) -> Result<T, Error> {
        match self.received.body.read(self.strict) {
            Ok(value) => {
                self.report();
                Ok(value)
            }
            Err(error) => Err(self.misfit(&error)),
        }
    }

    fn into_response(self) -> Response<()> {
        self.report();
        let corrections = self.received.body.corrections().into_iter().map(|path| self.redacted(path)).collect();
        let request_id = self.received.request_id().map(|id| self.redacted(id.to_owned()));
        let Head { status, headers, attempts, .. } = self.received.head;
        Response::new(status, headers, request_id, attempts, corrections)
    }

    /// Reports the absent values that were corrected.
    fn report(&self) {
        if self.received.body.is_corrected() {
            let corrections = self.received.body.corrections();
            self.core.notices.report(self.operation, corrections.into_iter().map(|path| self.redacted(path)));
        }
    }

    fn redacted(&self, text: String) -> String {
        self.core.authentication.redacted(&text, self.received.proof()).unwrap_or(text)
    }

    fn misfit(self, error: &DecodeError) -> Error {
        let Received { head, proof, .. } = self.received;
        let error = head.misfit(error).with_call(self.operation, self.target.shown_path().to_owned().into());
        self.core.authentication.redact(error, proof.as_ref())
    }
}

impl Received {
    /// Tells success from refusal, and JSON from anything else. `expected` decides about an empty body.
    pub(super) fn new(incoming: Incoming, expected: Expected, url: &str) -> Result<Self, Error> {
        let (parts, bytes) = incoming.response.into_parts();
        let head = Head { status: parts.status, headers: parts.headers, bytes, attempts: 1 };
        if !head.status.is_success() {
            return Err(head.refusal(url));
        }
        if let Some(error) = incoming.incomplete {
            return Err(head.failed(error, Refusal::default()));
        }
        match Body::parse(head.bytes.clone(), expected) {
            Ok(body) if body.is_empty() && !expected.is_nullable() && !head.has_no_content() => {
                Err(head.not_json("empty body"))
            }
            Ok(body) => Ok(Self { head, body, proof: None }),
            Err(error) => Err(head.unreadable(&error)),
        }
    }

    pub(super) fn with_attempts(mut self, attempts: u32) -> Self {
        self.head.attempts = attempts;
        self
    }

    pub(super) fn with_proof(mut self, proof: Proof) -> Self {
        self.proof = Some(proof);
        self
    }

    pub(super) const fn proof(&self) -> Option<&Proof> {
        self.proof.as_ref()
    }

    pub(super) const fn attempts(&self) -> u32 {
        self.head.attempts
    }

    pub(super) const fn status(&self) -> StatusCode {
        self.head.status
    }

    pub(super) fn request_id(&self) -> Option<&str> {
        request_id(&self.head.headers)
    }

    pub(super) fn decode<T: FromJson>(self) -> Result<T, Error> {
        self.body.read(true).map_err(|error| self.head.misfit(&error))
    }
}

impl Head {
    fn misfit(self, error: &DecodeError) -> Error {
        let message = format!("the response does not match its type: {error}; .raw() returns the response as it is");
        self.failed(Error::new(ErrorKind::Decode, message).with_json_path(error.path()), Refusal::default())
    }

    fn refusal(self, url: &str) -> Error {
        let refusal = Refusal::parse(&self.bytes);
        let message = if self.status.is_redirection() { self.redirection(url) } else { Cow::Borrowed("") };
        self.failed(Error::new(ErrorKind::Status, message), refusal)
    }

    fn redirection(&self, url: &str) -> Cow<'static, str> {
        let Some((location, target)) = redirection(&self.headers) else {
            return "redirections are not followed".into();
        };
        match moved_to(url, location) {
            Some(base) => format!(
                "redirections are not followed, here to {target}; if the API has moved there, set the endpoint to \
                 {base} (OVH_ENDPOINT, endpoint= in ovh.conf, or Endpoint::custom)"
            ),
            None => format!("redirections are not followed, here to {target}"),
        }
        .into()
    }

    /// How the body is compressed: this client asks for no compression, and knows none.
    fn encoding(&self) -> Option<&str> {
        let encoding = self.headers.get(http::header::CONTENT_ENCODING)?.to_str().ok()?;
        (!encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity")).then_some(encoding)
    }

    /// The error of a body that is not JSON, or JSON beyond what can be read.
    fn unreadable(self, error: &DecodeError) -> Error {
        if let Some(encoding) = self.encoding() {
            let message = format!("the response is compressed ({encoding}), which was not asked for");
            return self.failed(Error::new(ErrorKind::Decode, message), Refusal::default());
        }
        if error.is_syntax() {
            return self.not_json(&error.to_string());
        }
        self.failed(Error::new(ErrorKind::Decode, format!("the response cannot be read: {error}")), Refusal::default())
    }

    /// The error of a body that is not JSON: a maintenance page, a captive portal, or a body that breaks off. The same
    /// call may succeed later.
    fn not_json(self, why: &str) -> Error {
        let content_type = self.content_type().unwrap_or("missing");
        let why = why.strip_prefix("not JSON: ").unwrap_or(why);
        let message = format!("the response is not JSON (content type {content_type}): {why}");
        let error = Error::new(ErrorKind::Decode, message).with_body_that_is_not_json();
        self.failed(error, Refusal::default())
    }

    /// The media type, without its parameters.
    fn content_type(&self) -> Option<&str> {
        let value = self.headers.get(http::header::CONTENT_TYPE)?.to_str().ok()?;
        value.split(';').next().map(str::trim).filter(|value| !value.is_empty())
    }

    /// Whether the status says that there is no body.
    fn has_no_content(&self) -> bool {
        matches!(self.status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT)
    }

    fn failed(self, error: Error, refusal: Refusal) -> Error {
        let request_id = request_id(&self.headers).map(str::to_owned);
        let body = self.bytes.get(..KEPT).unwrap_or(&self.bytes).to_vec();
        let error = error.with_retry_after(retry_after(&self.headers, SystemTime::now())).with_attempts(self.attempts);
        error.with_answer(FailedAnswer { status: self.status, request_id, body, refusal })
    }
}

/// Where a redirection leads, as it came and for messages: without a query, which may hold anything.
pub(crate) fn redirection(headers: &HeaderMap) -> Option<(&str, &str)> {
    let location = headers.get(http::header::LOCATION)?.to_str().ok()?;
    let target = location.split(['?', '#']).next().unwrap_or_default();
    Some((location, if target.contains('@') { "another host" } else { target }))
}

/// The endpoint that a redirection of a request to `url` leads to, if it is the same call on another host by https.
fn moved_to(url: &str, location: &str) -> Option<String> {
    let from = Url::parse(url).ok()?;
    let to = from.join(location).ok()?;
    let (_, called) = below_branch(&from)?;
    let (before, target) = below_branch(&to)?;
    let is_moved = to.scheme() == "https" && to.host() != from.host() && target == called;
    is_moved.then(|| format!("{}{before}/1.0", to.origin().ascii_serialization()))
}

/// What of a path is before the branch, and what below it.
fn below_branch(url: &Url) -> Option<(&str, &str)> {
    let parts = ["/1.0/", "/v1/", "/v2/"].iter().filter_map(|branch| url.path().split_once(branch));
    parts.min_by_key(|(before, _)| before.len())
}

/// The number that OVHcloud's support asks for, if it looks like one: up to 128 letters, digits, dots, hyphens and underscores.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    const LONGEST: usize = 128;
    let id = headers.get("x-ovh-queryid")?.to_str().ok()?;
    let is_id = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    ((1..=LONGEST).contains(&id.len()) && id.bytes().all(is_id)).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirection_names_an_endpoint_only_for_the_same_call_elsewhere() {
        let from = "https://eu.api.ovh.com/1.0/me?x=y";
        for (to, endpoint) in [
            ("https://api.eu.ovhcloud.com/1.0/me", Some("https://api.eu.ovhcloud.com/1.0")),
            ("https://h.example:8443/x/v1/me?x=y", Some("https://h.example:8443/x/1.0")),
            ("https://eu.api.ovh.com/v1/me", None),
            ("http://h.example/1.0/me", None),
            ("https://h.example/1.0/login", None),
            ("https://h.example/me", None),
            ("//h.example/1.0/me", Some("https://h.example/1.0")),
            ("/1.0/me", None),
            ("nonsense", None),
        ] {
            assert_eq!(moved_to(from, to).as_deref(), endpoint, "{to}");
        }
    }
}
