//! A response with status and headers.

use std::fmt;

use http::{HeaderMap, StatusCode};

/// The result of `Request::with_response`: the decoded body, the status and the headers.
#[derive(Clone)]
pub struct Response<T> {
    status: StatusCode,
    headers: HeaderMap,
    request_id: Option<String>,
    attempts: u32,
    corrections: Vec<String>,
    body: T,
}

impl Response<()> {
    /// Request id and corrections are redacted, because `Debug` shows them.
    pub(crate) const fn new(
        status: StatusCode,
        headers: HeaderMap,
        request_id: Option<String>,
        attempts: u32,
        corrections: Vec<String>,
    ) -> Self {
        Self { status, headers, request_id, attempts, corrections, body: () }
    }

    /// Adds the body.
    pub(crate) fn map<T>(self, body: T) -> Response<T> {
        let Self { status, headers, request_id, attempts, corrections, body: () } = self;
        Response { status, headers, request_id, attempts, corrections, body }
    }
}

impl<T> Response<T> {
    /// Returns the HTTP status, which is always successful.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns all headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the request id from the header `X-Ovh-Queryid`. OVHcloud's support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the number of attempts: 1 unless the request was retried.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns the JSON paths of required values that are absent or null in the response and were decoded as zero
    /// values: `$.lockStatus`, `$[3].price`. Empty if the response matches its type; at most 100 paths. See [Absent
    /// values](crate::json#absent-values).
    #[must_use]
    pub fn corrections(&self) -> &[String] {
        &self.corrections
    }

    /// Returns the decoded body.
    #[must_use]
    pub const fn body(&self) -> &T {
        &self.body
    }

    /// Consumes the response and returns the decoded body.
    #[must_use]
    pub fn into_body(self) -> T {
        self.body
    }
}

/// Shows no header except the request id: others may contain secrets.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .field("attempts", &self.attempts)
            .field("corrections", &self.corrections)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
