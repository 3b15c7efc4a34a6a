//! Refusals in the service's own shape.

use std::ops::Deref;

use http::StatusCode;
use serde_json::{Map, Value, json};

/// Why a call was refused: what the service would say.
#[derive(Debug, Clone)]
pub(crate) struct Refusal(Box<Facts>);

#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(crate) status: StatusCode,
    message: String,
    /// `INVALID_SIGNATURE` and the like.
    error_code: &'static str,
    /// `Client::NotFound` and the like; refusals of keys have none.
    class: Option<&'static str>,
    details: Map<String, Value>,
    /// Seconds, for a refusal that passes.
    pub(crate) retry_after: Option<u64>,
    /// For 405: what is allowed.
    pub(crate) allow: Option<String>,
}

impl Deref for Refusal {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.0
    }
}

impl Refusal {
    fn new(status: StatusCode, error_code: &'static str, message: impl Into<String>) -> Self {
        let (message, details) = (message.into(), Map::new());
        Self(Box::new(Facts { status, message, error_code, class: None, details, retry_after: None, allow: None }))
    }

    fn classed(mut self, class: &'static str) -> Self {
        self.0.class = Some(class);
        self
    }

    /// One fact more about it.
    pub(crate) fn detail(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.details.insert(key.to_owned(), value.into());
        self
    }

    /// Something is wrong with a parameter or the body.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "INVALID_PARAMETER", message).classed("Client::BadRequest")
    }

    /// No operation has this path.
    pub(crate) fn unknown_route() -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", "Got an invalid (or empty) URL").classed("Client::NotFound")
    }

    /// An operation, but what it is about does not exist.
    pub(crate) fn no_such_object(parameter: &str, value: &str) -> Self {
        let message = format!("The requested object ({parameter} = {value}) does not exist");
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", message).classed("Client::NotFound").detail(parameter, value)
    }

    /// The path exists with other methods.
    pub(crate) fn wrong_method(allowed: &[&str]) -> Self {
        let allow = allowed.join(", ");
        let message = "This method is not allowed here";
        let mut refusal = Self::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message);
        refusal.0.allow = Some(allow);
        refusal.classed("Client::MethodNotAllowed")
    }

    /// The state of things does not allow it.
    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "CONFLICT", message).classed("Client::Conflict")
    }

    /// Nobody has said who calls.
    pub(crate) fn login_first() -> Self {
        Self::new(StatusCode::FORBIDDEN, "NOT_CREDENTIAL", "You must login first")
    }

    /// There is no such consumer key.
    pub(crate) fn unknown_credential() -> Self {
        Self::new(StatusCode::FORBIDDEN, "NOT_CREDENTIAL", "This credential does not exist")
    }

    /// A consumer key that is not, or no longer, validated.
    pub(crate) fn invalid_credential() -> Self {
        Self::new(StatusCode::FORBIDDEN, "INVALID_CREDENTIAL", "This credential is not valid")
    }

    /// There is no such application, or it must not call.
    pub(crate) fn invalid_key() -> Self {
        Self::new(StatusCode::FORBIDDEN, "INVALID_KEY", "Invalid application key")
    }

    /// The access rules do not cover the call.
    pub(crate) fn not_granted() -> Self {
        Self::new(StatusCode::FORBIDDEN, "NOT_GRANTED_CALL", "This call has not been granted")
    }

    /// The caller is somewhere that the key is not allowed.
    pub(crate) fn forbidden(message: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "FORBIDDEN", message).classed("Client::Forbidden")
    }

    /// A bearer token that is not, or no longer, known.
    pub(crate) fn invalid_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "INVALID_TOKEN", "Invalid or expired token").classed("Client::Unauthorized")
    }

    /// The signature is not that of this call.
    pub(crate) fn invalid_signature() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "INVALID_SIGNATURE", "Invalid signature")
    }

    /// The timestamp is not of now.
    pub(crate) fn out_of_time() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "QUERY_TIME_OUT", "Query out of time")
    }

    /// Too many calls.
    pub(crate) fn too_many(seconds: u64) -> Self {
        let mut refusal = Self::new(StatusCode::TOO_MANY_REQUESTS, "QUOTA_EXCEEDED", "Too many requests");
        refusal.0.retry_after = Some(seconds);
        refusal.classed("Client::TooManyRequests")
    }

    /// Too many calls, without a word about when to come back.
    pub(crate) fn too_many_for_now() -> Self {
        let mut refusal = Self::too_many(0);
        refusal.0.retry_after = None;
        refusal
    }

    /// A fault of the service itself.
    pub(crate) fn server_fault() -> Self {
        let message = "Internal server error";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL_SERVER_ERROR", message).classed("Server::InternalError")
    }

    /// The body of the answer.
    pub(crate) fn body(&self) -> Value {
        let reason = self.status.canonical_reason().unwrap_or_default();
        let http_code = format!("{} {reason}", self.status.as_u16());
        let mut body = json!({"message": self.message, "httpCode": http_code, "errorCode": self.error_code});
        if let (Some(class), Some(body)) = (self.class, body.as_object_mut()) {
            body.insert("class".to_owned(), class.into());
            if !self.details.is_empty() {
                body.insert("details".to_owned(), Value::Object(self.details.clone()));
            }
        }
        body
    }
}
