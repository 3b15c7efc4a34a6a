//! An answer of the service, before it is read as a type.

use std::borrow::Cow;
use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::Operation;
use crate::error::{Error, ErrorKind, FailedAnswer, Refusal};
use crate::json::{DecodeError, FromJson, decode};
use crate::request::Target;
use crate::response::Response;
use crate::retry::retry_after;
use crate::transport::Incoming;

/// An error keeps this many bytes of the body.
const KEPT: usize = 16 * 1024;

/// A successful answer, apart from what was called.
pub(crate) struct Received {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    attempts: u32,
}

/// A successful answer of an operation.
#[allow(missing_debug_implementations)] // What it says is for the caller alone.
pub struct Answer {
    operation: &'static Operation,
    target: Target,
    received: Received,
}

impl Answer {
    pub(super) fn new(operation: &'static Operation, target: Target, received: Received) -> Self {
        Self { operation, target, received }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.received.headers.get(name)?.to_str().ok()
    }

    /// The body as a `T`, with what came beside it.
    pub fn decode_response<T: FromJson>(self) -> Result<Response<T>, Error> {
        match decode(&self.received.body) {
            Ok(body) => Ok(Response::new(self.received.status, self.received.headers, self.received.attempts, body)),
            Err(error) => Err(self.misfit(&error)),
        }
    }

    /// The body as a `T`.
    pub fn decode<T: FromJson>(self) -> Result<T, Error> {
        match decode(&self.received.body) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.misfit(&error)),
        }
    }

    fn misfit(self, error: &DecodeError) -> Error {
        self.received.misfit(error).with_call(self.operation, self.target.shown_path().to_owned().into())
    }
}

impl Received {
    /// Tells success from refusal.
    pub(super) fn new(incoming: Incoming) -> Result<Self, Error> {
        let (parts, body) = incoming.response.into_parts();
        let received = Self { status: parts.status, headers: parts.headers, body, attempts: 1 };
        if !received.status.is_success() {
            return Err(received.refusal());
        }
        match incoming.incomplete {
            None => Ok(received),
            Some(error) => Err(received.failed(error, Refusal::default())),
        }
    }

    pub(super) fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
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
        decode(&self.body).map_err(|error| self.misfit(&error))
    }

    fn refusal(self) -> Error {
        let refusal = Refusal::parse(&self.body);
        let message = if self.status.is_redirection() { self.redirection() } else { Cow::Borrowed("") };
        self.failed(Error::new(ErrorKind::Status, message), refusal)
    }

    /// Where a redirection leads, without a query that may hold anything.
    fn redirection(&self) -> Cow<'static, str> {
        let location = self.headers.get(http::header::LOCATION);
        match location.and_then(|location| location.to_str().ok()) {
            Some(location) => {
                let target = location.split(['?', '#']).next().unwrap_or_default();
                format!("redirections are not followed, here to {target}").into()
            }
            None => "redirections are not followed".into(),
        }
    }

    /// How the body is compressed: this client asks for no compression, and knows none.
    fn encoding(&self) -> Option<&str> {
        let encoding = self.headers.get(http::header::CONTENT_ENCODING)?.to_str().ok()?;
        (!encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity")).then_some(encoding)
    }

    fn misfit(self, error: &DecodeError) -> Error {
        let message = match self.encoding() {
            Some(encoding) => format!("the answer is compressed ({encoding}), which was not asked for"),
            None => format!("the answer does not fit its type: {error}"),
        };
        let error = Error::new(ErrorKind::Decode, message).with_json_path(error.path());
        self.failed(error, Refusal::default())
    }

    fn failed(self, error: Error, refusal: Refusal) -> Error {
        let request_id = request_id(&self.headers).map(str::to_owned);
        let body = self.body.get(..KEPT).unwrap_or(&self.body).to_vec();
        let error = error.with_retry_after(retry_after(&self.headers, SystemTime::now())).with_attempts(self.attempts);
        error.with_answer(FailedAnswer { status: self.status, request_id, body, refusal })
    }
}

/// What OVHcloud's support asks for.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-ovh-queryid")?.to_str().ok()
}
