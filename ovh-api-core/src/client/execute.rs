//! One call: its attempts, and the delays between them.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use tokio::time::Instant;
use tower::util::rng::{HasherRng, Rng as _};
use tracing::{Instrument as _, Span, debug, field, info_span};

use super::checked_response::CheckedResponse;
use super::core::{Core, headers};
use super::observer::Attempt;
use super::raw_response::RawResponse;
use crate::auth::AttemptAuth;
use crate::error::{Error, ErrorKind, Rejection};
use crate::request::{RawRequest, Target};
use crate::retry::RetryPolicy;
use crate::transport::{Outgoing, until};

/// The maximum number of consecutive attempts that are retried at once with refreshed credentials: one for a clock that
/// has jumped or a token that has expired, and one more for a change while the retry was in transit.
const MAX_REFRESHES: u32 = 2;

/// A failed attempt.
struct Failure {
    error: Error,
    /// `None` if it was not sent.
    auth: Option<AttemptAuth>,
}

/// A call in progress.
struct Call<'c> {
    request: &'c RawRequest,
    target: &'c Target,
    body: Option<Bytes>,
    retry: &'c RetryPolicy,
    /// For each attempt.
    timeout: Duration,
    /// For the whole call. `None` if it exceeds the range of the clock.
    deadline: Option<Instant>,
}

impl Core {
    /// Sends a request of any type, with retries.
    pub(crate) async fn execute(self: &Arc<Self>, mut request: Box<RawRequest>) -> Result<RawResponse, Error> {
        let operation = request.operation;
        let target = request.take_target(self.base(operation.branch));
        let body = request.take_body();
        let span = info_span!(
            "ovh_api.call",
            operation = operation.name,
            method = operation.method.as_str(),
            path = %target.shown_path(),
            attempts = field::Empty,
            status = field::Empty,
            request_id = field::Empty,
            error = field::Empty,
        );
        let begin = Instant::now();
        let result = match self.call(&request, &target, body) {
            Ok(call) => {
                let attempts = pin!(self.attempts(&call));
                attempts.instrument(span.clone()).await
            }
            Err(error) => Err(error),
        };
        self.record(&span, begin.elapsed(), &result);
        match result {
            Ok(response) => {
                let strict = request.options.strict.unwrap_or(self.policy.strict);
                Ok(RawResponse::new(operation, target, response, strict, Arc::clone(self)))
            }
            Err(error) => Err(error.with_call(operation, target.shown_path().to_owned().into())),
        }
    }

    fn call<'c>(&'c self, request: &'c RawRequest, target: &'c Target, body: Option<Bytes>) -> Result<Call<'c>, Error> {
        if let Some(fault) = &request.fault {
            return Err(Error::new(ErrorKind::Request, fault.to_string()));
        }
        check_runtime()?;
        let options = &request.options;
        let deadline = options.deadline.unwrap_or(self.policy.deadline);
        Ok(Call {
            request,
            target,
            body,
            retry: options.retry.as_ref().unwrap_or(&self.policy.retry),
            timeout: options.timeout.unwrap_or(self.connection.timeout()),
            deadline: Instant::now().checked_add(deadline),
        })
    }

    async fn attempts(&self, call: &Call<'_>) -> Result<CheckedResponse, Error> {
        self.bucket.deposit();
        let (mut attempts, mut failed, mut refreshed, mut sent) = (0, 0, 0, false);
        loop {
            attempts += 1;
            let failure = match self.attempt(call, attempts).await {
                Ok(response) => return Ok(response.with_attempts(attempts)),
                Err(failure) => failure,
            };
            let error = failure.error;
            sent |= error.may_have_been_sent();
            // Even if no attempt is left: the next call then starts with fresh credentials.
            let is_stale = refreshed < MAX_REFRESHES && self.refresh(call, failure.auth.as_ref(), &error).await;
            let wait = if !call.retry.allows_more(attempts) {
                None
            } else if is_stale {
                // The service only rejected the credentials, so this is safe for every method.
                refreshed += 1;
                debug!(attempt = attempts, "retrying with refreshed credentials");
                continue;
            } else {
                // Clock or token may have changed again by the next attempt.
                refreshed = 0;
                failed += 1;
                let is_retryable = call.request.is_idempotent() || failure.auth.is_none();
                self.wait(call, &error, failed).filter(|_| is_retryable)
            };
            let Some(wait) = wait else {
                return Err(error.maybe_sent(sent).with_attempts(attempts));
            };
            debug!(
                attempt = attempts,
                status = error.status().map(|status| status.as_u16()),
                request_id = error.request_id(),
                error = ?error.kind(),
                wait_ms = millis(wait),
                "retrying after a delay"
            );
            tokio::time::sleep(wait).await;
        }
    }

    /// Returns the delay before the next attempt; `None` to give up.
    fn wait(&self, call: &Call<'_>, error: &Error, failed: u32) -> Option<Duration> {
        if !call.retry.applies_to(error) {
            return None;
        }
        let wait = call.retry.wait(failed, error.retry_after(), HasherRng::new().next_f64())?;
        let in_time = call.deadline.is_none_or(|end| Instant::now().checked_add(wait).is_some_and(|then| then < end));
        (in_time && self.bucket.withdraw()).then_some(wait)
    }

    /// Makes an attempt once the limits of the client allow it.
    async fn attempt(&self, call: &Call<'_>, number: u32) -> Result<CheckedResponse, Failure> {
        let permit = pin!(async { Ok(self.limits.wait().await) });
        let _permit = until(call.deadline, permit, not_sent).await.map_err(|error| self.unsent(error))?;
        let begin = Instant::now();
        let result = self.exchange(call).await;
        if let Some(observer) = &self.policy.observer {
            let (status, error) = match &result {
                Ok(response) => (Some(response.status()), None),
                Err(failure) => (failure.error.status(), Some(failure.error.kind())),
            };
            let operation = call.request.operation;
            observer.observe(&Attempt { operation, number, status, error, elapsed: begin.elapsed() });
        }
        result
    }

    async fn exchange(&self, call: &Call<'_>) -> Result<CheckedResponse, Failure> {
        // The timeout covers everything that follows.
        let end = match (Instant::now().checked_add(call.timeout), call.deadline) {
            (Some(end), Some(deadline)) => Some(end.min(deadline)),
            (end, deadline) => end.or(deadline),
        };
        let (outgoing, auth) =
            until(end, pin!(self.authenticate(call)), not_sent).await.map_err(|error| self.unsent(error))?;
        let result = self.connection.send(outgoing, end).await;
        match CheckedResponse::new(result, call.request.expected, call.target.url()) {
            Ok(response) => Ok(response.with_auth(auth)),
            Err(error) => Err(Failure { error: self.authentication.redact(error, Some(&auth)), auth: Some(auth) }),
        }
    }

    fn unsent(&self, error: Error) -> Failure {
        Failure { error: self.authentication.redact(error, None), auth: None }
    }

    /// Returns an attempt with its authentication headers.
    async fn authenticate<'c>(&self, call: &'c Call<'_>) -> Result<(Outgoing<'c>, AttemptAuth), Error> {
        let mut outgoing = call.outgoing();
        let auth = self.authentication.apply(call.request.is_authenticated(), &mut outgoing, self).await?;
        Ok((outgoing, auth))
    }

    /// Invalidates a clock or token that the service rejected, and returns whether there was one.
    async fn refresh(&self, call: &Call<'_>, auth: Option<&AttemptAuth>, error: &Error) -> bool {
        let (Some(auth), true) = (auth, error.status().is_some_and(may_reject_credentials)) else {
            return false;
        };
        let refresh = pin!(async {
            if let Some(time) = auth.time.filter(|_| error.rejection() == Some(Rejection::OutOfTime)) {
                self.clock.invalidate(time).await;
                return Ok(true);
            }
            Ok(self.authentication.refresh(auth, error).await)
        });
        until(call.deadline, refresh, not_sent).await.unwrap_or(false)
    }

    /// Records the result in the span, and as an event. Except for the request id, neither contains anything from a
    /// body or a header.
    fn record(&self, span: &Span, elapsed: Duration, result: &Result<CheckedResponse, Error>) {
        if span.is_disabled() {
            return;
        }
        let (attempts, status, request_id) = match result {
            Ok(response) => (response.attempts(), Some(response.status()), response.request_id()),
            Err(error) => (error.attempts(), error.status(), error.request_id()),
        };
        span.record("attempts", attempts);
        if let Some(status) = status {
            span.record("status", status.as_u16());
        }
        if let Some(id) = request_id {
            let auth = result.as_ref().ok().and_then(CheckedResponse::auth);
            let redacted = self.authentication.redacted(id, auth);
            span.record("request_id", redacted.as_deref().unwrap_or(id));
        }
        let error = result.as_ref().err().map(Error::kind);
        if let Some(error) = error {
            span.record("error", field::debug(error));
        }
        span.in_scope(|| {
            debug!(
                attempts,
                status = status.map(|status| status.as_u16()),
                error = error.map(field::debug),
                elapsed_ms = millis(elapsed),
                "finished"
            );
        });
    }
}

/// Returns whether the service rejects a clock or a token with this status. A server error with the same message does
/// not count.
fn may_reject_credentials(status: StatusCode) -> bool {
    matches!(status, StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
}

impl Call<'_> {
    /// Returns an attempt without authentication headers. Body and header values are shared, not copied.
    fn outgoing(&self) -> Outgoing<'_> {
        let mut headers = headers();
        headers.extend(self.request.headers.iter().map(|(name, value)| (name.clone(), value.clone())));
        if self.body.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        Outgoing {
            method: self.request.operation.method.into(),
            url: self.target.url(),
            headers,
            body: self.body.clone().unwrap_or_default(),
        }
    }
}

/// Fails outside a tokio runtime. Whether the runtime has timers cannot be found out without a panic.
pub(crate) fn check_runtime() -> Result<(), Error> {
    match tokio::runtime::Handle::try_current() {
        Ok(_) => Ok(()),
        Err(_) => Err(Error::new(ErrorKind::Runtime, "no tokio runtime; requests must be awaited within one")),
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn not_sent() -> Error {
    Error::new(ErrorKind::Timeout, "deadline exceeded before the request was sent")
}
