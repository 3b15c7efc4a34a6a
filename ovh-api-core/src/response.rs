//! An answer with what came beside its body.

use std::fmt;

use http::{HeaderMap, StatusCode};

/// What `Request::with_response` gives: the body as a `T`, the status and the headers.
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
    /// Request id and corrections are shown, so they have no keys.
    pub(crate) const fn new(
        status: StatusCode,
        headers: HeaderMap,
        request_id: Option<String>,
        attempts: u32,
        corrections: Vec<String>,
    ) -> Self {
        Self { status, headers, request_id, attempts, corrections, body: () }
    }

    /// The same with a body.
    pub(crate) fn map<T>(self, body: T) -> Response<T> {
        let Self { status, headers, request_id, attempts, corrections, body: () } = self;
        Response { status, headers, request_id, attempts, corrections, body }
    }
}

impl<T> Response<T> {
    /// The HTTP status, which is one of success.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// All headers of the answer.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The number that OVHcloud's support asks for, from the header `X-Ovh-Queryid`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// How often the call was sent: 1 unless it had to be repeated.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The JSON paths of values that are absent or null in the response although their type always has them, and that
    /// were read as zero values: `$.lockStatus`, `$[3].price`. Empty if the response matches its type; at most 100 paths.
    /// See [Absent values](crate::json#absent-values).
    #[must_use]
    pub fn corrections(&self) -> &[String] {
        &self.corrections
    }

    /// The answer itself.
    #[must_use]
    pub const fn body(&self) -> &T {
        &self.body
    }

    /// The answer alone.
    #[must_use]
    pub fn into_body(self) -> T {
        self.body
    }
}

/// Shows no header but the request id: others may hold secrets.
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
