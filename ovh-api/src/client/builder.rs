//! The builder of clients.

mod credentials;
mod http_settings;

use std::time::Duration;

use ovh_api_core::internal::{Client as Core, CustomTransport, Observer, Settings};

use super::Client;
use crate::{Attempt, Endpoint, Error, HttpTransport, RetryBudget, RetryPolicy, Transport};

/// A builder for a [`Client`]. Invalid settings are reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    settings: Settings,
}

impl ClientBuilder {
    pub(super) fn new() -> Self {
        Self { settings: Settings::new(concat!("ovh-api/", env!("CARGO_PKG_VERSION")).to_owned()) }
    }

    /// Sets the endpoint. Default: [`Endpoint::OvhEu`].
    ///
    /// Keys are valid in one region only.
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.settings.endpoint = endpoint;
        self
    }

    /// Sets the time limit of each attempt, from connecting to the last byte of the response. Default: 180 seconds, as
    /// in python-ovh.
    ///
    /// [`Request::timeout`](crate::Request::timeout) sets it for a single request.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// Sets the time limit of a request including all retries, the delays between them, and the time in the queues of
    /// the limits. Default: 5 minutes. `Duration::MAX` removes the limit.
    ///
    /// [`Request::deadline`](crate::Request::deadline) sets it for a single request.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.settings.policy.deadline = deadline;
        self
    }

    /// Sets how often and after which delay failed requests are retried. Default: [`RetryPolicy::default`].
    ///
    /// [`Request::retry`](crate::Request::retry) sets it for a single request.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.policy.retry = policy;
        self
    }

    /// Limits the retries of all requests together. Default: [`RetryBudget::default`].
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.settings.budget = budget;
        self
    }

    /// Limits the number of attempts that start within any period of length `per`; further attempts wait. Default: no
    /// limit. A `limit` of 0 counts as 1.
    ///
    /// OVHcloud does not publish its rate limit. According to its staff, about 60 requests per minute per key are safe.
    pub fn rate_limit(mut self, limit: u32, per: Duration) -> Self {
        self.settings.rate = Some((limit, per));
        self
    }

    /// Limits the number of concurrent attempts; further attempts wait. Default: no limit. A `limit` of 0 counts as 1.
    pub fn concurrency_limit(mut self, limit: usize) -> Self {
        self.settings.concurrency = Some(limit);
        self
    }

    /// Sends requests through `transport` instead of the built-in HTTP client: a test double such as
    /// [`MockTransport`](crate::testing::MockTransport), or another HTTP stack.
    ///
    /// The HTTP settings (user agent, proxy, certificates, connect timeout, size limit) then have no effect.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.settings.transport = Some(CustomTransport::new(transport));
        self
    }

    /// Sends requests through a transport around the built-in HTTP client, which keeps its settings: to add headers for a
    /// gateway, to record requests, or to inject faults.
    ///
    /// ```
    /// use bytes::Bytes;
    /// use ovh_api::{Client, HttpTransport, Transport, TransportFuture};
    ///
    /// /// Prints the method and URL of each attempt.
    /// struct Printing(HttpTransport);
    ///
    /// impl Transport for Printing {
    ///     fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
    ///         println!("{} {}", request.method(), request.uri());
    ///         self.0.send(request)
    ///     }
    /// }
    ///
    /// let client = Client::builder().wrap_transport(Printing).build()?;
    /// # Ok::<(), ovh_api::Error>(())
    /// ```
    ///
    /// The last call of [`transport`](Self::transport) and of this method counts. Requests are signed already, so a
    /// transport must not change URL or body.
    pub fn wrap_transport<T: Transport>(mut self, wrap: impl Fn(HttpTransport) -> T + Send + Sync + 'static) -> Self {
        self.settings.transport = Some(CustomTransport::wrapping(wrap));
        self
    }

    /// Calls a function after each attempt, for example to count attempts and measure their duration. Default: no
    /// function. It runs on the task that awaits the request, so it must not block.
    ///
    /// ```
    /// use ovh_api::Client;
    ///
    /// let client = Client::builder()
    ///     .observe(|attempt| {
    ///         let status = attempt.status.map_or(0, |status| status.as_u16());
    ///         println!("{} {status} {} ms", attempt.operation.name, attempt.elapsed.as_millis());
    ///     })
    ///     .build()?;
    /// # Ok::<(), ovh_api::Error>(())
    /// ```
    pub fn observe(mut self, observer: impl Fn(&Attempt) + Send + Sync + 'static) -> Self {
        self.settings.policy.observer = Some(Observer::new(observer));
        self
    }

    /// Logs the bodies of requests and responses as events at level DEBUG, at most 16 KiB of each. Default: `false`.
    ///
    /// Bodies contain personal data, so enable this only to find an error. Values that the schemas declare as passwords
    /// are logged as `[redacted]`, and so are those whose name ends in a word such as `password`, `secret`, `token` or
    /// `privateKey`, and the keys of the client. This also holds for untyped calls. A body that is not JSON is logged as
    /// its length. Requests for the time of the service and for OAuth2 tokens are not logged.
    ///
    /// The [crate documentation](crate#tracing) lists all events.
    pub fn log_bodies(mut self, log: bool) -> Self {
        self.settings.log_bodies = log;
        self
    }

    /// Rejects responses in which a required value is absent or null. Default: `false`.
    ///
    /// By default such a value is decoded as the zero value of its type and reported, because the service omits fields
    /// that its schema requires. See [Absent values](crate::json#absent-values).
    /// [`Request::strict`](crate::Request::strict) sets it for a single request.
    pub fn strict_responses(mut self, strict: bool) -> Self {
        self.settings.policy.strict = strict;
        self
    }

    /// Allows an endpoint with plain `http` on another machine. Anyone on the network path can then read the consumer
    /// key and all responses.
    pub fn allow_http(mut self) -> Self {
        self.settings.allow_http = true;
        self
    }

    /// Creates the client. Does not send anything, and needs no runtime.
    ///
    /// The client sends requests on the tokio runtime that polls them. Outside a runtime they fail with an error of the
    /// kind [`Runtime`](crate::ErrorKind::Runtime). A runtime that is built by hand needs timers and sockets:
    ///
    /// ```
    /// # fn main() -> std::io::Result<()> {
    /// let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Without `enable_all`, or both `enable_time` and `enable_io`, tokio panics when the first request is sent. tokio
    /// has no function that tells a library whether a runtime has timers, so this cannot be an error.
    ///
    /// # Errors
    ///
    /// All errors are of the kind [`Configuration`](crate::ErrorKind::Configuration):
    ///
    /// - A key is empty or malformed, or requires another key that is not set.
    /// - Keys of two authentication schemes are set.
    /// - An OAuth2 client is set, but the endpoint has no token service.
    /// - The endpoint or the token service uses plain `http` on another machine; see [`allow_http`](Self::allow_http).
    /// - The user agent is not a valid header value, or the [proxy URL](Self::proxy) is invalid.
    /// - The HTTP client cannot be created, for example because the system has no root certificates.
    pub fn build(self) -> Result<Client, Error> {
        // `map` compiles faster than `?` here (docs/performance.md).
        Core::new(self.settings).map(|core| Client { core })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    fn message(builder: ClientBuilder) -> String {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(!error.may_have_been_sent());
        error.to_string()
    }

    #[test]
    fn remote_http_endpoint_without_allow_http_fails() {
        let remote = Client::builder().endpoint(Endpoint::custom("http://192.0.2.1/1.0").unwrap());
        assert!(message(remote.clone()).contains("use https"));
        assert!(remote.allow_http().build().is_ok());
        let local = Client::builder().endpoint(Endpoint::custom("http://127.0.0.1/1.0").unwrap());
        assert!(local.build().is_ok());
    }

    #[test]
    fn invalid_settings_fail_at_build() {
        let incomplete = Client::builder().application_key("k").consumer_key("c");
        assert!(message(incomplete).contains("which is not set"));
        let agent = Client::builder().user_agent("a\nb");
        assert!(message(agent).starts_with("cannot create the HTTP client: "));
        assert!(Client::builder().application_key("k").application_secret("s").build().is_ok());
    }
}
