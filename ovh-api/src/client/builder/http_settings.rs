//! The settings that are about HTTP itself.

use std::time::Duration;

use ovh_api_core::internal::{CustomHttpClient, Proxy};
use secrecy::SecretString;

use super::ClientBuilder;

/// HTTP. Of no effect with a [transport](ClientBuilder::transport) or an HTTP client of your own, but for the size
/// limit, which holds for the latter as well.
impl ClientBuilder {
    /// The header `User-Agent`; the name and version of this crate unless set.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.settings.http.user_agent = user_agent.into();
        self
    }

    /// How long connecting may take; 30 seconds unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.http.connect_timeout = timeout;
        self
    }

    /// How large an answer may be, in bytes; 64 MiB unless set. A larger one is an error of the kind
    /// [`TooLarge`](crate::ErrorKind::TooLarge).
    ///
    /// Reading an answer takes a few times the memory of its text. One that was made to take more (`{},` may stand for a
    /// kilobyte) is an error before it has taken 256 MiB and 40 times its text.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.settings.http.max_response_size = bytes;
        self
    }

    /// Sends requests through an HTTP proxy, such as `http://name:password@192.0.2.1:3128`, instead of the one that the
    /// environment names (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`).
    ///
    /// The scheme is `http` or `https`; a URL without one is `http`. [`build`](Self::build) fails for any other URL,
    /// with an error that does not contain it.
    ///
    /// Requests to `http://localhost` and to loopback addresses by plain `http` never use a proxy, neither this one nor
    /// one of the environment or of [`reqwest_0_13_builder`](Self::reqwest_0_13_builder): they are allowed in clear
    /// because they do not leave this machine. Each request is decided on its own, those for OAuth2 tokens included.
    pub fn proxy(mut self, url: impl Into<SecretString>) -> Self {
        self.settings.http.proxy = Proxy::Url(url.into());
        self
    }

    /// Sends everything directly, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.settings.http.proxy = Proxy::None;
        self
    }

    /// Trusts these certificates beside those of the system: one or more in PEM, such as that of a company's proxy.
    #[cfg(feature = "rustls")]
    pub fn add_root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.settings.http.root_certificates.push(pem.into());
        self
    }

    /// Trusts the [added certificates](Self::add_root_certificates) alone, not those of the system.
    #[cfg(feature = "rustls")]
    pub fn only_added_root_certificates(mut self) -> Self {
        self.settings.http.only_these_roots = true;
        self
    }

    /// Sends by an HTTP client of your own making, of reqwest 0.13: for settings that this builder has not.
    ///
    /// Whatever it says about redirections and repetitions, it follows none and repeats nothing: a redirected call has
    /// the wrong signature and would take the keys elsewhere, and whether a call may be repeated is not reqwest's to
    /// know. Requests to this machine by plain `http` never use its [proxies](Self::proxy). If both the endpoint and
    /// the [token URL](Self::oauth2_token_url), if one is set, are such URLs, all other settings of the reqwest builder
    /// hold. If only one of them is, requests to it are sent with the settings of this builder instead.
    ///
    /// A reqwest builder cannot be copied. Once a client for this machine was built from it, [`build`](Self::build)
    /// fails for a copy of this builder with another endpoint; call this method again there. The other way round,
    /// requests to this machine are sent with the settings of this builder.
    ///
    /// This method is the only place where this crate shows the HTTP library that it is built on.
    pub fn reqwest_0_13_builder(mut self, builder: reqwest::ClientBuilder) -> Self {
        self.settings.http.custom = Some(CustomHttpClient::new(builder));
        self
    }
}
