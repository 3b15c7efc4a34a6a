//! Everything that can go wrong, in one opaque type.

mod display;
mod encoded;
mod excerpt;
mod kind;
mod meaning;
mod redact;
mod service;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

pub use kind::ErrorKind;
pub(crate) use meaning::Meaning;
pub(crate) use redact::redacted;
pub(crate) use service::Refusal;

use crate::Operation;
use crate::json::Json;

type Source = Arc<dyn std::error::Error + Send + Sync>;

/// A call, or a client to be built, that failed.
///
/// Its text is one sentence for a person: the operation, what went wrong, and what the service's support needs to know.
/// Its methods tell a program what to do about it. Neither text nor `Debug` shows a body of an answer that was read
/// successfully, or a header: those hold secrets. Where the service repeats a key of the client, in any part of an error,
/// there is `[redacted]` instead: as it is, in upper or lower case, percent-encoded, or escaped as in JSON or HTML, also several
/// times. Keys of less than 8 characters are not looked for; OVHcloud's have 16 or more.
///
/// What is kept of a refusal is bounded: 16 KiB of the body, 4 KiB of the message, and 16 KiB of text in the details. A refusal
/// of more than 1 MiB is not read as JSON.
///
/// # How refusals are understood
///
/// The service refuses calls in two shapes. The older one has an [`error_code`](Self::error_code); since about mid 2024
/// most refusals have a [`class`](Self::class) and a [`message`](Self::message) only. The predicates below accept both:
///
/// | predicate | error code | class and message |
/// |---|---|---|
/// | [`is_not_granted`](Self::is_not_granted) | `NOT_GRANTED_CALL` | `Client::Forbidden`: "This call has not been granted", "User not granted for this request", or `details` that list missing IAM actions |
/// | [`is_invalid_credential`](Self::is_invalid_credential) | `INVALID_CREDENTIAL`, `NOT_CREDENTIAL`, `INVALID_KEY` | `Client::Forbidden`: "This credential is not valid", "This credential does not exist", "This application key is invalid"; any status 401 |
/// | [`is_expired`](Self::is_expired) | | any class: "This service is expired"; any status 460 |
/// | [`is_busy`](Self::is_busy) | | class `Client::Forbidden::Busy` |
///
/// `QUERY_TIME_OUT`, or `Client::BadRequest` with "Query out of time", makes the client read the service's clock again
/// and repeat the call. `Client::Forbidden` with any other message, such as "Cluster … is locked", is none of these.
/// Messages are compared without regard to case.
///
/// Sources: the official wrappers for the error codes; recorded responses and the issue trackers of published clients
/// for class and message, for the service documents neither.
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
    /// Shared by the clones: many calls may wait for one token.
    answer: Option<Arc<FailedAnswer>>,
    json_path: Option<String>,
    /// Whether a response with a status of success has a body that is not JSON.
    not_json: bool,
    source: Option<Source>,
    attempts: u32,
    retry_after: Option<Duration>,
}

/// What is kept of an answer that led to an error.
#[derive(Clone)]
pub(crate) struct FailedAnswer {
    pub(crate) status: StatusCode,
    pub(crate) request_id: Option<String>,
    /// The beginning of the body.
    pub(crate) body: Vec<u8>,
    /// What the service says about it.
    pub(crate) refusal: Refusal,
}

impl Error {
    /// What went wrong, roughly.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The operation that was called; none if no call was involved.
    #[must_use]
    pub fn operation(&self) -> Option<&'static Operation> {
        self.inner.operation
    }

    /// The path that was called, below the branch and percent-encoded, without the query.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.inner.path.as_deref()
    }

    /// The HTTP status, if there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.answer.as_ref().map(|answer| answer.status)
    }

    /// The service's code for the error, such as `INVALID_SIGNATURE`.
    #[must_use]
    pub fn error_code(&self) -> Option<&str> {
        self.refusal()?.error_code.as_deref()
    }

    /// The service's class of the error, such as `Client::NotFound`.
    #[must_use]
    pub fn class(&self) -> Option<&str> {
        self.refusal()?.class.as_deref()
    }

    /// What the service says about the error.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.refusal()?.message.as_deref()
    }

    /// More of what the service says about the error, in a form that differs between operations.
    #[must_use]
    pub fn details(&self) -> Option<&Json> {
        self.refusal()?.details.as_ref()
    }

    /// The number that OVHcloud's support asks for, from the header `X-Ovh-Queryid` of the answer.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.inner.answer.as_ref()?.request_id.as_deref()
    }

    /// The body of the answer, if there was one, cut after 16 KiB. It may hold secrets.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.inner.answer.as_ref().map(|answer| &*answer.body)
    }

    /// Where in the answer the value is that did not fit its type, such as `$.billing.state`.
    #[must_use]
    pub fn json_path(&self) -> Option<&str> {
        self.inner.json_path.as_deref()
    }

    /// How often the call was tried, repetitions included; 0 if no call was involved.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// How long the service asks to wait before the next try (`Retry-After`), counted from its answer.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// Whether the same call may well succeed later: a network fault, too many calls (status 429), a request that timed
    /// out on the service's side (status 408), a fault of the service (any 5xx but 501), a busy object (class
    /// `Client::Forbidden::Busy`), a successful status with a body that is not JSON, such as a maintenance page, or a
    /// time or token response that cannot be read. Whether sending it again is safe is another question: see
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
            // The call failed before it was sent; why is one level deeper.
            ErrorKind::Clock | ErrorKind::Credentials => {
                let source = std::error::Error::source(self).and_then(|source| source.downcast_ref::<Self>());
                // A time or a token that is none may be one when it is asked for again, which does nothing to the account.
                source.is_some_and(|source| source.is_transient() || source.is_decode())
            }
            _ => false,
        }
    }

    /// Whether the service met a fault of its own (any 5xx but 501, which says that it never will do that).
    #[must_use]
    pub fn is_server_fault(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED)
    }

    /// Whether something else is being done to the object (class `Client::Forbidden::Busy`): it is free again later.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.class() == Some("Client::Forbidden::Busy")
    }

    /// Whether the object belongs to a service that has expired or was cancelled: status 460, which is OVHcloud's own,
    /// or the message "This service is expired".
    #[must_use]
    pub fn is_expired(&self) -> bool {
        self.status().is_some_and(|status| status.as_u16() == 460) || self.meaning() == Some(Meaning::ServiceExpired)
    }

    /// Whether the answer is larger than the client's limit.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        self.kind() == ErrorKind::TooLarge
    }

    /// Whether the object asked for does not exist (status 404).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Whether there were too many calls (status 429).
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether an answer took too long.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether there was no connection to the service.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Whether the answer was read but does not fit its type.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// Whether the service does not accept the keys: unknown, expired, revoked, not yet validated, or of another region.
    /// Also true if the client had none to begin with. See [how refusals are understood](Self#how-refusals-are-understood).
    #[must_use]
    pub fn is_invalid_credential(&self) -> bool {
        self.kind() == ErrorKind::Credentials
            || self.status() == Some(StatusCode::UNAUTHORIZED)
            || self.meaning().is_some_and(Meaning::is_invalid_credential)
    }

    /// Whether the keys are valid but have no right to this call: the access rules of the consumer key do not cover it,
    /// or an IAM policy does not allow it (see [`missing_iam_actions`](Self::missing_iam_actions)). See [how refusals
    /// are understood](Self#how-refusals-are-understood).
    #[must_use]
    pub fn is_not_granted(&self) -> bool {
        self.meaning().is_some_and(Meaning::is_not_granted)
    }

    /// The IAM actions that the caller lacks, such as `vps:apiovh:reboot`, each once, in the order in which the service
    /// names them. Empty if the service names none.
    ///
    /// Taken from `unauthorizedActionsByAuthentication` and `unauthorizedActionsByIAM` of the [`details`](Self::details),
    /// each a comma-separated string or a list.
    #[must_use]
    pub fn missing_iam_actions(&self) -> Vec<&str> {
        let mut actions = Vec::new();
        for action in self.refusal().into_iter().flat_map(meaning::missing_actions) {
            if !actions.contains(&action) {
                actions.push(action);
            }
        }
        actions
    }

    /// Whether the service may have received the request, and done what it asks for. False only if it certainly has
    /// not.
    #[must_use]
    pub fn may_have_been_sent(&self) -> bool {
        self.inner.may_have_been_sent
    }

    /// What the refusal means, if it is about credentials, time or an expired service.
    pub(crate) fn meaning(&self) -> Option<Meaning> {
        let answer = self.inner.answer.as_ref()?;
        Meaning::of(&answer.refusal, answer.status)
    }

    fn refusal(&self) -> Option<&Refusal> {
        self.inner.answer.as_ref().map(|answer| &answer.refusal)
    }
}

/// How the crate makes one.
impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                message: message.into(),
                operation: None,
                path: None,
                may_have_been_sent: false,
                answer: None,
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

    pub(crate) fn with_answer(mut self, answer: FailedAnswer) -> Self {
        self.inner.answer = Some(Arc::new(answer));
        self.inner.may_have_been_sent = true;
        self
    }

    pub(crate) fn with_json_path(mut self, path: Option<&str>) -> Self {
        self.inner.json_path = path.map(str::to_owned);
        self
    }

    pub(crate) fn with_body_that_is_not_json(mut self) -> Self {
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
