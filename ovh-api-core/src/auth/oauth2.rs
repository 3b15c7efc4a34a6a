//! OAuth2 client credentials: a token instead of signatures.

mod grant;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::Uri;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::{Instant, timeout};

use self::grant::Grant;
use super::refresh::SingleFlight;
use super::service::Service;
use crate::error::{Error, ErrorKind};

/// A token is refreshed this long before it expires, so that it does not expire in transit or while a slow call waits.
const MARGIN: Duration = Duration::from_secs(60);

/// How long to wait for the next token while the current one is still valid.
const REFRESH_TIMEOUT: Duration = Duration::from_secs(5);

/// An OAuth2 client and its current token.
pub(crate) struct OAuth2 {
    grant: Grant,
    token: SingleFlight<Token>,
    /// The latest token, for redaction, which cannot wait for a refresh.
    latest: Mutex<SecretString>,
}

/// A token as it is sent.
#[derive(Clone)]
pub(crate) struct Token {
    access_token: SecretString,
    /// When to refresh it, and when it expires; `None` if the service did not say.
    times: Option<(Instant, Instant)>,
}

impl OAuth2 {
    pub(super) fn new(token_url: Uri, client_id: SecretString, client_secret: SecretString) -> Self {
        Self {
            grant: Grant { token_url, client_id, client_secret },
            token: SingleFlight::default(),
            latest: Mutex::default(),
        }
    }

    /// Returns the token to send and the number of the request that fetched it. Fetches a token if the current one is
    /// missing or about to expire; if that fails, uses the current token until it expires.
    pub(super) async fn token(&self, service: &impl Service) -> Result<(SecretString, u64), Error> {
        let is_before = |end: Option<Instant>| end.is_none_or(|end| Instant::now() < end);
        let is_fresh = |token: &Token| is_before(token.times.map(|(refresh, _)| refresh));
        let is_usable = |token: &Token| is_before(token.times.map(|(_, end)| end));
        // Rare: boxed, so that not every call reserves space for it.
        let token = self.token.get(is_fresh, is_usable, |has_usable| Box::pin(self.fetch(service, has_usable))).await?;
        Ok((token.value.access_token, token.fetch))
    }

    async fn fetch(&self, service: &impl Service, has_usable: bool) -> Result<Token, Error> {
        let start = Instant::now();
        let grant = self.grant.request(service);
        let granted = if has_usable {
            timeout(REFRESH_TIMEOUT, grant).await.unwrap_or_else(|_| Err(too_slow()))?
        } else {
            grant.await?
        };
        let times = granted.lifetime.and_then(|lifetime| {
            let margin = MARGIN.min(lifetime / 10);
            Some((start.checked_add(lifetime - margin)?, start.checked_add(lifetime)?))
        });
        *self.latest.lock().unwrap_or_else(PoisonError::into_inner) = granted.access_token.clone();
        Ok(Token { access_token: granted.access_token, times })
    }

    /// Makes the next call fetch a token, unless another call has done so since this fetch.
    pub(super) async fn invalidate(&self, fetch: u64) {
        self.token.invalidate(fetch).await;
    }

    /// Calls a function with the client secret and the latest token, which errors must not contain.
    pub(super) fn with_secrets<T>(&self, function: impl FnOnce(&str, &str) -> T) -> T {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        function(self.grant.client_secret.expose_secret(), latest.expose_secret())
    }
}

fn too_slow() -> Error {
    Error::new(ErrorKind::Timeout, "OAuth2 token service timed out")
}
