//! OAuth2 client credentials: a token instead of signatures.

mod grant;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex as StdMutex, PoisonError};
use std::time::Duration;

use http::Uri;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

use self::grant::Grant;
use crate::authentication::Service;
use crate::error::{Error, ErrorKind};

/// A token is renewed this long before it expires, so that it does not expire on its way or while a slow call waits.
const MARGIN: Duration = Duration::from_secs(60);

/// How long to wait for the next token while there is one that still is of use.
const PATIENCE: Duration = Duration::from_secs(5);

/// An OAuth2 client and the token that it has at the moment.
pub(crate) struct OAuth2 {
    grant: Grant,
    /// Held while a token is asked for, so that many calls at once ask once.
    state: Mutex<State>,
    /// How often a token was asked for. Changes only under the lock.
    attempts: AtomicU64,
    /// The latest token, for errors, which wait for nobody.
    latest: StdMutex<SecretString>,
}

#[derive(Default)]
struct State {
    token: Option<Held>,
    /// Why the last attempt failed. Those who waited for it share its failure instead of trying in turn, each with a
    /// timeout of its own.
    failure: Option<Error>,
}

struct Held {
    token: Token,
    /// When to ask for the next one, and when this one is of no more use; none if the service did not say.
    times: Option<(Instant, Instant)>,
}

/// A token to be sent.
#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) access_token: SecretString,
    /// Tells it from those before and after it.
    pub(crate) number: u64,
}

impl OAuth2 {
    pub(crate) fn new(token_url: Uri, client_id: SecretString, client_secret: SecretString) -> Self {
        Self {
            grant: Grant { token_url, client_id, client_secret },
            state: Mutex::default(),
            attempts: AtomicU64::new(0),
            latest: StdMutex::default(),
        }
    }

    /// The token to send now, asked for if there is none or if it is about to expire.
    pub(crate) async fn token(&self, service: &impl Service) -> Result<Token, Error> {
        let before = self.attempts.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        if let Some(held) = state.token.as_ref().filter(|held| held.is_fresh()) {
            return Ok(held.token.clone());
        }
        if self.attempts.load(Ordering::Acquire) != before {
            // Somebody asked while this call waited.
            match (&state.failure, &state.token) {
                (Some(failure), _) => return state.usable().ok_or_else(|| failure.clone()),
                (None, Some(held)) => return Ok(held.token.clone()),
                (None, None) => {}
            }
        }
        let asked = Instant::now();
        // Rare: in a box, so that not every call has room for it.
        let answer = Box::pin(self.grant.ask(service));
        let answer = match state.usable() {
            None => answer.await,
            Some(_) => timeout(PATIENCE, answer).await.unwrap_or_else(|_| Err(too_slow())),
        };
        let number = self.attempts.fetch_add(1, Ordering::AcqRel) + 1;
        state.failure = answer.as_ref().err().cloned();
        match answer {
            Ok(granted) => {
                let token = Token { access_token: granted.access_token, number };
                let times = granted.lifetime.and_then(|lifetime| {
                    let margin = MARGIN.min(lifetime / 10);
                    Some((asked.checked_add(lifetime - margin)?, asked.checked_add(lifetime)?))
                });
                *self.latest.lock().unwrap_or_else(PoisonError::into_inner) = token.access_token.clone();
                state.token = Some(Held { token: token.clone(), times });
                Ok(token)
            }
            // What is about to expire has not yet: the calls go on while the token service has its troubles.
            Err(error) => state.usable().ok_or(error),
        }
    }

    /// Makes the next call ask for a token, unless somebody has since `number`: many calls refused at once lead to one
    /// question.
    pub(crate) async fn forget(&self, number: u64) {
        let mut state = self.state.lock().await;
        if state.token.as_ref().is_some_and(|held| held.token.number == number) {
            state.token = None;
        }
    }

    /// Calls a function with the client secret and the latest token, which errors must not show.
    pub(crate) fn with_secrets<T>(&self, function: impl FnOnce(&str, &str) -> T) -> T {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        function(self.grant.client_secret.expose_secret(), latest.expose_secret())
    }
}

impl State {
    fn usable(&self) -> Option<Token> {
        let held = self.token.as_ref()?;
        let valid = held.times.is_none_or(|(_, end)| Instant::now() < end);
        valid.then(|| held.token.clone())
    }
}

impl Held {
    fn is_fresh(&self) -> bool {
        self.times.is_none_or(|(renewal, _)| Instant::now() < renewal)
    }
}

fn too_slow() -> Error {
    Error::new(ErrorKind::Timeout, "the OAuth2 token service took too long to answer")
}
