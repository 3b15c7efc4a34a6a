//! Describing a client.

mod credentials;
mod http_settings;

use std::time::Duration;

use ovh_api_core::internal::{Client as Core, CustomTransport, Settings};

use super::Client;
use crate::{Endpoint, Error, RetryBudget, RetryPolicy, Transport};

/// Describes a [`Client`]. Mistakes are reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use = "nothing happens until build is called"]
pub struct ClientBuilder {
    settings: Settings,
}

impl ClientBuilder {
    pub(super) fn new() -> Self {
        Self { settings: Settings::new(concat!("ovh-api/", env!("CARGO_PKG_VERSION")).to_owned()) }
    }

    /// Where the API is; [`Endpoint::OvhEu`] unless set. Keys are valid in one region only.
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.settings.endpoint = endpoint;
        self
    }

    /// How long each attempt of a call may take, from connecting to the last byte of the answer; 180 seconds unless
    /// set, like the Python wrapper. [`Request::timeout`](crate::Request::timeout) sets it for one call.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// How long a call may take with all its attempts, the waits between them, and the wait for its turn; without end
    /// unless set. [`Request::deadline`](crate::Request::deadline) sets it for one call.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.policy.deadline = Some(deadline);
        self
    }

    /// How often and how soon calls that failed are repeated. [`Request::retry`](crate::Request::retry) sets it for one
    /// call.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.policy.retry = policy;
        self
    }

    /// How many repetitions all calls may have together.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.settings.budget = budget;
        self
    }

    /// At most `most` attempts (0 is taken for 1) begin in any span of the length `per`; others wait their turn.
    /// Without limit unless set. OVHcloud publishes no limit; its staff speak of about 60 calls a minute and key as
    /// safe.
    pub fn rate_limit(mut self, most: u32, per: Duration) -> Self {
        self.settings.rate = Some((most, per));
        self
    }

    /// At most `most` attempts (0 is taken for 1) are on their way at once; others wait their turn. Without limit
    /// unless set.
    pub fn concurrency_limit(mut self, most: usize) -> Self {
        self.settings.concurrency = Some(most);
        self
    }

    /// Sends by something else than HTTP over sockets: a test double such as
    /// [`MockTransport`](crate::testing::MockTransport), or an HTTP stack of your own. Settings that are about HTTP
    /// itself (user agent, proxy, certificates, connect timeout, size limit) are then up to it.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.settings.transport = Some(CustomTransport::new(transport));
        self
    }

    /// Whether a value that is absent or null in a response, although its type always has one, is an error. Off unless
    /// set: such a value is read as the zero value of its type and reported, because the service omits fields, and an
    /// older service does not have the newest ones. See [Absent values](crate::json#absent-values);
    /// [`Request::strict`](crate::Request::strict) does the same for one call.
    pub fn strict_responses(mut self, strict: bool) -> Self {
        self.settings.policy.strict = strict;
        self
    }

    /// Allows an endpoint whose URL is `http` on another machine. Everybody on the way can then read the consumer key
    /// and all answers.
    pub fn allow_http(mut self) -> Self {
        self.settings.allow_http = true;
        self
    }

    /// The client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// If a key is empty, malformed or of no use without another one that is not set; if there are two ways to
    /// authenticate, or OAuth2 for an endpoint without it; if endpoint or token service are `http` on another machine;
    /// if the user agent is no header value; if the [proxy URL](Self::proxy) is invalid; or if the HTTP client cannot
    /// be set up, such as without root certificates.
    pub fn build(self) -> Result<Client, Error> {
        // Behind `?` a compiler looks into all that is dropped with a client (docs/performance.md).
        Core::new(self.settings).map(|core| Client { core })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

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
        assert!(problem(half).contains("which is not set"));
        let agent = Client::builder().user_agent("a\nb");
        assert!(problem(agent).starts_with("the HTTP client cannot be set up: "));
        assert!(Client::builder().application_key("k").application_secret("s").build().is_ok());
    }
}
