//! The client: keys, clock and connections, shared by all calls.

mod answer;
mod builder;
mod core;
mod execute;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use secrecy::SecretString;

pub(crate) use self::answer::{Answer, request_id};
pub use self::builder::ClientBuilder;
use self::core::Shared;
pub(crate) use self::core::{Core, Policy};
use crate::Endpoint;
use crate::error::Error;
use crate::request::Parts;

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
    shared: Shared,
}

/// A request of any type on its way.
pub(crate) type Exchange<'c> = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send + 'c>>;

impl Client {
    /// Starts to describe a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Where the client sends its calls.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.shared.endpoint
    }

    pub(crate) fn with_other_user(&self, consumer_key: &SecretString) -> Result<Self, Error> {
        Ok(Self { shared: Arc::new(self.shared.with_consumer_key(consumer_key)?) })
    }

    /// Sends a request of any type.
    ///
    /// Boxed here, where no type of an answer is known: the code of a future becomes part of the crate that gives it a
    /// vtable, which would else be each crate that makes a call.
    #[inline(never)]
    pub(crate) fn execute(&self, parts: Box<Parts>) -> Exchange<'_> {
        Box::pin(self.shared.execute(parts))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shared.fmt(formatter)
    }
}
