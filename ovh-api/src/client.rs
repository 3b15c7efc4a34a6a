//! The client, with a method for each API.

mod builder;

use std::fmt;

use ovh_api_core::internal::Client as Core;
use secrecy::SecretString;

pub use self::builder::ClientBuilder;
use crate::{Endpoint, Error};

/// A client of the OVHcloud API.
///
/// It is cheap to clone; clones share keys, clock, connections and limits. Calls run on a tokio runtime, of one thread or
/// of many.
///
/// ```
/// use ovh_api::{Client, Endpoint};
///
/// // Public operations need no keys.
/// let client = Client::builder().endpoint(Endpoint::OvhCa).build()?;
/// assert_eq!(client.endpoint(), &Endpoint::OvhCa);
/// # Ok::<(), ovh_api::Error>(())
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) core: Core,
}

impl Client {
    /// Starts to describe a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Where the client sends its calls.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        self.core.endpoint()
    }

    /// The same client for another user: with this consumer key in the place of the one that it has, if any.
    /// Connections and limits are shared.
    ///
    /// # Errors
    ///
    /// If the client has no application key and secret, or the consumer key is none.
    pub fn with_consumer_key(&self, consumer_key: impl Into<SecretString>) -> Result<Self, Error> {
        self.core.with_consumer_key(&consumer_key.into()).map(|core| Self { core })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.core.fmt(formatter)
    }
}
