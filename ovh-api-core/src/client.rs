//! The client: keys, clock and connections, shared by all calls.

mod answer;
mod core;
mod execute;
mod notices;
mod settings;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use secrecy::SecretString;

pub use self::answer::Answer;
pub(crate) use self::answer::{redirection, request_id};
use self::core::{Core, Shared};
pub use self::settings::{Custom, Policy, Settings};
use crate::Endpoint;
use crate::error::Error;
use crate::request::Parts;

/// A client that knows no API: it sends requests of any type.
#[derive(Clone)]
pub struct Client {
    shared: Shared,
}

/// A request of any type on its way.
pub type Exchange<'c> = Pin<Box<dyn Future<Output = Result<Answer, Error>> + Send + 'c>>;

impl Client {
    /// A client as it is described. Nothing is sent yet.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        Ok(Self { shared: Arc::new(Core::new(settings)?) })
    }

    /// Where the client sends its calls.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.shared.endpoint
    }

    /// The same for another user; clock, connections and limits are shared.
    pub fn with_consumer_key(&self, consumer_key: &SecretString) -> Result<Self, Error> {
        Ok(Self { shared: Arc::new(self.shared.with_consumer_key(consumer_key)?) })
    }

    /// Sends a request of any type.
    ///
    /// Boxed here, where no type of an answer is known: the code of a future becomes part of the crate that gives it a
    /// vtable, which would else be each crate that makes a call.
    #[inline(never)]
    pub fn execute(&self, parts: Box<Parts>) -> Exchange<'_> {
        Box::pin(self.shared.execute(parts))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shared.fmt(formatter)
    }
}
