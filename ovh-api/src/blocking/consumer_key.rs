//! Requesting consumer keys, and waiting until they are validated.

use std::time::Duration;

use secrecy::SecretString;

use super::Client;
use crate::consumer_key::{self, ApiKeys, ConsumerKey, parameters};
use crate::{AccessRules, Error, Request};

/// Requesting consumer keys; see [`consumer_key`].
///
/// ```no_run
/// use std::time::Duration;
///
/// use ovh_api::blocking::Client;
/// use ovh_api::{AccessRules, Credentials, RuleSet};
///
/// # fn run() -> Result<(), ovh_api::Error> {
/// let credentials = Credentials::application("key", "secret");
/// let application = Client::new(ovh_api::Client::builder().credentials(credentials).build()?)?;
/// let rules = AccessRules::new().allow_recursive(RuleSet::ReadOnly, "/vps");
/// let requested = application.request_consumer_key(&rules).send()?;
/// println!("Please open {}", requested.validation_url);
///
/// let client = application.with_consumer_key(requested.consumer_key)?;
/// client.wait_until_validated().within(Duration::from_secs(300)).send()?;
/// # Ok(())
/// # }
/// ```
impl Client {
    /// Requests a consumer key; see [`crate::Client::request_consumer_key`].
    pub fn request_consumer_key(
        &self,
        rules: &AccessRules,
    ) -> Request<&Self, ConsumerKey, parameters::RequestConsumerKey> {
        self.inner.request_consumer_key(rules).bind(self)
    }

    /// Returns a client that uses this consumer key, and so acts for another user. It shares connections, limits and
    /// background thread with this client.
    ///
    /// # Errors
    ///
    /// If the client has no application key and secret, or if the consumer key is invalid.
    pub fn with_consumer_key(&self, consumer_key: impl Into<SecretString>) -> Result<Self, Error> {
        let inner = self.inner.with_consumer_key(consumer_key)?;
        Ok(Self { inner, background: self.background.clone() })
    }

    /// Waits until the user has validated the consumer key of this client; see
    /// [`crate::Client::wait_until_validated`].
    pub fn wait_until_validated(&self) -> Validation<'_> {
        Validation { client: self, wait: self.inner.wait_until_validated() }
    }

    /// Returns the operations that list, inspect and revoke the applications and credentials of the account.
    pub const fn api_keys(&self) -> ApiKeys<&Self> {
        ApiKeys::new(self)
    }
}

/// A wait until a consumer key is validated. It starts with [`send`](Self::send).
#[derive(Clone)]
#[must_use = "does nothing until it is sent"]
pub struct Validation<'c> {
    client: &'c Client,
    wait: consumer_key::Validation<'c>,
}

impl Validation<'_> {
    /// Sets the maximum duration of the wait. Default: 15 minutes.
    pub const fn within(self, within: Duration) -> Self {
        Self { client: self.client, wait: self.wait.within(within) }
    }

    /// Polls the service until the key is validated, and blocks meanwhile.
    ///
    /// # Errors
    ///
    /// If the key is refused, has expired, or is not validated in time, or if this is called within asynchronous code.
    pub fn send(self) -> Result<(), Error> {
        self.client.background.wait(self.wait.into_future())?
    }
}

impl std::fmt::Debug for Validation<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.wait.fmt(formatter)
    }
}
