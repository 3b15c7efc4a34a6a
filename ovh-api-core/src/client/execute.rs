//! A call: attempts, and the waits between them.

use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use tokio::time::Instant;
use tower::util::rng::{HasherRng, Rng as _};
use tracing::{Instrument as _, Span, debug, field, info_span};

use super::answer::{Answer, Received};
use super::core::{Core, headers};
use crate::authentication::Proof;
use crate::error::{Error, ErrorKind, Rejection};
use crate::request::{Parts, Target};
use crate::retry::RetryPolicy;
use crate::transport::Outgoing;

/// How often in a row a proof that the service refuses is renewed at once: for a clock that has jumped or a token that
/// has expired, and for once more while the call with the new one was on its way.
const RENEWALS: u32 = 2;

/// An attempt that failed.
struct Failure {
    error: Error,
    /// What its headers rested on; none if it was not sent.
    proof: Option<Proof>,
}

/// A call on its way.
struct Call<'c> {
    parts: &'c Parts,
    target: &'c Target,
    body: Option<Bytes>,
    retry: &'c RetryPolicy,
    /// For each attempt.
    timeout: Duration,
    /// For the whole.
    deadline: Option<Instant>,
}

impl Core {
    /// Sends a request of any type, repeatedly if need be.
    pub(crate) async fn execute(self: &Arc<Self>, mut parts: Box<Parts>) -> Result<Answer, Error> {
        let operation = parts.operation;
        let target = parts.take_target(self.base(operation.branch));
        let body = parts.take_body();
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
        let result = match self.call(&parts, &target, body) {
            Ok(call) => {
                let attempts = pin!(self.attempts(&call));
                attempts.instrument(span.clone()).await
            }
            Err(error) => Err(error),
        };
        self.record(&span, &result);
        match result {
            Ok(received) => {
                let strict = parts.options.strict.unwrap_or(self.policy.strict);
                Ok(Answer::new(operation, target, received, strict, Arc::clone(self)))
            }
            Err(error) => Err(error.with_call(operation, target.shown_path().to_owned().into())),
        }
    }

    fn call<'c>(&'c self, parts: &'c Parts, target: &'c Target, body: Option<Bytes>) -> Result<Call<'c>, Error> {
        if let Some(fault) = parts.fault {
            return Err(Error::new(ErrorKind::Request, fault.to_string()));
        }
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(Error::new(ErrorKind::Runtime, "calls run on a tokio runtime, and there is none here"));
        }
        let options = &parts.options;
        let deadline = options.deadline.or(self.policy.deadline);
        Ok(Call {
            parts,
            target,
            body,
            retry: options.retry.as_ref().unwrap_or(&self.policy.retry),
            timeout: options.timeout.unwrap_or(self.wire.timeout()),
            deadline: deadline.and_then(|deadline| Instant::now().checked_add(deadline)),
        })
    }

    async fn attempts(&self, call: &Call<'_>) -> Result<Received, Error> {
        self.bucket.deposit();
        let (mut attempts, mut failed, mut renewed, mut sent) = (0, 0, 0, false);
        loop {
            attempts += 1;
            let failure = match self.attempt(call).await {
                Ok(received) => return Ok(received.with_attempts(attempts)),
                Err(failure) => failure,
            };
            let error = failure.error;
            sent |= error.may_have_been_sent();
            // Without another attempt as well: the next call is to have a fresh one.
            let is_stale = renewed < RENEWALS && self.renew(call, failure.proof.as_ref(), &error).await;
            let wait = if !call.retry.allows_more(attempts) {
                None
            } else if is_stale {
                // The service did nothing but refuse the proof, so this is safe for every method.
                renewed += 1;
                debug!(attempt = attempts, "repeated with a new proof of identity");
                continue;
            } else {
                // The service may by now have gone through another change of clock or token.
                renewed = 0;
                failed += 1;
                let repeatable = call.parts.is_idempotent() || failure.proof.is_none();
                self.wait(call, &error, failed).filter(|_| repeatable)
            };
            let Some(wait) = wait else {
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
        let wait = call.retry.wait(failed, error.retry_after(), HasherRng::new().next_f64())?;
        let in_time = call.deadline.is_none_or(|end| Instant::now().checked_add(wait).is_some_and(|then| then < end));
        (in_time && self.bucket.withdraw()).then_some(wait)
    }

    async fn attempt(&self, call: &Call<'_>) -> Result<Received, Failure> {
        let unsent = |error| Failure { error: self.authentication.redact(error, None), proof: None };
        let _permit = within(call.deadline, pin!(async { Ok(self.limits.wait().await) })).await.map_err(unsent)?;
        // One clock for all that follows: nothing of an attempt waits longer than its timeout.
        let end = match (Instant::now().checked_add(call.timeout), call.deadline) {
            (Some(end), Some(deadline)) => Some(end.min(deadline)),
            (end, deadline) => end.or(deadline),
        };
        let (outgoing, proof) = within(end, pin!(self.proven(call))).await.map_err(unsent)?;
        let result = self.wire.send(outgoing, end).await;
        let result = result.and_then(|incoming| Received::new(incoming, call.parts.expected, call.target.url()));
        match result {
            Ok(received) => Ok(received.with_proof(proof)),
            Err(error) => Err(Failure { error: self.authentication.redact(error, Some(&proof)), proof: Some(proof) }),
        }
    }

    /// An attempt with all that shows who calls.
    async fn proven<'c>(&self, call: &'c Call<'_>) -> Result<(Outgoing<'c>, Proof), Error> {
        let mut outgoing = call.outgoing();
        let proof = self.authentication.apply(call.parts.operation, &mut outgoing, self).await?;
        Ok((outgoing, proof))
    }

    /// Whether a refusal is about the proof that was sent, which is fresh the next time.
    async fn renew(&self, call: &Call<'_>, proof: Option<&Proof>, error: &Error) -> bool {
        let (Some(proof), true) = (proof, error.status().is_some_and(is_about_proof)) else {
            return false;
        };
        let renewal = pin!(async {
            if let Some(reading) = proof.time.filter(|_| error.rejection() == Some(Rejection::OutOfTime)) {
                self.clock.forget(reading).await;
                return Ok(true);
            }
            Ok(self.authentication.renew(proof, error).await)
        });
        within(call.deadline, renewal).await.unwrap_or(false)
    }

    /// Nothing that a span shows comes from a body or a header but for the request id.
    fn record(&self, span: &Span, result: &Result<Received, Error>) {
        if span.is_disabled() {
            return;
        }
        let (attempts, status, request_id) = match result {
            Ok(received) => (received.attempts(), Some(received.status()), received.request_id()),
            Err(error) => (error.attempts(), error.status(), error.request_id()),
        };
        span.record("attempts", attempts);
        if let Some(status) = status {
            span.record("status", status.as_u16());
        }
        if let Some(id) = request_id {
            let proof = result.as_ref().ok().and_then(Received::proof);
            let redacted = self.authentication.redacted(id, proof);
            span.record("request_id", redacted.as_deref().unwrap_or(id));
        }
        if let Err(error) = result {
            span.record("error", field::debug(error.kind()));
        }
    }
}

/// The statuses with which the service refuses a clock or a token. The same words with a fault of the service say nothing
/// about them.
fn is_about_proof(status: StatusCode) -> bool {
    matches!(status, StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
}

impl Call<'_> {
    /// What each attempt has in common. Nothing is copied: body and header values are shared.
    fn outgoing(&self) -> Outgoing<'_> {
        let mut headers = headers();
        headers.extend(self.parts.headers.iter().map(|(name, value)| (name.clone(), value.clone())));
        if self.body.is_some() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        Outgoing {
            method: self.parts.operation.method.into(),
            url: self.target.url(),
            headers,
            body: self.body.clone().unwrap_or_default(),
        }
    }
}

/// Does what comes before an attempt is sent, until `end`.
async fn within<T>(end: Option<Instant>, step: Pin<&mut impl Future<Output = Result<T, Error>>>) -> Result<T, Error> {
    match end {
        None => step.await,
        Some(end) => tokio::time::timeout_at(end, step)
            .await
            .unwrap_or_else(|_| Err(Error::new(ErrorKind::Timeout, "the time was up before the call was sent"))),
    }
}
