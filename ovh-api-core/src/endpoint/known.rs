//! The addresses of OVHcloud's API, with the services beside them.
//!
//! Sources: the official wrappers for names, old hosts and old token services; their open changes for the new hosts and token
//! services (mid 2026); published documentation for the new pages.

use url::{Host, Url};

use super::Endpoint;

/// A host of the API.
pub(super) struct Address {
    pub(super) endpoint: Endpoint,
    /// As configuration files have it.
    pub(super) name: &'static str,
    pub(super) host: &'static str,
    /// Whether the named endpoint's calls go there.
    pub(super) is_default: bool,
    /// Where OAuth2 clients get their tokens.
    pub(super) tokens: Option<&'static str>,
    /// Where the pages for people are, unless beside the API.
    pub(super) pages: Option<&'static str>,
}

const EU_TOKENS: &str = "https://www.ovh.com/auth/oauth2/token";

impl Address {
    const fn default(endpoint: Endpoint, host: &'static str, tokens: Option<&'static str>) -> Self {
        let name = name(&endpoint);
        Self { endpoint, name, host, is_default: true, tokens, pages: None }
    }

    const fn other(endpoint: Endpoint, host: &'static str, tokens: &'static str, pages: Option<&'static str>) -> Self {
        let name = name(&endpoint);
        Self { endpoint, name, host, is_default: false, tokens: Some(tokens), pages }
    }

    pub(super) const ALL: &[Self] = &[
        Self::default(Endpoint::OvhEu, "eu.api.ovh.com", Some(EU_TOKENS)),
        Self::default(Endpoint::OvhCa, "ca.api.ovh.com", Some("https://ca.ovh.com/auth/oauth2/token")),
        Self::default(Endpoint::OvhUs, "api.us.ovhcloud.com", Some("https://us.ovhcloud.com/auth/oauth2/token")),
        Self::default(Endpoint::KimsufiEu, "eu.api.kimsufi.com", None),
        Self::default(Endpoint::KimsufiCa, "ca.api.kimsufi.com", None),
        Self::default(Endpoint::SoyoustartEu, "eu.api.soyoustart.com", None),
        Self::default(Endpoint::SoyoustartCa, "ca.api.soyoustart.com", None),
        Self::other(Endpoint::OvhEu, "api.ovh.com", EU_TOKENS, None),
        Self::other(
            Endpoint::OvhEu,
            "api.eu.ovhcloud.com",
            "https://auth.eu.ovhcloud.com/oauth2/token",
            Some("https://auth.eu.ovhcloud.com/api"),
        ),
        Self::other(
            Endpoint::OvhCa,
            "api.ca.ovhcloud.com",
            "https://auth.ca.ovhcloud.com/oauth2/token",
            Some("https://auth.ca.ovhcloud.com/api"),
        ),
    ];

    /// The base URL of branch v1.
    pub(super) fn base(&self) -> String {
        format!("https://{}/1.0", self.host)
    }

    /// All addresses of the same endpoint.
    pub(super) fn siblings(&self) -> impl Iterator<Item = &'static Self> {
        let name = self.name;
        Self::ALL.iter().filter(move |address| address.name == name)
    }
}

/// The address that a URL means: a known host by https on its usual port, with or without a branch.
pub(super) fn address_of(url: &Url) -> Option<&'static Address> {
    let is_base = matches!(url.path().trim_end_matches('/'), "" | "/1.0" | "/v1" | "/v2");
    let Some(Host::Domain(host)) = url.host() else {
        return None;
    };
    let is_plain = url.scheme() == "https" && url.port().is_none() && is_base;
    Address::ALL.iter().find(|address| is_plain && address.host == host)
}

/// The name of a named endpoint.
pub(super) const fn name(endpoint: &Endpoint) -> &'static str {
    match endpoint {
        Endpoint::OvhEu => "ovh-eu",
        Endpoint::OvhCa => "ovh-ca",
        Endpoint::OvhUs => "ovh-us",
        Endpoint::KimsufiEu => "kimsufi-eu",
        Endpoint::KimsufiCa => "kimsufi-ca",
        Endpoint::SoyoustartEu => "soyoustart-eu",
        Endpoint::SoyoustartCa => "soyoustart-ca",
        Endpoint::Custom(_) => "",
    }
}

/// The base URL of a named endpoint.
pub(super) const fn url(endpoint: &Endpoint) -> &'static str {
    match endpoint {
        Endpoint::OvhEu => "https://eu.api.ovh.com/1.0",
        Endpoint::OvhCa => "https://ca.api.ovh.com/1.0",
        Endpoint::OvhUs => "https://api.us.ovhcloud.com/1.0",
        Endpoint::KimsufiEu => "https://eu.api.kimsufi.com/1.0",
        Endpoint::KimsufiCa => "https://ca.api.kimsufi.com/1.0",
        Endpoint::SoyoustartEu => "https://eu.api.soyoustart.com/1.0",
        Endpoint::SoyoustartCa => "https://ca.api.soyoustart.com/1.0",
        Endpoint::Custom(_) => "",
    }
}
