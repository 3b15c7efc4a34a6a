//! Describing a client.

mod credentials;
mod http_settings;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;

use super::{Client, Core, Policy};
use crate::Endpoint;
use crate::credentials::Credentials;
use crate::error::{Error, ErrorKind};
use crate::limit::Limits;
use crate::retry::{Bucket, RetryBudget, RetryPolicy};
use crate::transport::{Proxy, ReqwestTransport, Settings, Transport, Way, Wire};

/// Describes a [`Client`]. Mistakes are reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use = "nothing happens until build is called"]
pub struct ClientBuilder {
    endpoint: Endpoint,
    credentials: Credentials,
    /// Not to be shown before it is checked: an address may hold a password.
    token_url: Option<SecretString>,
    settings: Settings,
    timeout: Duration,
    policy: Policy,
    budget: RetryBudget,
    concurrency: Option<usize>,
    rate: Option<(u32, Duration)>,
    transport: Option<Custom>,
    allow_http: bool,
}

/// A transport in the place of HTTP.
#[derive(Clone)]
struct Custom(Arc<dyn Transport>);

impl fmt::Debug for Custom {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("custom")
    }
}

impl ClientBuilder {
    pub(super) fn new() -> Self {
        Self {
            endpoint: Endpoint::default(),
            credentials: Credentials::default(),
            token_url: None,
            settings: Settings {
                user_agent: concat!("ovh-api/", env!("CARGO_PKG_VERSION")).to_owned(),
                connect_timeout: Duration::from_secs(30),
                largest_answer: 64 * 1024 * 1024,
                proxy: Proxy::Environment,
                root_certificates: Vec::new(),
                only_these_roots: false,
                own: None,
            },
            timeout: Duration::from_secs(180),
            policy: Policy::default(),
            budget: RetryBudget::default(),
            concurrency: None,
            rate: None,
            transport: None,
            allow_http: false,
        }
    }

    /// Where the API is; [`Endpoint::OvhEu`] unless set. Keys are valid in one region only.
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = endpoint;
        self
    }

    /// How long each attempt of a call may take, from connecting to the last byte of the answer; 180 seconds unless
    /// set, like the Python wrapper. [`Request::timeout`](crate::Request::timeout) sets it for one call.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long a call may take with all its attempts, the waits between them, and the wait for its turn; without end
    /// unless set. [`Request::deadline`](crate::Request::deadline) sets it for one call.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.policy.deadline = Some(deadline);
        self
    }

    /// How often and how soon calls that failed are repeated. [`Request::retry`](crate::Request::retry) sets it for one
    /// call.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.policy.retry = policy;
        self
    }

    /// How many repetitions all calls may have together.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.budget = budget;
        self
    }

    /// At most `most` attempts (0 is taken for 1) begin in any span of the length `per`; others wait their turn.
    /// Without limit unless set. OVHcloud publishes no limit; its staff speak of about 60 calls a minute and key as
    /// safe.
    pub fn rate_limit(mut self, most: u32, per: Duration) -> Self {
        self.rate = Some((most, per));
        self
    }

    /// At most `most` attempts (0 is taken for 1) are on their way at once; others wait their turn. Without limit
    /// unless set.
    pub fn concurrency_limit(mut self, most: usize) -> Self {
        self.concurrency = Some(most);
        self
    }

    /// Sends by something else than HTTP over sockets: a test double such as
    /// [`MockTransport`](crate::testing::MockTransport), or an HTTP stack of your own. Settings that are about HTTP
    /// itself (user agent, proxy, certificates, connect timeout, size limit) are then up to it.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Custom(Arc::new(transport)));
        self
    }

    /// Allows an endpoint whose URL is `http` on another machine. Everybody on the way can then read the consumer key
    /// and all answers.
    pub fn allow_http(mut self) -> Self {
        self.allow_http = true;
        self
    }

    /// The client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// If a key is empty, malformed or of no use without another one that is not set; if there are two ways to
    /// authenticate, or OAuth2 for an endpoint without it; if endpoint or token service are `http` on another machine;
    /// if the user agent is no header value; or if the HTTP client cannot be set up, such as without root certificates.
    pub fn build(self) -> Result<Client, Error> {
        let token_url = self.checked_token_url()?;
        let authentication = self.credentials.into_authentication(&self.endpoint, token_url)?;
        if !self.allow_http && !self.endpoint.is_private() {
            return Err(Error::new(
                ErrorKind::Configuration,
                "the endpoint is http on another machine, so keys could be read on the way; use https",
            ));
        }
        let way = match self.transport {
            Some(Custom(transport)) => Way::Custom(transport),
            None => Way::Http(ReqwestTransport::new(&self.settings, self.endpoint.is_this_machine())?),
        };
        let wire = Wire::new(way, self.timeout);
        let limits = Limits::new(self.concurrency, self.rate);
        let bucket = Bucket::new(self.budget);
        let core = Core::new(self.endpoint, authentication, wire, self.policy, bucket, limits);
        Ok(Client { shared: Arc::new(core) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(builder: ClientBuilder) -> String {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(!error.may_have_been_sent());
        error.to_string()
    }

    #[test]
    fn http_must_be_asked_for_by_name() {
        let remote = Client::builder().endpoint(Endpoint::custom("http://192.0.2.1/1.0").unwrap());
        assert!(problem(remote.clone()).contains("use https"));
        assert!(remote.allow_http().build().is_ok());
        let local = Client::builder().endpoint(Endpoint::custom("http://127.0.0.1/1.0").unwrap());
        assert!(local.build().is_ok());
    }

    #[test]
    fn mistakes_are_told() {
        let half = Client::builder().application_key("k").consumer_key("c");
        assert!(problem(half).contains("is of no use without"));
        let agent = Client::builder().user_agent("a\nb");
        assert!(problem(agent).starts_with("the HTTP client cannot be set up: "));
        assert!(Client::builder().application_key("k").application_secret("s").build().is_ok());
    }
}
