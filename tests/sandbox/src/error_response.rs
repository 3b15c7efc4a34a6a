//! Error responses in the two shapes of the service.

use std::ops::Deref;

use http::StatusCode;
use serde_json::{Map, Value, json};

/// The shape of the JSON body of an error response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum ErrorShape {
    /// `class`, `message` and sometimes `details`: most error responses since about mid 2024.
    #[default]
    Class,
    /// `errorCode`, `httpCode` and `message`: the older shape.
    Code,
}

/// An error response.
#[derive(Debug, Clone)]
pub(crate) struct ErrorResponse(Box<Facts>);

#[derive(Debug, Clone)]
pub(crate) struct Facts {
    status: StatusCode,
    message: String,
    /// Such as `Client::NotFound`.
    class: &'static str,
    details: Map<String, Value>,
    older: Older,
    /// The value of `Retry-After`, in seconds.
    pub(crate) retry_after: Option<u64>,
    /// The value of `Allow`, for status 405.
    pub(crate) allow: Option<String>,
    /// Whether the connection is closed after the response.
    pub(crate) closes: bool,
}

/// The differences of the older shape.
#[derive(Debug, Clone, Default)]
struct Older {
    /// Such as `INVALID_SIGNATURE`.
    error_code: &'static str,
    status: Option<StatusCode>,
    message: Option<&'static str>,
    /// Errors of authentication had neither class nor details.
    lacks_class: bool,
}

impl Deref for ErrorResponse {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.0
    }
}

impl ErrorResponse {
    fn new(status: StatusCode, class: &'static str, error_code: &'static str, message: impl Into<String>) -> Self {
        Self(Box::new(Facts {
            status,
            message: message.into(),
            class,
            details: Map::new(),
            older: Older { error_code, ..Older::default() },
            retry_after: None,
            allow: None,
            closes: false,
        }))
    }

    /// Creates an authentication error.
    fn authentication(status: StatusCode, class: &'static str, error_code: &'static str, message: &str) -> Self {
        let mut error = Self::new(status, class, error_code, message);
        error.0.older.lacks_class = true;
        error
    }

    /// Creates an authentication error with status 403.
    fn forbidden_key(error_code: &'static str, message: &str) -> Self {
        Self::authentication(StatusCode::FORBIDDEN, "Client::Forbidden", error_code, message)
    }

    /// Adds a key to `details`.
    pub(crate) fn detail(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.details.insert(key.to_owned(), value.into());
        self
    }

    /// Closes the connection after the response.
    pub(crate) fn closing(mut self) -> Self {
        self.0.closes = true;
        self
    }

    /// A parameter or the body is invalid.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Client::BadRequest", "INVALID_PARAMETER", message)
    }

    /// No operation has this path.
    pub(crate) fn unknown_route() -> Self {
        Self::new(StatusCode::NOT_FOUND, "Client::NotFound", "NOT_FOUND", "Got an invalid (or empty) URL")
    }

    /// The account has no such service. Clients match the text to find the zone of a name.
    pub(crate) fn no_such_service() -> Self {
        let message = "This service does not exist";
        Self::new(StatusCode::NOT_FOUND, "Client::NotFound", "NOT_FOUND", message)
    }

    /// The operation exists, but its object does not.
    pub(crate) fn no_such_object(parameter: &str, value: &str) -> Self {
        let message = format!("The requested object ({parameter} = {value}) does not exist");
        Self::new(StatusCode::NOT_FOUND, "Client::NotFound", "NOT_FOUND", message)
    }

    /// A PUT changes these fields, which are read-only.
    pub(crate) fn read_only(fields: &[String]) -> Self {
        Self::bad_request(format!("Try to alter read-only properties: {}", fields.join(", ")))
    }

    /// The path exists with other methods.
    pub(crate) fn wrong_method(allowed: &[&str]) -> Self {
        let (status, message) = (StatusCode::METHOD_NOT_ALLOWED, "This method is not allowed here");
        let mut error = Self::new(status, "Client::MethodNotAllowed", "METHOD_NOT_ALLOWED", message);
        error.0.allow = Some(allowed.join(", "));
        error
    }

    /// The state of the object does not allow it.
    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "Client::Conflict", "CONFLICT", message)
    }

    /// The service has expired. The status is specific to OVHcloud; no source gives class and code, which are assumed.
    pub(crate) fn expired() -> Self {
        let status = StatusCode::from_u16(460).unwrap_or(StatusCode::FORBIDDEN);
        Self::new(status, "Client::ServiceExpired", "SERVICE_EXPIRED", "This service is expired")
    }

    /// The request has no credentials.
    pub(crate) fn login_first() -> Self {
        let (class, message) = ("Client::Unauthorized", "You must login first");
        let mut error = Self::authentication(StatusCode::UNAUTHORIZED, class, "NOT_CREDENTIAL", message);
        error.0.older.status = Some(StatusCode::FORBIDDEN);
        error
    }

    /// The consumer key was deleted.
    pub(crate) fn deleted_credential() -> Self {
        Self::forbidden_key("NOT_CREDENTIAL", "This credential does not exist")
    }

    /// The consumer key never existed.
    pub(crate) fn unknown_credential() -> Self {
        let mut error = Self::forbidden_key("NOT_CREDENTIAL", "This credential is not valid");
        error.0.older.message = Some("This credential does not exist");
        error
    }

    /// The consumer key is not, or no longer, validated.
    pub(crate) fn invalid_credential() -> Self {
        Self::forbidden_key("INVALID_CREDENTIAL", "This credential is not valid")
    }

    /// The application does not exist or is blocked.
    pub(crate) fn invalid_key() -> Self {
        let mut error = Self::forbidden_key("INVALID_KEY", "This application key is invalid");
        error.0.older.message = Some("Invalid application key");
        error
    }

    /// The access rules do not cover the call.
    pub(crate) fn not_granted() -> Self {
        Self::forbidden_key("NOT_GRANTED_CALL", "This call has not been granted")
    }

    /// The caller lacks these IAM actions, comma-separated. `details` is the same in both shapes.
    pub(crate) fn missing_actions(actions: &str) -> Self {
        let message = "User not granted for this request";
        Self::new(StatusCode::FORBIDDEN, "Client::Forbidden", "FORBIDDEN", message)
            .detail("unauthorizedActionsByAuthentication", "")
            .detail("unauthorizedActionsByIAM", actions)
    }

    /// The caller's address or page is not allowed.
    pub(crate) fn forbidden(message: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "Client::Forbidden", "FORBIDDEN", message)
    }

    /// The bearer token is unknown or has expired.
    pub(crate) fn invalid_token() -> Self {
        let message = "Invalid or expired token";
        Self::new(StatusCode::UNAUTHORIZED, "Client::Unauthorized", "INVALID_TOKEN", message)
    }

    /// The signature does not match the request.
    pub(crate) fn invalid_signature() -> Self {
        let message = "Invalid signature";
        Self::authentication(StatusCode::BAD_REQUEST, "Client::BadRequest", "INVALID_SIGNATURE", message)
    }

    /// The timestamp is outside the window.
    pub(crate) fn out_of_time() -> Self {
        Self::authentication(StatusCode::BAD_REQUEST, "Client::BadRequest", "QUERY_TIME_OUT", "Query out of time")
    }

    /// Too many calls.
    pub(crate) fn too_many(seconds: u64) -> Self {
        let (status, message) = (StatusCode::TOO_MANY_REQUESTS, "Too many requests");
        let mut error = Self::new(status, "Client::TooManyRequests", "QUOTA_EXCEEDED", message);
        error.0.retry_after = Some(seconds);
        error
    }

    /// Too many calls, without `Retry-After`.
    pub(crate) fn too_many_for_now() -> Self {
        let mut error = Self::too_many(0);
        error.0.retry_after = None;
        error
    }

    /// An internal error of the service.
    pub(crate) fn server_fault() -> Self {
        let (status, message) = (StatusCode::INTERNAL_SERVER_ERROR, "Internal server error");
        Self::new(status, "Server::InternalError", "INTERNAL_SERVER_ERROR", message)
    }

    /// A limit of the sandbox is reached.
    pub(crate) fn full(message: impl Into<String>) -> Self {
        let status = StatusCode::INSUFFICIENT_STORAGE;
        Self::new(status, "Server::InsufficientStorage", "INSUFFICIENT_STORAGE", message)
    }

    /// The bodies of all current requests or responses take too much memory.
    pub(crate) fn overloaded(message: &str) -> Self {
        let status = StatusCode::SERVICE_UNAVAILABLE;
        let mut error = Self::new(status, "Server::ServiceUnavailable", "SERVICE_UNAVAILABLE", message);
        error.0.retry_after = Some(1);
        error.closing()
    }

    /// The body is too large.
    pub(crate) fn too_large(message: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "Client::PayloadTooLarge", "INVALID_PARAMETER", message)
    }

    /// The body did not arrive in time.
    pub(crate) fn too_slow(message: impl Into<String>) -> Self {
        let status = StatusCode::REQUEST_TIMEOUT;
        Self::new(status, "Client::RequestTimeout", "REQUEST_TIMEOUT", message).closing()
    }

    /// The request is for another host.
    pub(crate) fn misdirected(message: impl Into<String>) -> Self {
        let status = StatusCode::MISDIRECTED_REQUEST;
        Self::new(status, "Client::MisdirectedRequest", "MISDIRECTED_REQUEST", message).closing()
    }

    /// Returns the message.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// Returns status and body in a shape.
    pub(crate) fn response(&self, shape: ErrorShape) -> (StatusCode, Value) {
        let Facts { status, message, class, details, older, .. } = &**self;
        let details = || (!details.is_empty()).then(|| Value::Object(details.clone()));
        if shape == ErrorShape::Class {
            let mut body = json!({"class": class, "message": message});
            add(&mut body, "details", details());
            return (*status, body);
        }
        let status = older.status.unwrap_or(*status);
        let http_code = format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or("Unknown"));
        let message = older.message.unwrap_or(message);
        let mut body = json!({"message": message, "httpCode": http_code, "errorCode": older.error_code});
        if !older.lacks_class {
            add(&mut body, "class", Some((*class).into()));
            add(&mut body, "details", details());
        }
        (status, body)
    }
}

fn add(body: &mut Value, key: &str, value: Option<Value>) {
    if let (Some(body), Some(value)) = (body.as_object_mut(), value) {
        body.insert(key.to_owned(), value);
    }
}
