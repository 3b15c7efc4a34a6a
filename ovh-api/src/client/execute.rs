//! A call: attempts, and the waits between them.

use std::borrow::Cow;
use std::future::Future;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use tokio::time::Instant;
use tracing::{Instrument as _, Span, debug, field, info_span};

use super::answer::Answer;
use super::core::Core;
use crate::authentication::Proof;
use crate::error::{Error, ErrorKind};
use crate::request::Parts;
use crate::retry::RetryPolicy;

/// An attempt that failed.
struct Failure {
    error: Error,
    /// What its headers rested on; none if it was not sent.
    proof: Option<Proof>,
}

/// A call on its way.
struct Call<'c> {
    parts: &'c Parts,
    shown_path: Cow<'static, str>,
    request: http::Request<Bytes>,
    retry: &'c RetryPolicy,
    /// For each attempt.
    timeout: Duration,
    /// For the whole.
    deadline: Option<Instant>,
}

impl Core {
    /// Sends a request of any type, repeatedly if need be.
    pub(crate) async fn execute(&self, parts: &Parts) -> Result<Answer, Error> {
        let operation = parts.operation;
        let shown_path = parts.shown_path();
        let span = info_span!(
            "ovh_api.call",
            operation = operation.name,
            method = operation.method.as_str(),
            path = %shown_path,
            attempts = field::Empty,
            status = field::Empty,
            request_id = field::Empty,
            error = field::Empty,
        );
        let result = match self.call(parts, shown_path.clone()) {
            Ok(call) => {
                self.attempts(&call).instrument(span.clone()).await.map_err(|error| self.authentication.hide(error))
            }
            Err(error) => Err(error.with_call(operation, shown_path)),
        };
        record(&span, &result);
        result
    }

    fn call<'c>(&'c self, parts: &'c Parts, shown_path: Cow<'static, str>) -> Result<Call<'c>, Error> {
        if let Some(fault) = parts.fault {
            return Err(Error::new(ErrorKind::Request, fault.to_string()));
        }
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(Error::new(ErrorKind::Runtime, "calls run on a tokio runtime, and there is none here"));
        }
        let mut request = self.request(parts.operation, &parts.path, parts.query())?;
        request.headers_mut().extend(parts.headers.clone());
        if let Some(body) = parts.body() {
            request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Bytes::copy_from_slice(body);
        }
        let options = &parts.options;
        let deadline = options.deadline.or(self.policy.deadline);
        Ok(Call {
            parts,
            shown_path,
            request,
            retry: options.retry.as_ref().unwrap_or(&self.policy.retry),
            timeout: options.timeout.unwrap_or(self.wire.timeout()),
            deadline: deadline.and_then(|deadline| Instant::now().checked_add(deadline)),
        })
    }

    async fn attempts(&self, call: &Call<'_>) -> Result<Answer, Error> {
        self.bucket.deposit();
        let (mut attempts, mut failed, mut renewed, mut sent) = (0, 0, false, false);
        loop {
            attempts += 1;
            let failure = match self.attempt(call).await {
                Ok(answer) => return Ok(answer.with_attempts(attempts)),
                Err(failure) => failure,
            };
            let error = failure.error;
            sent |= error.may_have_been_sent();
            if !renewed && self.renew(call, failure.proof, &error).await {
                // The service did nothing but refuse the proof, so this is safe for every method.
                renewed = true;
                debug!(attempt = attempts, "repeated with a new proof of identity");
                continue;
            }
            failed += 1;
            let repeatable = call.parts.is_idempotent() || failure.proof.is_none();
            let Some(wait) = self.wait(call, &error, failed).filter(|_| repeatable) else {
                let error = error.with_call(call.parts.operation, call.shown_path.clone());
                return Err(error.maybe_sent(sent).with_attempts(attempts));
            };
            debug!(
                attempt = attempts,
                status = error.status().map(|status| status.as_u16()),
                request_id = error.request_id(),
                error = ?error.kind(),
                wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                "repeated after a wait"
            );
            tokio::time::sleep(wait).await;
        }
    }

    /// How long to wait before the call is repeated; none to give up.
    fn wait(&self, call: &Call<'_>, error: &Error, failed: u32) -> Option<Duration> {
        if !error.is_transient() {
            return None;
        }
        let wait = call.retry.wait(failed, error.retry_after(), fastrand::f64())?;
        let in_time = call.deadline.is_none_or(|end| Instant::now().checked_add(wait).is_some_and(|then| then < end));
        (in_time && self.bucket.withdraw()).then_some(wait)
    }

    async fn attempt(&self, call: &Call<'_>) -> Result<Answer, Failure> {
        let unsent = |error| Failure { error, proof: None };
        let _permit = within(call.deadline, async { Ok(self.limits.wait().await) }).await.map_err(unsent)?;
        // One clock for all that follows: nothing of an attempt waits longer than its timeout.
        let end = match (Instant::now().checked_add(call.timeout), call.deadline) {
            (Some(end), Some(deadline)) => Some(end.min(deadline)),
            (end, deadline) => end.or(deadline),
        };
        let mut request = call.request.clone();
        let proof = within(end, self.authentication.apply(call.parts.operation, &mut request, self));
        let proof = proof.await.map_err(unsent)?;
        let result = match self.wire.send(request, end).await {
            Ok(incoming) => Answer::new(call.parts.operation, call.shown_path.clone(), incoming),
            Err(error) => Err(error),
        };
        result.map_err(|error| Failure { error, proof: Some(proof) })
    }

    /// Whether a refusal is about the proof that was sent, and there will be a fresh one.
    async fn renew(&self, call: &Call<'_>, proof: Option<Proof>, error: &Error) -> bool {
        let Some(proof) = proof else {
            return false;
        };
        let renewed = within(call.deadline, async {
            if let Some(reading) = proof.time.filter(|_| error.error_code() == Some("QUERY_TIME_OUT")) {
                self.clock.forget(reading).await;
                return Ok(true);
            }
            Ok(self.authentication.renew(proof, error).await)
        });
        renewed.await.unwrap_or(false)
    }
}

/// Does what comes before an attempt is sent, until `end`.
async fn within<T>(end: Option<Instant>, step: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    match end {
        None => step.await,
        Some(end) => tokio::time::timeout_at(end, step)
            .await
            .unwrap_or_else(|_| Err(Error::new(ErrorKind::Timeout, "the time was up before the call was sent"))),
    }
}

/// Nothing that a span shows comes from a body or a header but for the request id.
fn record(span: &Span, result: &Result<Answer, Error>) {
    let (attempts, status, request_id) = match result {
        Ok(answer) => (answer.attempts(), Some(answer.status()), answer.request_id()),
        Err(error) => (error.attempts(), error.status(), error.request_id()),
    };
    span.record("attempts", attempts);
    if let Some(status) = status {
        span.record("status", status.as_u16());
    }
    if let Some(id) = request_id {
        span.record("request_id", id);
    }
    if let Err(error) = result {
        span.record("error", field::debug(error.kind()));
    }
}
