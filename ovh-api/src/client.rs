//! The asynchronous client. Generated code adds a method for each API.

mod builder;

use std::fmt;

use ovh_api_core::internal::Client as Core;
use secrecy::SecretString;

pub use self::builder::ClientBuilder;
use crate::{Endpoint, Error};

/// An asynchronous client for the OVHcloud API.
///
/// Cloning is cheap: clones share credentials, clock, connections and limits. Requests must be awaited on a tokio
/// runtime, single-threaded or multi-threaded.
///
/// ```
/// use ovh_api::{Client, Endpoint};
///
/// // Public operations need no credentials.
/// let client = Client::builder().endpoint(Endpoint::OvhCa).build()?;
/// assert_eq!(client.endpoint(), &Endpoint::OvhCa);
/// # Ok::<(), ovh_api::Error>(())
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) core: Core,
}

impl Client {
    /// Creates a builder with the default settings.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Returns the endpoint that requests are sent to.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        self.core.endpoint()
    }

    /// Returns a client that uses this consumer key, and so acts for another user. It shares connections and limits
    /// with this client.
    ///
    /// # Errors
    ///
    /// If the client has no application key and secret, or if the consumer key is invalid.
    pub fn with_consumer_key(&self, consumer_key: impl Into<SecretString>) -> Result<Self, Error> {
        self.core.with_consumer_key(&consumer_key.into()).map(|core| Self { core })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.core.fmt(formatter)
    }
}
