//! The error type.

mod api_error;
mod display;
mod encoded;
mod excerpt;
mod kind;
mod redact;
mod rejection;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

pub(crate) use api_error::ApiError;
pub use kind::ErrorKind;
pub(crate) use redact::{REDACTED, redacted};
pub(crate) use rejection::Rejection;

use crate::json::Json;
use crate::operation::Operation;

type SharedSource = Arc<dyn std::error::Error + Send + Sync>;

/// The error of a request, or of building a client.
///
/// The message is one line: the operation, what failed, and the details that OVHcloud's support needs. Neither the
/// message nor `Debug` contains headers or the body of a successful response, because those may contain secrets. If the
/// service echoes a key of the client, all parts of the error contain `[redacted]` instead. Keys are found in upper or
/// lower case, percent-encoded, and escaped as in JSON or HTML, also repeatedly. Keys shorter than 8 characters are not
/// redacted; OVHcloud's keys have at least 16.
///
/// The size of an error is bounded: 16 KiB of the body, 4 KiB of the message, and 16 KiB of text in the details. An
/// error response larger than 1 MiB is not parsed as JSON.
///
/// # Classification of error responses
///
/// The service has two formats of error responses. The older one has an [`error_code`](Self::error_code). Since about
/// mid 2024, most have only a [`class`](Self::class) and a [`message`](Self::message). These predicates accept both:
///
/// | predicate | error code | class and message |
/// |---|---|---|
/// | [`is_not_granted`](Self::is_not_granted) | `NOT_GRANTED_CALL` | `Client::Forbidden`: "This call has not been granted", "User not granted for this request", or `details` that list missing IAM actions |
/// | [`is_invalid_credential`](Self::is_invalid_credential) | `INVALID_CREDENTIAL`, `NOT_CREDENTIAL`, `INVALID_KEY` | `Client::Forbidden`: "This credential is not valid", "This credential does not exist", "This application key is invalid"; any status 401 |
/// | [`is_expired`](Self::is_expired) | | any class: "This service is expired"; any status 460 |
/// | [`is_busy`](Self::is_busy) | | class `Client::Forbidden::Busy` |
///
/// After `QUERY_TIME_OUT`, or `Client::BadRequest` with "Query out of time", the client reads the time of the service
/// and retries the request. `Client::Forbidden` with any other message, such as "Cluster … is locked", matches none of
/// these. Messages are case-insensitive.
///
/// Sources: the official wrappers for error codes; recorded responses and the issue trackers of published clients for
/// classes and messages. The service documents neither.
#[derive(Clone)]
pub struct Error {
    inner: Box<Inner>,
}

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    message: Cow<'static, str>,
    operation: Option<&'static Operation>,
    path: Option<Cow<'static, str>>,
    may_have_been_sent: bool,
    /// Shared by clones, because many requests may wait for one token.
    response: Option<Arc<ErrorResponse>>,
    json_path: Option<String>,
    /// Whether a successful response has a body that is not JSON.
    not_json: bool,
    source: Option<SharedSource>,
    attempts: u32,
    retry_after: Option<Duration>,
}

/// The parts of a response that an error keeps.
#[derive(Clone)]
pub(crate) struct ErrorResponse {
    pub(crate) status: StatusCode,
    pub(crate) request_id: Option<String>,
    /// The beginning of the body.
    pub(crate) body: Vec<u8>,
    /// The parsed body.
    pub(crate) api_error: ApiError,
}

impl Error {
    /// Returns the kind of error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// Returns the operation. Returns `None` if the error is not about a request.
    #[must_use]
    pub fn operation(&self) -> Option<&'static Operation> {
        self.inner.operation
    }

    /// Returns the path of the request without branch and query, percent-encoded.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.inner.path.as_deref()
    }

    /// Returns the HTTP status, if there was a response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.response.as_ref().map(|response| response.status)
    }

    /// Returns the error code of the response, such as `INVALID_SIGNATURE`.
    #[must_use]
    pub fn error_code(&self) -> Option<&str> {
        self.api_error()?.error_code.as_deref()
    }

    /// Returns the error class of the response, such as `Client::NotFound`.
    #[must_use]
    pub fn class(&self) -> Option<&str> {
        self.api_error()?.class.as_deref()
    }

    /// Returns the error message of the response.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.api_error()?.message.as_deref()
    }

    /// Returns the error details of the response. Their structure depends on the operation.
    #[must_use]
    pub fn details(&self) -> Option<&Json> {
        self.api_error()?.details.as_ref()
    }

    /// Returns the request id for OVHcloud's support, from the response header `X-Ovh-Queryid`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.inner.response.as_ref()?.request_id.as_deref()
    }

    /// Returns the body of the response, truncated to 16 KiB. It may contain secrets.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.inner.response.as_ref().map(|response| &*response.body)
    }

    /// Returns the JSON path of the value that does not match its type, such as `$.billing.state`.
    #[must_use]
    pub fn json_path(&self) -> Option<&str> {
        self.inner.json_path.as_deref()
    }

    /// Returns the number of attempts, including retries. Returns 0 if the error is not about a request.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// Returns the delay that the service requests before the next attempt (`Retry-After`), counted from the response.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// Returns whether the same request may succeed later: after a network error, status 408, status 429, any 5xx
    /// except 501, a busy object (class `Client::Forbidden::Busy`), a successful status with a body that is not JSON,
    /// such as a maintenance page, or an invalid time or token response. For whether a retry is safe, see
    /// [`may_have_been_sent`](Self::may_have_been_sent).
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self.kind() {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => true,
            ErrorKind::Status => {
                self.is_rate_limited()
                    || self.is_server_fault()
                    || self.is_busy()
                    || self.status() == Some(StatusCode::REQUEST_TIMEOUT)
            }
            ErrorKind::Decode => self.inner.not_json,
            // The request was not sent; the source is the error of the time or token request.
            ErrorKind::Clock | ErrorKind::Credentials => {
                let source = std::error::Error::source(self).and_then(|source| source.downcast_ref::<Self>());
                // An invalid response may be temporary, and these requests have no side effects.
                source.is_some_and(|source| source.is_transient() || source.is_decode())
            }
            _ => false,
        }
    }

    /// Returns whether the service failed (any 5xx except 501, which is permanent).
    #[must_use]
    pub fn is_server_fault(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED)
    }

    /// Returns whether the object is temporarily busy with another operation (class `Client::Forbidden::Busy`).
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.class() == Some("Client::Forbidden::Busy")
    }

    /// Returns whether the object belongs to an expired or cancelled service: status 460, which is specific to
    /// OVHcloud, or the message "This service is expired".
    #[must_use]
    pub fn is_expired(&self) -> bool {
        self.status().is_some_and(|status| status.as_u16() == 460)
            || self.rejection() == Some(Rejection::ServiceExpired)
    }

    /// Returns whether the response exceeds the size limit of the client.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        self.kind() == ErrorKind::TooLarge
    }

    /// Returns whether the object does not exist (status 404).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Returns whether the rate limit was exceeded (status 429).
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns whether a timeout or the deadline expired.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Returns whether connecting to the service failed.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Returns whether the response does not match its type.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// Returns whether the credentials are missing, unknown, expired, revoked, not validated yet, or of another region.
    /// See [classification](Self#classification-of-error-responses).
    #[must_use]
    pub fn is_invalid_credential(&self) -> bool {
        self.kind() == ErrorKind::Credentials
            || self.status() == Some(StatusCode::UNAUTHORIZED)
            || self.rejection().is_some_and(Rejection::is_invalid_credential)
    }

    /// Returns whether the credentials are valid but lack permission: the access rules of the consumer key do not allow
    /// the request, or no IAM policy does (see [`missing_iam_actions`](Self::missing_iam_actions)). See
    /// [classification](Self#classification-of-error-responses).
    #[must_use]
    pub fn is_not_granted(&self) -> bool {
        self.rejection().is_some_and(Rejection::is_not_granted)
    }

    /// Returns the missing IAM actions, such as `vps:apiovh:reboot`, in the order of the response and without
    /// duplicates.
    ///
    /// Reads `unauthorizedActionsByAuthentication` and `unauthorizedActionsByIAM` of the [`details`](Self::details),
    /// each a comma-separated string or a list.
    #[must_use]
    pub fn missing_iam_actions(&self) -> Vec<&str> {
        let mut actions = Vec::new();
        for action in self.api_error().into_iter().flat_map(rejection::missing_actions) {
            if !actions.contains(&action) {
                actions.push(action);
            }
        }
        actions
    }

    /// Returns whether the service may have received and executed the request. False only if it certainly has not.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.inner.may_have_been_sent
    }

    /// Returns the reason of the error response, if it concerns credentials, time or an expired service.
    pub(crate) fn rejection(&self) -> Option<Rejection> {
        let response = self.inner.response.as_ref()?;
        Rejection::of(&response.api_error, response.status)
    }

    fn api_error(&self) -> Option<&ApiError> {
        self.inner.response.as_ref().map(|response| &response.api_error)
    }
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                message: message.into(),
                operation: None,
                path: None,
                may_have_been_sent: false,
                response: None,
                json_path: None,
                not_json: false,
                source: None,
                attempts: 0,
                retry_after: None,
            }),
        }
    }

    pub(crate) fn with_source(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.inner.source = Some(Arc::new(source));
        self
    }

    pub(crate) fn with_boxed_source(mut self, source: Box<dyn std::error::Error + Send + Sync>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.inner.attempts = attempts;
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.inner.retry_after = wait;
        self
    }

    pub(crate) fn with_call(mut self, operation: &'static Operation, path: Cow<'static, str>) -> Self {
        self.inner.operation = Some(operation);
        self.inner.path = Some(path);
        self
    }

    pub(crate) fn with_response(mut self, response: ErrorResponse) -> Self {
        self.inner.response = Some(Arc::new(response));
        self.inner.may_have_been_sent = true;
        self
    }

    pub(crate) fn with_json_path(mut self, path: Option<&str>) -> Self {
        self.inner.json_path = path.map(str::to_owned);
        self
    }

    pub(crate) fn with_not_json(mut self) -> Self {
        self.inner.not_json = true;
        self
    }

    pub(crate) fn maybe_sent(mut self, may_have_been_sent: bool) -> Self {
        self.inner.may_have_been_sent = may_have_been_sent;
        self
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.inner.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}
