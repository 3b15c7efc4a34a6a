//! An answer of the service, before it is read as a type.

use std::borrow::Cow;

use http::{HeaderMap, StatusCode};

use crate::Operation;
use crate::error::{Error, ErrorKind, FailedAnswer, Refusal};
use crate::json::{DecodeError, FromJson, decode};
use crate::transport::Incoming;

/// An error keeps this many bytes of the body.
const KEPT: usize = 16 * 1024;

/// A successful answer.
pub(crate) struct Answer {
    operation: &'static Operation,
    path: Cow<'static, str>,
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    /// Tells success from refusal.
    pub(crate) fn new(
        operation: &'static Operation,
        path: Cow<'static, str>,
        incoming: Incoming,
    ) -> Result<Self, Error> {
        let answer = Self { operation, path, status: incoming.status, headers: incoming.headers, body: incoming.body };
        if !answer.status.is_success() {
            return Err(answer.refusal());
        }
        match incoming.incomplete {
            None => Ok(answer),
            Some(error) => Err(answer.failed(error, Refusal::default())),
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

    fn misfit(self, error: &DecodeError) -> Error {
        let message = format!("the answer does not fit its type: {error}");
        let error = Error::new(ErrorKind::Decode, message).with_json_path(error.path());
        self.failed(error, Refusal::default())
    }

    fn failed(self, error: Error, refusal: Refusal) -> Error {
        let request_id = self.headers.get("x-ovh-queryid");
        let mut body = self.body;
        body.truncate(KEPT);
        error.with_call(self.operation, self.path).with_answer(FailedAnswer {
            status: self.status,
            request_id: request_id.and_then(|id| id.to_str().ok()).map(str::to_owned),
            body,
            refusal,
        })
    }
}
