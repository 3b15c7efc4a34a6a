//! A successful response before it is decoded.

use std::sync::Arc;

use super::checked_response::CheckedResponse;
use super::core::Core;
use crate::error::Error;
use crate::json::{DecodeError, ResponseBody};
use crate::operation::Operation;
use crate::request::Target;
use crate::response::Response;

/// A successful response of an operation.
#[allow(missing_debug_implementations)] // The body may contain secrets.
pub struct RawResponse {
    operation: &'static Operation,
    target: Target,
    response: CheckedResponse,
    strict: bool,
    core: Arc<Core>,
}

impl RawResponse {
    pub(super) fn new(
        operation: &'static Operation,
        target: Target,
        response: CheckedResponse,
        strict: bool,
        core: Arc<Core>,
    ) -> Self {
        Self { operation, target, response, strict, core }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.response.header(name)
    }

    /// Decodes the body, and returns it with status and headers.
    pub fn decode_response<T: ResponseBody>(self) -> Result<Response<T::Output>, Error> {
        match self.response.body().read::<T>(self.strict) {
            Ok(body) => Ok(self.into_response().map(body)),
            Err(error) => Err(self.mismatch(&error)),
        }
    }

    /// Decodes the body.
    pub fn decode<T: ResponseBody>(self) -> Result<T::Output, Error> {
        match self.response.body().read::<T>(self.strict) {
            Ok(value) => {
                self.report();
                Ok(value)
            }
            Err(error) => Err(self.mismatch(&error)),
        }
    }

    fn into_response(self) -> Response<()> {
        let corrections = self.report();
        let request_id = self.response.request_id().map(|id| self.redacted(id.to_owned()));
        self.response.into_response(request_id, corrections)
    }

    /// Logs absent values that were corrected, and returns their JSON paths.
    fn report(&self) -> Vec<String> {
        if !self.response.body().is_corrected() {
            return Vec::new();
        }
        let corrections: Vec<_> =
            self.response.body().corrections().into_iter().map(|path| self.redacted(path)).collect();
        self.core.notices.report(self.operation, &corrections);
        corrections
    }

    fn redacted(&self, text: String) -> String {
        self.core.authentication.redacted(&text, self.response.auth()).unwrap_or(text)
    }

    fn mismatch(self, error: &DecodeError) -> Error {
        let auth = self.response.auth().cloned();
        let path = self.target.shown_path().to_owned();
        let error = self.response.mismatch(error).with_call(self.operation, path.into());
        self.core.authentication.redact(error, auth.as_ref())
    }
}
