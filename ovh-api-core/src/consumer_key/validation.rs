//! Waiting for a person.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

use super::operations::CURRENT_CREDENTIAL;
use super::types::{ApiCredential, CredentialState};
use crate::client::{Client, RawResponse};
use crate::error::{Error, ErrorKind, Meaning};
use crate::json::Expected;
use crate::request::RawRequest;

/// Waiting until a consumer key is validated; nothing happens until it is awaited.
///
/// It asks `GET /auth/currentCredential` again and again: after a second at first, then less and less often, every 10
/// seconds in the end. A user who clicks while the page is new is noticed soon, and one who takes a quarter of an hour
/// costs some hundred calls.
///
/// What the service answers for a key that is not validated yet is not documented. These count as "not yet": the error
/// codes `INVALID_CREDENTIAL` and `NOT_CREDENTIAL`, the message "This credential is not valid" of the class
/// `Client::Forbidden`, and a response with the state `pendingValidation`. A refusal that only a validated key gets counts
/// as validated: [`Error::is_not_granted`]. A key that does not exist (any longer) ends the wait with an error. Failures
/// that may pass ([`Error::is_transient`]) are waited out.
#[derive(Clone)]
#[must_use = "nothing is waited for until it is awaited"]
pub struct Validation<'c> {
    client: &'c Client,
    within: Duration,
}

const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(10);

impl<'c> Validation<'c> {
    #[doc(hidden)]
    pub const fn new(client: &'c Client) -> Self {
        Self { client, within: Duration::from_secs(15 * 60) }
    }

    /// How long to wait; a quarter of an hour unless set.
    pub const fn within(mut self, within: Duration) -> Self {
        self.within = within;
        self
    }

    async fn wait(self) -> Result<(), Error> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(Error::new(ErrorKind::Runtime, "waiting needs a tokio runtime, and there is none here"));
        }
        // A wait without end would be one that nobody can tell from a fault.
        let now = Instant::now();
        let end = now.checked_add(self.within).unwrap_or(now + Duration::from_secs(365 * 24 * 3600));
        let mut wait = FIRST_WAIT;
        let mut last = None;
        loop {
            match timeout_at(end, current_credential(self.client)).await {
                Ok(answer) => match verdict(answer) {
                    Verdict::Validated => return Ok(()),
                    Verdict::Never(error) => return Err(error),
                    Verdict::NotYet(error) => last = error,
                },
                Err(_) => return Err(self.too_late(last)),
            }
            let next = Instant::now() + wait;
            if next >= end {
                sleep_until(end).await;
                return Err(self.too_late(last));
            }
            sleep_until(next).await;
            wait = LONGEST_WAIT.min(wait * 3 / 2);
        }
    }

    /// Names what was last in the way.
    fn too_late(&self, last: Option<Error>) -> Error {
        let message = format!("the consumer key was not validated within {} seconds", self.within.as_secs());
        let error = Error::new(ErrorKind::Timeout, message).maybe_sent(true);
        match last {
            Some(last) => error.with_source(last),
            None => error,
        }
    }
}

async fn current_credential(client: &Client) -> Result<ApiCredential, Error> {
    let mut parts = Box::new(RawRequest::new(&CURRENT_CREDENTIAL, &[]));
    parts.expected = Expected::Value;
    client.execute(parts).await.and_then(RawResponse::decode)
}

enum Verdict {
    Validated,
    NotYet(Option<Error>),
    Never(Error),
}

fn verdict(answer: Result<ApiCredential, Error>) -> Verdict {
    let never = |message| Verdict::Never(Error::new(ErrorKind::Credentials, message).maybe_sent(true));
    match answer {
        Ok(credential) => match credential.status.known() {
            Some(CredentialState::Validated) => Verdict::Validated,
            Some(CredentialState::Refused) => never("the user has refused the consumer key"),
            Some(CredentialState::Expired) => never("the consumer key has expired; ask for a new one"),
            Some(CredentialState::PendingValidation) | None => Verdict::NotYet(None),
        },
        Err(error) if error.is_not_granted() => Verdict::Validated,
        Err(error) if error.meaning() == Some(Meaning::CredentialNotValid) => Verdict::NotYet(Some(error)),
        Err(error) if error.is_transient() => Verdict::NotYet(Some(error)),
        Err(error) => Verdict::Never(error),
    }
}

/// The output is `()` once the key works.
///
/// Errors: of the kind [`Credentials`](ErrorKind::Credentials) if the user has refused or the key has expired,
/// [`Timeout`](ErrorKind::Timeout) if the time is up, with what was last in the way as its source, and whatever else a
/// call can fail with for good.
impl<'c> IntoFuture for Validation<'c> {
    type Output = Result<(), Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'c>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.wait())
    }
}

impl fmt::Debug for Validation<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Validation").field("within", &self.within).finish_non_exhaustive()
    }
}
