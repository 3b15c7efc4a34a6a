//! The response to an attempt, without the call it belongs to.

use std::borrow::Cow;
use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use url::Url;

use crate::auth::AttemptAuth;
use crate::error::{ApiError, Error, ErrorKind, ErrorResponse};
use crate::json::{DecodeError, Expected, FromJson, ParsedBody};
use crate::operation::Branch;
use crate::response::Response;
use crate::retry::retry_after;
use crate::transport::{TransportError, redirection, request_id};

/// The maximum number of bytes of the body that an error keeps.
const MAX_ERROR_BODY: usize = 16 * 1024;

/// A successful response with its parsed body. [`CheckedResponse::new`] turns any other response into an error.
pub(crate) struct CheckedResponse {
    status: StatusCode,
    headers: HeaderMap,
    /// The raw body.
    bytes: Bytes,
    body: ParsedBody,
    attempts: u32,
    /// For the redaction of decode errors.
    auth: Option<AttemptAuth>,
}

impl CheckedResponse {
    /// Checks the status and parses the body. `expected` decides whether the body may be empty.
    pub(super) fn new(
        result: Result<http::Response<Bytes>, TransportError>,
        expected: Expected,
        url: &str,
    ) -> Result<Self, Error> {
        let (response, incomplete) = match result {
            Ok(response) => (response, None),
            Err(error) => match error.into_parts(url) {
                (error, Some(response)) => (response, Some(error)),
                (error, None) => return Err(error),
            },
        };
        let (parts, bytes) = response.into_parts();
        let (status, headers) = (parts.status, parts.headers);
        let mut response = Self { status, headers, bytes, body: ParsedBody::empty(), attempts: 1, auth: None };
        if !status.is_success() {
            return Err(response.rejected(url));
        }
        if let Some(error) = incomplete {
            return Err(response.failed(error, ApiError::default()));
        }
        match ParsedBody::parse(response.bytes.clone(), expected) {
            Ok(body) if body.is_empty() && !expected.is_nullable() && !response.has_no_content() => {
                Err(response.not_json("empty body"))
            }
            Ok(body) => {
                response.body = body;
                Ok(response)
            }
            Err(error) => Err(response.unreadable(&error)),
        }
    }

    pub(super) fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
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
        self.attempts
    }

    pub(super) const fn status(&self) -> StatusCode {
        self.status
    }

    pub(super) fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    pub(super) fn decode<T: FromJson>(self) -> Result<T, Error> {
        self.body.read::<T>(true).map_err(|error| self.mismatch(&error))
    }

    pub(super) const fn body(&self) -> &ParsedBody {
        &self.body
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(super) fn into_response(self, request_id: Option<String>, corrections: Vec<String>) -> Response<()> {
        Response::new(self.status, self.headers, request_id, self.attempts, corrections)
    }

    pub(super) fn mismatch(self, error: &DecodeError) -> Error {
        let message = format!("the response does not match its type: {error}; .raw() returns the response as it is");
        self.failed(Error::new(ErrorKind::Decode, message).with_json_path(error.path()), ApiError::default())
    }

    fn rejected(self, url: &str) -> Error {
        let api_error = ApiError::parse(&self.bytes);
        let message = if self.status.is_redirection() { self.redirection(url) } else { Cow::Borrowed("") };
        self.failed(Error::new(ErrorKind::Status, message), api_error)
    }

    fn redirection(&self, url: &str) -> Cow<'static, str> {
        let Some((location, target)) = redirection(&self.headers) else {
            return "redirects are not followed".into();
        };
        match moved_to(url, location) {
            Some(base) => format!(
                "redirects are not followed (to {target}); if the API has moved there, set the endpoint to {base} \
                 (OVH_ENDPOINT, endpoint= in ovh.conf, or Endpoint::custom)"
            ),
            None => format!("redirects are not followed (to {target})"),
        }
        .into()
    }

    /// Returns how the body is compressed. The client requests no compression and supports none.
    fn encoding(&self) -> Option<&str> {
        let encoding = self.header("content-encoding")?;
        (!encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity")).then_some(encoding)
    }

    /// Returns the error of a body that is not JSON or exceeds the limits of the parser.
    fn unreadable(self, error: &DecodeError) -> Error {
        if let Some(encoding) = self.encoding() {
            let message = format!("the response is compressed ({encoding}), although no compression was requested");
            return self.failed(Error::new(ErrorKind::Decode, message), ApiError::default());
        }
        if error.is_syntax() {
            return self.not_json(&error.to_string());
        }
        self.failed(Error::new(ErrorKind::Decode, format!("the response cannot be read: {error}")), ApiError::default())
    }

    /// Returns the error of a body that is not JSON: a maintenance page, a captive portal, or a truncated body. A retry
    /// may succeed.
    fn not_json(self, why: &str) -> Error {
        let content_type = self.content_type().unwrap_or("missing");
        let why = why.strip_prefix("not JSON: ").unwrap_or(why);
        let message = format!("the response is not JSON (content type {content_type}): {why}");
        let error = Error::new(ErrorKind::Decode, message).with_not_json();
        self.failed(error, ApiError::default())
    }

    /// Returns the media type without parameters.
    fn content_type(&self) -> Option<&str> {
        let value = self.header("content-type")?;
        value.split(';').next().map(str::trim).filter(|value| !value.is_empty())
    }

    /// Returns whether a response with this status has no body.
    fn has_no_content(&self) -> bool {
        matches!(self.status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT)
    }

    fn failed(self, error: Error, api_error: ApiError) -> Error {
        let request_id = request_id(&self.headers).map(str::to_owned);
        let body = self.bytes.get(..MAX_ERROR_BODY).unwrap_or(&self.bytes).to_vec();
        let error = error.with_retry_after(retry_after(&self.headers, SystemTime::now())).with_attempts(self.attempts);
        error.with_response(ErrorResponse { status: self.status, request_id, body, api_error })
    }
}

/// Returns the endpoint that a redirection of `url` leads to, if it is the same call on another host over https.
fn moved_to(url: &str, location: &str) -> Option<String> {
    let from = Url::parse(url).ok()?;
    let to = from.join(location).ok()?;
    let (_, called) = Branch::split_path(from.path())?;
    let (before, target) = Branch::split_path(to.path())?;
    let is_moved = to.scheme() == "https" && to.host() != from.host() && target == called;
    is_moved.then(|| format!("{}{before}/1.0", to.origin().ascii_serialization()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirection_to_another_host_names_its_endpoint() {
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
