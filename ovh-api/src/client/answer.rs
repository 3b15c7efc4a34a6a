//! An answer of the service, before it is read as a type.

use std::borrow::Cow;
use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::Operation;
use crate::error::{Error, ErrorKind, FailedAnswer, Refusal};
use crate::json::{DecodeError, FromJson, decode};
use crate::response::Response;
use crate::retry::retry_after;
use crate::transport::Incoming;

/// An error keeps this many bytes of the body.
const KEPT: usize = 16 * 1024;

/// A successful answer.
pub(crate) struct Answer {
    operation: &'static Operation,
    path: Cow<'static, str>,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    attempts: u32,
}

impl Answer {
    /// Tells success from refusal.
    pub(crate) fn new(
        operation: &'static Operation,
        path: Cow<'static, str>,
        incoming: Incoming,
    ) -> Result<Self, Error> {
        let (parts, body) = incoming.response.into_parts();
        let answer = Self { operation, path, status: parts.status, headers: parts.headers, body, attempts: 1 };
        if !answer.status.is_success() {
            return Err(answer.refusal());
        }
        match incoming.incomplete {
            None => Ok(answer),
            Some(error) => Err(answer.failed(error, Refusal::default())),
        }
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    pub(crate) const fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(crate) const fn status(&self) -> StatusCode {
        self.status
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as a `T`, with what came beside it.
    #[inline]
    pub(crate) fn decode_response<T: FromJson>(self) -> Result<Response<T>, Error> {
        match decode(&self.body) {
            Ok(body) => Ok(Response::new(self.status, self.headers, self.attempts, body)),
            Err(error) => Err(self.misfit(&error)),
        }
    }

    #[inline]
    pub(crate) fn decode<T: FromJson>(self) -> Result<T, Error> {
        match decode(&self.body) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.misfit(&error)),
        }
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
        let encoding = self.header(http::header::CONTENT_ENCODING.as_str())?;
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
        error.with_call(self.operation, self.path).with_answer(FailedAnswer {
            status: self.status,
            request_id,
            body,
            refusal,
        })
    }
}

/// What OVHcloud's support asks for.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-ovh-queryid")?.to_str().ok()
}
