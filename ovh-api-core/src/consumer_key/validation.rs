//! Waits until a consumer key is validated.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

use super::operations::CURRENT_CREDENTIAL;
use super::types::{ApiCredential, CredentialState};
use crate::client::{Client, RawResponse};
use crate::error::{Error, ErrorKind, Rejection};
use crate::json::Expected;
use crate::request::RawRequest;

/// A wait until a consumer key is validated. It starts when awaited.
///
/// Polls `GET /auth/currentCredential`, first after one second, then at increasing intervals of up to 10 seconds: about
/// a hundred requests in 15 minutes.
///
/// The response for a key that is not validated yet is undocumented. These count as pending: the error codes
/// `INVALID_CREDENTIAL` and `NOT_CREDENTIAL`, the message "This credential is not valid" of the class
/// `Client::Forbidden`, and the state `pendingValidation`. An error response that only validated keys receive counts as
/// validated: [`Error::is_not_granted`]. A key that does not exist ends the wait with an error. Transient errors are
/// ignored ([`Error::is_transient`]).
#[derive(Clone)]
#[must_use = "does nothing unless awaited"]
pub struct Validation<'c> {
    client: &'c Client,
    within: Duration,
}

const INITIAL_INTERVAL: Duration = Duration::from_secs(1);
const MAX_INTERVAL: Duration = Duration::from_secs(10);

impl<'c> Validation<'c> {
    #[doc(hidden)]
    pub const fn new(client: &'c Client) -> Self {
        Self { client, within: Duration::from_secs(15 * 60) }
    }

    /// Sets the maximum duration of the wait. The default is 15 minutes.
    pub const fn within(mut self, within: Duration) -> Self {
        self.within = within;
        self
    }

    async fn wait(self) -> Result<(), Error> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(Error::new(ErrorKind::Runtime, "waiting for validation requires a tokio runtime"));
        }
        // A year, if the duration exceeds the range of the clock.
        let now = Instant::now();
        let end = now.checked_add(self.within).unwrap_or(now + Duration::from_secs(365 * 24 * 3600));
        let mut interval = INITIAL_INTERVAL;
        let mut last = None;
        loop {
            match timeout_at(end, current_credential(self.client)).await {
                Ok(response) => match verdict(response) {
                    Verdict::Validated => return Ok(()),
                    Verdict::Never(error) => return Err(error),
                    Verdict::NotYet(error) => last = error,
                },
                Err(_) => return Err(self.timeout(last)),
            }
            let next = Instant::now() + interval;
            if next >= end {
                sleep_until(end).await;
                return Err(self.timeout(last));
            }
            sleep_until(next).await;
            interval = MAX_INTERVAL.min(interval * 3 / 2);
        }
    }

    /// Returns the error of a wait that ended without validation, with the last error as its source.
    fn timeout(&self, last: Option<Error>) -> Error {
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
    client.execute(parts).await.and_then(RawResponse::decode::<ApiCredential>)
}

enum Verdict {
    Validated,
    NotYet(Option<Error>),
    Never(Error),
}

fn verdict(response: Result<ApiCredential, Error>) -> Verdict {
    let never = |message| Verdict::Never(Error::new(ErrorKind::Credentials, message).maybe_sent(true));
    match response {
        Ok(credential) => match credential.status.known() {
            Some(CredentialState::Validated) => Verdict::Validated,
            Some(CredentialState::Refused) => never("the user denied access for the consumer key"),
            Some(CredentialState::Expired) => never("the consumer key has expired; request a new one"),
            Some(CredentialState::PendingValidation) | None => Verdict::NotYet(None),
        },
        Err(error) if error.is_not_granted() => Verdict::Validated,
        Err(error) if error.rejection() == Some(Rejection::CredentialNotValid) => Verdict::NotYet(Some(error)),
        Err(error) if error.is_transient() => Verdict::NotYet(Some(error)),
        Err(error) => Verdict::Never(error),
    }
}

/// The output is `()` after validation.
///
/// Fails with [`Credentials`](ErrorKind::Credentials) if the user has denied access or the key has expired, with
/// [`Timeout`](ErrorKind::Timeout) if the duration is exceeded, with the last error as its source, and with any
/// permanent error of the request.
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
