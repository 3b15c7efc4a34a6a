//! The asynchronous client. Generated code adds a method for each API.

mod builder;

use std::fmt;

use ovh_api_core::internal::Client as Core;
use secrecy::SecretString;

pub use self::builder::ClientBuilder;
use crate::json::Json;
use crate::{CallPath, Endpoint, Error, Method, Request};

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

    /// Creates a request for any operation, also for one that is not generated.
    ///
    /// The request is authenticated, retried, limited and traced like all others. The response is [`Json`];
    /// [`Request::decode`] and [`Request::typed`] choose a type. The path may begin with the branch, `/v1`, `/1.0` or
    /// `/v2`; without it, it belongs to v1. Insert values with [`path!`](crate::path!), which encodes them, and add
    /// query parameters with [`Request::query`].
    ///
    /// ```
    /// use ovh_api::{Method, path};
    ///
    /// # async fn example(client: &ovh_api::Client) -> Result<(), ovh_api::Error> {
    /// let policies = client.call(Method::Get, "/v2/iam/policy").query("details", true).await?;
    /// println!("{policies:#}");
    ///
    /// let block = "192.0.2.0/24";
    /// client.call(Method::Put, path!("/ip/{}", block)).json(&serde_json::json!({ "description": "lab" })).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Untyped calls share one [`Operation`](crate::Operation) per method and branch: its name is `call` and its path
    /// `/{path}`, so that labels of metrics stay few. Errors and traces contain the actual path. For
    /// [`AccessRules`](crate::AccessRules), use `allow_path`: allowing the shared operation would allow every path.
    ///
    /// # Errors
    ///
    /// An invalid path makes the request fail when it is sent, with an error of the kind
    /// [`Request`](crate::ErrorKind::Request): no leading slash, empty or dot segments, a query, or characters that are
    /// not percent-encoded.
    pub fn call(&self, method: Method, path: impl Into<CallPath>) -> Request<&Self, Json> {
        Request::untyped(self, method, path.into())
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
