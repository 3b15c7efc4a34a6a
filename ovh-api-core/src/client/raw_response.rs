//! A response before it is decoded.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use url::Url;

use super::core::Core;
use crate::auth::AttemptAuth;
use crate::error::{Error, ErrorKind, FailedAnswer, Refusal};
use crate::json::{Body, DecodeError, Expected, FromJson};
use crate::operation::Operation;
use crate::request::Target;
use crate::response::Response;
use crate::retry::retry_after;
use crate::transport::{Incoming, redirection, request_id};

/// The maximum number of bytes of the body that an error keeps.
const MAX_ERROR_BODY: usize = 16 * 1024;

/// A successful response, without the call it belongs to.
pub(crate) struct Received {
    head: Head,
    body: Body,
    /// For the redaction of decode errors.
    auth: Option<AttemptAuth>,
}

/// A response before its body is parsed.
struct Head {
    status: StatusCode,
    headers: HeaderMap,
    /// The raw body.
    bytes: Bytes,
    attempts: u32,
}

/// A successful response of an operation.
#[allow(missing_debug_implementations)] // The body may contain secrets.
pub struct RawResponse {
    operation: &'static Operation,
    target: Target,
    received: Received,
    strict: bool,
    core: Arc<Core>,
}

impl RawResponse {
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

    /// Decodes the body, and returns it with status and headers.
    pub fn decode_response<T: FromJson>(self) -> Result<Response<T>, Error> {
        match self.received.body.read(self.strict) {
            Ok(body) => Ok(self.into_response().map(body)),
            Err(error) => Err(self.mismatch(&error)),
        }
    }

    /// Decodes the body.
    pub fn decode<T: FromJson>(self) -> Result<T, Error> {
        match self.received.body.read(self.strict) {
            Ok(value) => {
                self.report();
                Ok(value)
            }
            Err(error) => Err(self.mismatch(&error)),
        }
    }

    fn into_response(self) -> Response<()> {
        self.report();
        let corrections = self.received.body.corrections().into_iter().map(|path| self.redacted(path)).collect();
        let request_id = self.received.request_id().map(|id| self.redacted(id.to_owned()));
        let Head { status, headers, attempts, .. } = self.received.head;
        Response::new(status, headers, request_id, attempts, corrections)
    }

    /// Logs absent values that were corrected.
    fn report(&self) {
        if self.received.body.is_corrected() {
            let corrections = self.received.body.corrections();
            self.core.notices.report(self.operation, corrections.into_iter().map(|path| self.redacted(path)));
        }
    }

    fn redacted(&self, text: String) -> String {
        self.core.authentication.redacted(&text, self.received.auth()).unwrap_or(text)
    }

    fn mismatch(self, error: &DecodeError) -> Error {
        let Received { head, auth, .. } = self.received;
        let error = head.mismatch(error).with_call(self.operation, self.target.shown_path().to_owned().into());
        self.core.authentication.redact(error, auth.as_ref())
    }
}

impl Received {
    /// Checks the status and parses the body. `expected` decides whether the body may be empty.
    pub(super) fn new(incoming: Incoming, expected: Expected, url: &str) -> Result<Self, Error> {
        let (parts, bytes) = incoming.response.into_parts();
        let head = Head { status: parts.status, headers: parts.headers, bytes, attempts: 1 };
        if !head.status.is_success() {
            return Err(head.rejected(url));
        }
        if let Some(error) = incoming.incomplete {
            return Err(head.failed(error, Refusal::default()));
        }
        match Body::parse(head.bytes.clone(), expected) {
            Ok(body) if body.is_empty() && !expected.is_nullable() && !head.has_no_content() => {
                Err(head.not_json("empty body"))
            }
            Ok(body) => Ok(Self { head, body, auth: None }),
            Err(error) => Err(head.unreadable(&error)),
        }
    }

    pub(super) fn with_attempts(mut self, attempts: u32) -> Self {
        self.head.attempts = attempts;
        self
    }

    pub(super) fn with_auth(mut self, auth: AttemptAuth) -> Self {
        self.auth = Some(auth);
        self
    }

    pub(super) const fn auth(&self) -> Option<&AttemptAuth> {
        self.auth.as_ref()
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
        self.body.read(true).map_err(|error| self.head.mismatch(&error))
    }
}

impl Head {
    fn mismatch(self, error: &DecodeError) -> Error {
        let message = format!("the response does not match its type: {error}; .raw() returns the response as it is");
        self.failed(Error::new(ErrorKind::Decode, message).with_json_path(error.path()), Refusal::default())
    }

    fn rejected(self, url: &str) -> Error {
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
                "redirections are not followed (to {target}); if the API has moved there, set the endpoint to {base} \
                 (OVH_ENDPOINT, endpoint= in ovh.conf, or Endpoint::custom)"
            ),
            None => format!("redirections are not followed (to {target})"),
        }
        .into()
    }

    /// Returns how the body is compressed. The client requests no compression and supports none.
    fn encoding(&self) -> Option<&str> {
        let encoding = self.headers.get(http::header::CONTENT_ENCODING)?.to_str().ok()?;
        (!encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity")).then_some(encoding)
    }

    /// Returns the error of a body that is not JSON or exceeds the limits of the parser.
    fn unreadable(self, error: &DecodeError) -> Error {
        if let Some(encoding) = self.encoding() {
            let message = format!("the response is compressed ({encoding}), although no compression was requested");
            return self.failed(Error::new(ErrorKind::Decode, message), Refusal::default());
        }
        if error.is_syntax() {
            return self.not_json(&error.to_string());
        }
        self.failed(Error::new(ErrorKind::Decode, format!("the response cannot be read: {error}")), Refusal::default())
    }

    /// Returns the error of a body that is not JSON: a maintenance page, a captive portal, or a truncated body. A retry may
    /// succeed.
    fn not_json(self, why: &str) -> Error {
        let content_type = self.content_type().unwrap_or("missing");
        let why = why.strip_prefix("not JSON: ").unwrap_or(why);
        let message = format!("the response is not JSON (content type {content_type}): {why}");
        let error = Error::new(ErrorKind::Decode, message).with_body_that_is_not_json();
        self.failed(error, Refusal::default())
    }

    /// Returns the media type without parameters.
    fn content_type(&self) -> Option<&str> {
        let value = self.headers.get(http::header::CONTENT_TYPE)?.to_str().ok()?;
        value.split(';').next().map(str::trim).filter(|value| !value.is_empty())
    }

    /// Returns whether a response with this status has no body.
    fn has_no_content(&self) -> bool {
        matches!(self.status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT)
    }

    fn failed(self, error: Error, refusal: Refusal) -> Error {
        let request_id = request_id(&self.headers).map(str::to_owned);
        let body = self.bytes.get(..MAX_ERROR_BODY).unwrap_or(&self.bytes).to_vec();
        let error = error.with_retry_after(retry_after(&self.headers, SystemTime::now())).with_attempts(self.attempts);
        error.with_answer(FailedAnswer { status: self.status, request_id, body, refusal })
    }
}

/// Returns the endpoint that a redirection of `url` leads to, if it is the same call on another host over https.
fn moved_to(url: &str, location: &str) -> Option<String> {
    let from = Url::parse(url).ok()?;
    let to = from.join(location).ok()?;
    let (_, called) = below_branch(&from)?;
    let (before, target) = below_branch(&to)?;
    let is_moved = to.scheme() == "https" && to.host() != from.host() && target == called;
    is_moved.then(|| format!("{}{before}/1.0", to.origin().ascii_serialization()))
}

/// Splits a path at its branch.
fn below_branch(url: &Url) -> Option<(&str, &str)> {
    let parts = ["/1.0/", "/v1/", "/v2/"].iter().filter_map(|branch| url.path().split_once(branch));
    parts.min_by_key(|(before, _)| before.len())
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
