//! What a client is made from.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::authentication::Authentication;
use crate::error::{Error, ErrorKind};
use crate::transport::{HttpSettings, ReqwestTransport, Way, Wire};
use crate::{Credentials, Endpoint, RetryBudget, RetryPolicy, Transport};

/// All about a client, as the program says it. Mistakes are found when the client is made.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where calls go.
    pub endpoint: Endpoint,
    /// Who calls.
    pub credentials: Credentials,
    /// In the place of the endpoint's own. Not to be shown before it is checked: an address may hold a password.
    pub token_url: Option<SecretString>,
    /// Where the token service was found, for errors, unless the program has set it.
    pub token_url_place: Option<String>,
    /// Of no effect with a transport of the program's own.
    pub http: HttpSettings,
    /// For each attempt.
    pub timeout: Duration,
    /// What calls are subject to.
    pub policy: Policy,
    /// How many repetitions all calls may have together.
    pub budget: RetryBudget,
    /// At most so many attempts at once.
    pub concurrency: Option<usize>,
    /// At most so many attempts in such a span.
    pub rate: Option<(u32, Duration)>,
    /// In the place of HTTP.
    pub transport: Option<Custom>,
    /// Whether keys may go to another machine in clear.
    pub allow_http: bool,
}

/// What calls are subject to unless they say otherwise.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// How often and how soon a call is repeated.
    pub retry: RetryPolicy,
    /// For a whole call with all its attempts and waits.
    pub deadline: Option<Duration>,
    /// Whether an absent value in a response is an error, instead of being corrected.
    pub strict: bool,
}

/// A transport of the program's own.
#[derive(Clone)]
pub struct Custom(Arc<dyn Transport>);

impl Custom {
    /// Sends by this transport.
    pub fn new(transport: impl Transport) -> Self {
        Self(Arc::new(transport))
    }
}

impl fmt::Debug for Custom {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("custom")
    }
}

impl Settings {
    /// Those of a client about which nothing is said.
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
            allow_http: false,
        }
    }

    /// Who calls, if the keys are of use and go nowhere in clear. Takes the keys out.
    pub(super) fn authentication(&mut self) -> Result<Authentication, Error> {
        let token_url = self.checked_token_url()?;
        let authentication = std::mem::take(&mut self.credentials).into_authentication(&self.endpoint, token_url)?;
        if !self.allow_http && !self.endpoint.is_private() {
            return Err(Error::new(
                ErrorKind::Configuration,
                "the endpoint is http on another machine, so keys could be read on the way; use https",
            ));
        }
        Ok(authentication)
    }

    pub(super) fn wire(&self) -> Result<Wire, Error> {
        let way = match &self.transport {
            Some(Custom(transport)) => Way::Custom(Arc::clone(transport)),
            None => Way::Http(ReqwestTransport::new(&self.http, &self.destinations())?),
        };
        Ok(Wire::new(way, self.timeout))
    }

    /// The URLs that requests go to or below.
    fn destinations(&self) -> Vec<Url> {
        let token_url = self.token_url.as_ref().map(ExposeSecret::expose_secret);
        [self.endpoint.url()].into_iter().chain(token_url).filter_map(|url| Url::parse(url).ok()).collect()
    }

    /// The token service, checked like an endpoint: the client secret is sent there.
    fn checked_token_url(&self) -> Result<Option<Uri>, Error> {
        let Some(url) = self.token_url.as_ref().map(ExposeSecret::expose_secret) else {
            return Ok(None);
        };
        let place = self.token_url_place.as_deref().unwrap_or("oauth2_token_url");
        let refuse = |why: &str| Error::new(ErrorKind::Configuration, format!("{place} {why}"));
        let checked = Endpoint::custom(url).map_err(|error| refuse("cannot be used").with_source(error))?;
        if !self.allow_http && !checked.is_private() {
            return Err(refuse("is http on another machine, so the client secret could be read on the way; use https"));
        }
        url.parse().map(Some).map_err(|error: http::uri::InvalidUri| refuse("is no URL").with_source(error))
    }
}
