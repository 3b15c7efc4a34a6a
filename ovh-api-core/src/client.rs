//! The client: credentials, clock and connections, shared by all calls.

mod checked_response;
mod core;
mod execute;
mod notices;
mod observer;
mod raw_response;
mod settings;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use secrecy::SecretString;

use self::core::Core;
pub(crate) use self::execute::check_runtime;
pub use self::observer::{Attempt, Observer};
pub use self::raw_response::RawResponse;
pub use self::settings::{CustomTransport, Policy, Settings};
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::request::RawRequest;

/// A client without any API: it sends requests of any type.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Core>,
}

/// The future of a request.
pub type Exchange = Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send>>;

impl Client {
    /// Creates a client. Sends nothing yet.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        Ok(Self { shared: Arc::new(Core::new(settings)?) })
    }

    /// Returns the endpoint.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.shared.endpoint
    }

    /// Returns a client with another consumer key that shares clock, connections and limits.
    pub fn with_consumer_key(&self, consumer_key: &SecretString) -> Result<Self, Error> {
        Ok(Self { shared: Arc::new(self.shared.with_consumer_key(consumer_key)?) })
    }

    /// Returns whether the policy of a request retries an error, if it retries at all.
    pub(crate) fn would_retry(&self, request: &RawRequest, error: &Error) -> bool {
        let policy = request.options.retry.as_ref().unwrap_or(&self.shared.policy.retry);
        policy.allows_more(1) && policy.applies_to(error)
    }

    /// Sends a request of any type. The future shares the client's state, so that it can be spawned.
    ///
    /// The future is boxed here, where no response type is known: its code is compiled into the crate that creates the
    /// vtable, which would otherwise be each crate that sends a request.
    #[inline(never)]
    pub fn execute(&self, request: Box<RawRequest>) -> Exchange {
        let core = Arc::clone(&self.shared);
        Box::pin(async move { core.execute(request).await })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shared.fmt(formatter)
    }
}
