//! Builder methods for HTTP settings.

use std::time::Duration;

use ovh_api_core::internal::{CustomHttpClient, Proxy};
use secrecy::SecretString;

use super::ClientBuilder;

/// HTTP settings. They have no effect on a [custom transport](ClientBuilder::transport). Only the size limit also
/// applies to a [custom HTTP client](ClientBuilder::reqwest_0_13_builder).
impl ClientBuilder {
    /// Sets the `User-Agent` header. Default: name and version of this crate.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.settings.http.user_agent = user_agent.into();
        self
    }

    /// Sets the time limit for connecting. Default: 30 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.http.connect_timeout = timeout;
        self
    }

    /// Sets the maximum size of a response body, in bytes. Default: 64 MiB. A larger response is an error of the kind
    /// [`TooLarge`](crate::ErrorKind::TooLarge).
    ///
    /// Decoding takes a few times the memory of the body. A response crafted to take more (each `{}` can decode to a
    /// kilobyte) is an error before it has taken 256 MiB plus 40 times the size of the body.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.settings.http.max_response_size = bytes;
        self
    }

    /// Sends requests through an HTTP proxy, such as `http://name:password@192.0.2.1:3128`. Default: the proxy set in
    /// the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`).
    ///
    /// The scheme must be `http` or `https`; a URL without a scheme is `http`. For any other URL [`build`](Self::build)
    /// fails, with an error that does not contain the URL.
    ///
    /// Requests over plain `http` to `localhost` or to a loopback address never use a proxy, neither this one nor one
    /// of the environment or of [`reqwest_0_13_builder`](Self::reqwest_0_13_builder): plain `http` is allowed for them
    /// because they do not leave this machine. This is decided for each request, including token requests.
    pub fn proxy(mut self, url: impl Into<SecretString>) -> Self {
        self.settings.http.proxy = Proxy::Url(url.into());
        self
    }

    /// Uses no proxy, even if the environment sets one.
    pub fn no_proxy(mut self) -> Self {
        self.settings.http.proxy = Proxy::None;
        self
    }

    /// Trusts these root certificates in addition to those of the system. `pem` holds one or more PEM certificates,
    /// such as that of a corporate proxy.
    #[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
    pub fn add_root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.settings.http.root_certificates.push(pem.into());
        self
    }

    /// Trusts only the [added root certificates](Self::add_root_certificates), not those of the system.
    #[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
    pub fn only_added_root_certificates(mut self) -> Self {
        self.settings.http.only_these_roots = true;
        self
    }

    /// Sends requests with a custom HTTP client of reqwest 0.13, for settings that this builder does not have.
    ///
    /// Redirect and retry settings of `builder` are overridden: a redirected request would have an invalid signature
    /// and would send the keys to another host, and reqwest does not know which requests may be retried.
    ///
    /// Requests to this machine over plain `http` never use a [proxy](Self::proxy). If both the endpoint and the
    /// [token URL](Self::oauth2_token_url) are such URLs, all other settings of `builder` apply to them. If only one of
    /// them is, requests to it use the settings of this builder instead of those of `builder`.
    ///
    /// A reqwest builder cannot be cloned. After a client for this machine has been built from it,
    /// [`build`](Self::build) fails for clones of this builder with an endpoint elsewhere; call this method again on
    /// such a clone. In the opposite order, requests to this machine use the settings of this builder.
    ///
    /// The TLS library of `builder` is the default of reqwest. If only the feature `rustls-ring` is enabled, the
    /// program must install a crypto provider for the process first; see the [crate documentation](crate#tls).
    ///
    /// This is the only method that exposes the HTTP library.
    pub fn reqwest_0_13_builder(mut self, builder: reqwest::ClientBuilder) -> Self {
        self.settings.http.custom = Some(CustomHttpClient::new(builder));
        self
    }
}
