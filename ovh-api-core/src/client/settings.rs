//! The settings of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::observer::Observer;
use crate::auth::{Authentication, Credentials};
use crate::endpoint::Endpoint;
use crate::error::{Error, ErrorKind};
use crate::retry::{RetryBudget, RetryPolicy};
use crate::transport::{Backend, BodyLog, Connection, HttpSettings, HttpTransport, Transport};

/// The settings of a client, which checks them when it is created.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Default: `ovh-eu`.
    pub endpoint: Endpoint,
    /// Default: none.
    pub credentials: Credentials,
    /// Replaces the token service of the endpoint. Secret until it is checked, because a URL may contain a password.
    pub token_url: Option<SecretString>,
    /// Where the token URL was found, for errors; `None` if the program has set it.
    pub token_url_place: Option<String>,
    /// Ignored with a custom transport.
    pub http: HttpSettings,
    /// For each attempt.
    pub timeout: Duration,
    /// Defaults of all calls.
    pub policy: Policy,
    /// Limits the retries of all calls together.
    pub budget: RetryBudget,
    /// The maximum number of concurrent attempts.
    pub concurrency: Option<usize>,
    /// The maximum number of attempts per period.
    pub rate: Option<(u32, Duration)>,
    /// Replaces or wraps HTTP.
    pub transport: Option<CustomTransport>,
    /// Whether bodies are logged, without secrets.
    pub log_bodies: bool,
    /// Whether keys may be sent unencrypted to another machine.
    pub allow_http: bool,
}

/// Defaults of all calls.
#[derive(Debug, Clone)]
pub struct Policy {
    /// For each call.
    pub retry: RetryPolicy,
    /// For a whole call, attempts and delays included.
    pub deadline: Duration,
    /// Whether absent required values are errors.
    pub strict: bool,
    /// Called after each attempt.
    pub observer: Option<Observer>,
}

impl Default for Policy {
    fn default() -> Self {
        // With the default timeout, four attempts could take twelve minutes.
        Self { retry: RetryPolicy::default(), deadline: Duration::from_secs(300), strict: false, observer: None }
    }
}

/// A transport that the program provides.
#[derive(Clone)]
pub enum CustomTransport {
    /// Replaces HTTP.
    Replaced(Arc<dyn Transport>),
    /// Creates the transport from the one that sends HTTP.
    Wrapped(Arc<dyn Fn(HttpTransport) -> Arc<dyn Transport> + Send + Sync>),
}

impl CustomTransport {
    /// A transport instead of HTTP.
    pub fn new(transport: impl Transport) -> Self {
        Self::Replaced(Arc::new(transport))
    }

    /// A transport around the one that sends HTTP.
    pub fn wrapping<T: Transport>(wrap: impl Fn(HttpTransport) -> T + Send + Sync + 'static) -> Self {
        Self::Wrapped(Arc::new(move |inner| Arc::new(wrap(inner))))
    }
}

impl fmt::Debug for CustomTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("custom")
    }
}

impl Settings {
    /// Returns the default settings.
    #[must_use]
    pub fn new(user_agent: String) -> Self {
        Self {
            endpoint: Endpoint::default(),
            credentials: Credentials::default(),
            token_url: None,
            token_url_place: None,
            http: HttpSettings::new(user_agent),
            timeout: Duration::from_secs(180),
            policy: Policy::default(),
            budget: RetryBudget::default(),
            concurrency: None,
            rate: None,
            transport: None,
            log_bodies: false,
            allow_http: false,
        }
    }

    /// Checks that the credentials are complete and never sent unencrypted to another machine, and takes them out.
    pub(super) fn authentication(&mut self) -> Result<Authentication, Error> {
        let token_url = self.checked_token_url()?;
        let credentials = std::mem::take(&mut self.credentials);
        let authentication = Authentication::new(&credentials, &self.endpoint, token_url)?;
        if !self.allow_http && !self.endpoint.is_private() {
            return Err(Error::new(
                ErrorKind::Configuration,
                "insecure endpoint: http would send keys unencrypted to another machine; use https",
            ));
        }
        Ok(authentication)
    }

    pub(super) fn connection(&self) -> Result<Connection, Error> {
        let backend = match &self.transport {
            Some(CustomTransport::Replaced(transport)) => Backend::Custom(Arc::clone(transport)),
            Some(CustomTransport::Wrapped(wrap)) => Backend::Custom(wrap(self.http_transport()?)),
            None => Backend::Http(self.http_transport()?),
        };
        let backend = match backend {
            Backend::Custom(transport) if self.log_bodies => Backend::Custom(Arc::new(BodyLog(transport))),
            Backend::Http(transport) if self.log_bodies => Backend::Custom(Arc::new(BodyLog(transport))),
            backend => backend,
        };
        Ok(Connection::new(backend, self.timeout))
    }

    fn http_transport(&self) -> Result<HttpTransport, Error> {
        HttpTransport::new(&self.http, &self.destinations())
    }

    /// Returns the base URLs of all requests.
    fn destinations(&self) -> Vec<Url> {
        let token_url = self.token_url.as_ref().map(ExposeSecret::expose_secret);
        [self.endpoint.url()].into_iter().chain(token_url).filter_map(|url| Url::parse(url).ok()).collect()
    }

    /// Checks the token URL like an endpoint: the client secret is sent there.
    fn checked_token_url(&self) -> Result<Option<Uri>, Error> {
        let Some(url) = self.token_url.as_ref().map(ExposeSecret::expose_secret) else {
            return Ok(None);
        };
        let place = self.token_url_place.as_deref().unwrap_or("oauth2_token_url");
        let invalid = |why: &str| Error::new(ErrorKind::Configuration, format!("{place} {why}"));
        let checked = Endpoint::custom(url).map_err(|error| invalid("is invalid").with_source(error))?;
        if !self.allow_http && !checked.is_private() {
            return Err(invalid(
                "is insecure: http would send the client secret unencrypted to another machine; use https",
            ));
        }
        url.parse().map(Some).map_err(|error: http::uri::InvalidUri| invalid("is invalid").with_source(error))
    }
}
