//! The known addresses of the API, with their token services and web pages.
//!
//! Sources: the official wrappers for names, old hosts and old token services; their unreleased changes (mid 2026) for
//! new hosts and token services; OVHcloud's documentation for the new pages.

use std::collections::BTreeSet;

use url::{Host, Url};

use super::Endpoint;

/// A host of the API.
pub(super) struct Address {
    pub(super) endpoint: Endpoint,
    /// The name in configuration files.
    pub(super) name: &'static str,
    /// The base URL of branch v1.
    pub(super) base: &'static str,
    /// Whether the named endpoint uses this host.
    pub(super) is_default: bool,
    /// The URL for OAuth2 token requests.
    pub(super) tokens: Option<&'static str>,
    /// The base URL of the web pages, unless they are next to the API.
    pub(super) pages: Option<&'static str>,
}

const EU_TOKENS: &str = "https://www.ovh.com/auth/oauth2/token";

impl Address {
    const fn default(endpoint: Endpoint, name: &'static str, base: &'static str, tokens: Option<&'static str>) -> Self {
        Self { endpoint, name, base, is_default: true, tokens, pages: None }
    }

    pub(super) const ALL: &[Self] = &[
        Self::default(Endpoint::OvhEu, "ovh-eu", "https://eu.api.ovh.com/1.0", Some(EU_TOKENS)),
        Self::default(
            Endpoint::OvhCa,
            "ovh-ca",
            "https://ca.api.ovh.com/1.0",
            Some("https://ca.ovh.com/auth/oauth2/token"),
        ),
        Self::default(
            Endpoint::OvhUs,
            "ovh-us",
            "https://api.us.ovhcloud.com/1.0",
            Some("https://us.ovhcloud.com/auth/oauth2/token"),
        ),
        Self::default(Endpoint::KimsufiEu, "kimsufi-eu", "https://eu.api.kimsufi.com/1.0", None),
        Self::default(Endpoint::KimsufiCa, "kimsufi-ca", "https://ca.api.kimsufi.com/1.0", None),
        Self::default(Endpoint::SoyoustartEu, "soyoustart-eu", "https://eu.api.soyoustart.com/1.0", None),
        Self::default(Endpoint::SoyoustartCa, "soyoustart-ca", "https://ca.api.soyoustart.com/1.0", None),
        Self {
            endpoint: Endpoint::OvhEu,
            name: "ovh-eu",
            base: "https://api.ovh.com/1.0",
            is_default: false,
            tokens: Some(EU_TOKENS),
            pages: None,
        },
        Self {
            endpoint: Endpoint::OvhEu,
            name: "ovh-eu",
            base: "https://api.eu.ovhcloud.com/1.0",
            is_default: false,
            tokens: Some("https://auth.eu.ovhcloud.com/oauth2/token"),
            pages: Some("https://auth.eu.ovhcloud.com/api"),
        },
        Self {
            endpoint: Endpoint::OvhCa,
            name: "ovh-ca",
            base: "https://api.ca.ovhcloud.com/1.0",
            is_default: false,
            tokens: Some("https://auth.ca.ovhcloud.com/oauth2/token"),
            pages: Some("https://auth.ca.ovhcloud.com/api"),
        },
    ];

    fn host(&self) -> &'static str {
        host(self.base)
    }

    /// Returns all addresses of the same endpoint.
    pub(super) fn siblings(&self) -> impl Iterator<Item = &'static Self> {
        let name = self.name;
        Self::ALL.iter().filter(move |address| address.name == name)
    }
}

/// Returns the host of a URL without a port.
fn host(url: &'static str) -> &'static str {
    url.trim_start_matches("https://").split('/').next().unwrap_or_default()
}

/// Returns all hosts of the service, old and new: those of the API, of OAuth2 tokens and of web pages.
pub fn service_hosts() -> BTreeSet<&'static str> {
    let urls = Address::ALL.iter().flat_map(|address| [Some(address.base), address.tokens, address.pages]);
    urls.flatten().map(host).collect()
}

/// Returns the address of a URL: a known host with https and the default port, with or without a branch.
pub(super) fn address_of(url: &Url) -> Option<&'static Address> {
    let is_base = matches!(url.path().trim_end_matches('/'), "" | "/1.0" | "/v1" | "/v2");
    let Some(Host::Domain(host)) = url.host() else {
        return None;
    };
    let is_plain = url.scheme() == "https" && url.port().is_none() && is_base;
    Address::ALL.iter().find(|address| is_plain && address.host() == host)
}
