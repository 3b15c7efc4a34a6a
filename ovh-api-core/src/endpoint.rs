//! Endpoints of the API.

mod known;

use std::fmt;
use std::str::FromStr;

use http::Uri;
use url::{Host, Url};

pub use self::known::service_hosts;
use self::known::{Address, address_of};
use crate::error::{Error, ErrorKind};
use crate::operation::Branch;

/// A region of OVHcloud, or a custom URL. Names and URLs are those of the official wrappers.
///
/// OVHcloud is moving to new hosts (unreleased changes of the official wrappers, mid 2026). Until the wrappers release
/// them, the named endpoints use the old hosts. The URL of any of these hosts selects the endpoint, with its token
/// service and pages; requests are sent to the host of the URL:
///
/// | endpoint | hosts | OAuth2 tokens, old and new host |
/// |---|---|---|
/// | `ovh-eu` | `eu.api.ovh.com`, `api.ovh.com`; new `api.eu.ovhcloud.com` | `www.ovh.com`, `auth.eu.ovhcloud.com` |
/// | `ovh-ca` | `ca.api.ovh.com`; new `api.ca.ovhcloud.com` | `ca.ovh.com`, `auth.ca.ovhcloud.com` |
/// | `ovh-us` | `api.us.ovhcloud.com` | `us.ovhcloud.com` |
/// | `kimsufi-eu`, `kimsufi-ca` | `eu.api.kimsufi.com`, `ca.api.kimsufi.com` | none |
/// | `soyoustart-eu`, `soyoustart-ca` | `eu.api.soyoustart.com`, `ca.api.soyoustart.com` | none |
///
/// Custom endpoints are compared by normalized URL, with a lowercase host and without the default port. `Display`
/// prints this URL, or the name of the endpoint if the URL is its default address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Endpoint {
    /// `ovh-eu`, `https://eu.api.ovh.com/1.0`.
    #[default]
    OvhEu,
    /// `ovh-ca`, `https://ca.api.ovh.com/1.0`.
    OvhCa,
    /// `ovh-us`, `https://api.us.ovhcloud.com/1.0`.
    OvhUs,
    /// `kimsufi-eu`, `https://eu.api.kimsufi.com/1.0`.
    KimsufiEu,
    /// `kimsufi-ca`, `https://ca.api.kimsufi.com/1.0`.
    KimsufiCa,
    /// `soyoustart-eu`, `https://eu.api.soyoustart.com/1.0`.
    SoyoustartEu,
    /// `soyoustart-ca`, `https://ca.api.soyoustart.com/1.0`.
    SoyoustartCa,
    /// Any other URL; see [`Endpoint::custom`].
    Custom(CustomEndpoint),
}

/// A validated base URL.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CustomEndpoint(Url);

impl Endpoint {
    /// Creates an endpoint for a URL, such as a proxy, a sandbox or a future region.
    ///
    /// The URL of a known host, with or without `/1.0`, `/v1` or `/v2` and a trailing slash, returns that
    /// [endpoint](Self).
    ///
    /// Any other URL is the base of branch v1, like `https://eu.api.ovh.com/1.0`. For v2, `/v2` replaces a trailing
    /// `/1.0` or `/v1`, or is appended. If the URL ends in `/v2`, the base of v1 ends in `/1.0` instead.
    ///
    /// ```
    /// use ovh_api::Endpoint;
    ///
    /// assert!(Endpoint::custom("https://ovh.example/1.0").is_ok());
    /// assert!(Endpoint::custom("ovh.example").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the URL is not an absolute `http` or `https` URL, or has a user name, password, query or fragment.
    /// Building a client also rejects `http`, except for the local machine; see `ClientBuilder::allow_http`.
    pub fn custom(url: &str) -> Result<Self, Error> {
        let invalid = |why: &str| Error::new(ErrorKind::Configuration, format!("invalid endpoint URL: {why}"));
        let url = Url::parse(url).map_err(|error| invalid("not an absolute URL").with_source(error))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(invalid("the scheme is not http or https"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(invalid("contains a user name or password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(invalid("contains a query or fragment"));
        }
        Ok(match address_of(&url) {
            Some(address) if address.is_default => address.endpoint.clone(),
            Some(address) => Self::Custom(CustomEndpoint(Url::parse(address.base).unwrap_or(url))),
            None => Self::Custom(CustomEndpoint(url)),
        })
    }

    /// Returns the base URL of a branch, without a trailing slash.
    #[must_use]
    pub fn base_url(&self, branch: Branch) -> String {
        let base = self.url().trim_end_matches('/');
        let root = base.strip_suffix("/v2");
        match branch {
            Branch::V1 => root.map_or_else(|| base.to_owned(), |root| format!("{root}/1.0")),
            Branch::V2 => format!("{}/v2", root.or_else(|| without_v1(base)).unwrap_or(base)),
        }
    }

    /// Returns the URL of the page where users create an application key and its secret, without a consumer key:
    /// `https://eu.api.ovh.com/createApp/`. To create all three at once, see
    /// [`AccessRules::token_page`](crate::AccessRules::token_page).
    #[must_use]
    pub fn application_page(&self) -> String {
        self.page("createApp")
    }

    /// Returns the URL of a web page, such as `createToken`. For custom endpoints, the page is next to the API.
    pub(crate) fn page(&self, name: &str) -> String {
        if let Some(pages) = self.address().and_then(|address| address.pages) {
            return format!("{pages}/{name}");
        }
        let base = self.base_url(Branch::V1);
        format!("{}/{name}/", without_v1(&base).unwrap_or(&base))
    }

    /// Returns the URL for OAuth2 token requests, as in the Go and Python wrappers.
    ///
    /// Fails for Kimsufi and So you Start, which do not support OAuth2, and for custom endpoints.
    pub(crate) fn oauth2_token_url(&self) -> Result<Uri, Error> {
        let message = match self.address() {
            Some(Address { tokens: Some(url), .. }) => return Ok(Uri::from_static(url)),
            Some(_) => format!(
                "{self} does not support OAuth2; use an application key, or one of the endpoints ovh-eu, ovh-ca and \
                 ovh-us"
            ),
            None => format!(
                "unknown OAuth2 token URL of {self}; set OVH_OAUTH2_TOKEN_URL, oauth2_token_url in ovh.conf, or \
                 oauth2_token_url on the builder"
            ),
        };
        Err(Error::new(ErrorKind::Configuration, message))
    }

    /// Returns whether the endpoint is known not to support OAuth2.
    pub(crate) fn lacks_oauth2(&self) -> bool {
        self.address().is_some_and(|address| address.tokens.is_none())
    }

    /// Returns whether the host belongs to OVHcloud.
    pub(crate) fn is_known(&self) -> bool {
        self.address().is_some()
    }

    /// Returns whether a section with this URL as its name is for this endpoint, regardless of upper case in the host,
    /// an explicit default port, and the branch at the end.
    pub(crate) fn has_section(&self, name: &str) -> bool {
        let other = if name.contains("://") { Self::custom(name).ok() } else { None };
        other.is_some_and(|other| match (self.address(), other.address()) {
            (Some(address), Some(other)) => address.name == other.name,
            (None, None) => self.base_url(Branch::V2) == other.base_url(Branch::V2),
            _ => false,
        })
    }

    /// Returns the usual names of the sections that configuration files use for an endpoint given by this name or URL:
    /// first the given spelling, then its other spellings, and the other addresses of the same endpoint.
    pub(crate) fn section_names(&self, given: &str) -> Vec<String> {
        let mut names = vec![given.to_owned()];
        if given.contains("://") {
            names.extend(spellings(given));
        }
        names.extend(spellings(self.url()));
        for address in self.address().into_iter().flat_map(Address::siblings) {
            names.push(address.name.to_owned());
            names.extend(spellings(address.base));
        }
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
        names
    }

    /// Returns the known address of the host, if any.
    fn address(&self) -> Option<&'static Address> {
        match self {
            Self::Custom(CustomEndpoint(url)) => address_of(url),
            named => Address::ALL.iter().find(|address| address.is_default && address.endpoint == *named),
        }
    }

    /// Returns whether keys can be sent without being readable on the network.
    pub(crate) fn is_private(&self) -> bool {
        self.url().starts_with("https:") || self.is_this_machine()
    }

    /// Returns whether the server is the local machine.
    pub(crate) fn is_this_machine(&self) -> bool {
        let Self::Custom(CustomEndpoint(url)) = self else {
            return false;
        };
        is_on_this_machine(url)
    }

    pub(crate) fn url(&self) -> &str {
        match self {
            Self::Custom(CustomEndpoint(url)) => url.as_str(),
            _ => self.address().map_or("", |address| address.base),
        }
    }
}

/// Returns whether the host of a URL is `localhost` or a loopback address.
pub(crate) fn is_on_this_machine(url: &Url) -> bool {
    match url.host() {
        // Subdomains of `localhost` may resolve to another machine.
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Returns the base URL without a trailing `/1.0` or `/v1`, or `None` if it has neither.
fn without_v1(base: &str) -> Option<&str> {
    base.strip_suffix("/1.0").or_else(|| base.strip_suffix("/v1"))
}

/// Returns the spellings of a base URL: with either name of branch v1 or without it, with a trailing slash or without.
fn spellings(base: &str) -> Vec<String> {
    let base = base.trim_end_matches('/');
    let bases = match without_v1(base) {
        Some(root) => vec![base.to_owned(), format!("{root}/1.0"), format!("{root}/v1"), root.to_owned()],
        None => vec![base.to_owned()],
    };
    bases.into_iter().flat_map(|base| [base.clone(), base + "/"]).collect()
}

/// Returns whether a text resembles an endpoint name, such as `ovh-mars`, rather than a key.
fn looks_like_a_name(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    text.split_once('-').is_some_and(|(brand, region)| is_word(brand) && is_word(region))
}

impl fmt::Debug for CustomEndpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0.as_str(), formatter)
    }
}

/// Formats the name used in configuration files, such as `ovh-eu`, or the URL.
impl fmt::Display for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Custom(CustomEndpoint(url)) => url.as_str(),
            _ => self.address().map_or("", |address| address.name),
        })
    }
}

/// Parses a name used in configuration files, such as `ovh-eu`, or a URL.
impl FromStr for Endpoint {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let named = Address::ALL.iter().filter(|address| address.is_default);
        if let Some(address) = named.clone().find(|address| address.name == text) {
            return Ok(address.endpoint.clone());
        }
        if text.contains("://") {
            return Self::custom(text);
        }
        let names: Vec<_> = named.map(|address| address.name).collect();
        // The text may be a misplaced key, which must not be printed.
        let shown =
            if looks_like_a_name(text) { format!("unknown endpoint {text:?}") } else { "unknown endpoint".to_owned() };
        Err(Error::new(ErrorKind::Configuration, format!("{shown}; expected {}, or a URL", names.join(", "))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_url_of_both_branches() {
        for (base, v1, v2) in [
            ("https://a.b/1.0", "https://a.b/1.0", "https://a.b/v2"),
            ("https://a.b/1.0/", "https://a.b/1.0", "https://a.b/v2"),
            ("https://a.b/x/v1", "https://a.b/x/v1", "https://a.b/x/v2"),
            ("https://a.b/v2", "https://a.b/1.0", "https://a.b/v2"),
            ("http://a.b:99", "http://a.b:99", "http://a.b:99/v2"),
        ] {
            let endpoint = Endpoint::custom(base).unwrap();
            assert_eq!(endpoint.base_url(Branch::V1), v1, "{base}");
            assert_eq!(endpoint.base_url(Branch::V2), v2, "{base}");
        }
        assert_eq!(Endpoint::OvhUs.base_url(Branch::V2), "https://api.us.ovhcloud.com/v2");
    }

    #[test]
    fn application_page_is_next_to_the_api() {
        assert_eq!(Endpoint::OvhUs.application_page(), "https://api.us.ovhcloud.com/createApp/");
        let custom = Endpoint::custom("http://127.0.0.1:7/x/v2/").unwrap();
        assert_eq!(custom.application_page(), "http://127.0.0.1:7/x/createApp/");
    }

    #[test]
    fn names_parse_and_unknown_names_fail() {
        for address in Address::ALL.iter().filter(|address| address.is_default) {
            assert_eq!(address.endpoint.to_string(), address.name);
            assert_eq!(address.name.parse::<Endpoint>().unwrap(), address.endpoint);
            assert_eq!(address.endpoint.base_url(Branch::V1), address.base);
        }
        let error = "ovh-mars".parse::<Endpoint>().unwrap_err().to_string();
        assert!(error.starts_with("unknown endpoint \"ovh-mars\"; expected ovh-eu, ovh-ca,"), "{error}");
        for key in ["9ufkBmLaTQ9nz5yM", "canary", "canary-7", "Canary-Canary", "ovh-eu\r", "-", "ca-na-ry"] {
            let error = key.parse::<Endpoint>().unwrap_err().to_string();
            assert!(error.starts_with("unknown endpoint; expected ovh-eu,"), "{error}");
        }
    }

    #[test]
    fn url_of_known_host_is_that_endpoint() {
        for (url, endpoint) in [
            ("https://eu.api.ovh.com", Endpoint::OvhEu),
            ("https://eu.api.ovh.com/", Endpoint::OvhEu),
            ("https://EU.api.ovh.com:443/1.0/", Endpoint::OvhEu),
            ("https://ca.api.ovh.com/v1", Endpoint::OvhCa),
            ("https://api.us.ovhcloud.com/v2/", Endpoint::OvhUs),
            ("https://eu.api.kimsufi.com/1.0", Endpoint::KimsufiEu),
        ] {
            assert_eq!(url.parse::<Endpoint>().unwrap(), endpoint, "{url}");
        }
        for url in ["https://api.eu.ovhcloud.com", "https://api.eu.ovhcloud.com/v1/", "https://api.eu.ovhcloud.com/1.0"]
        {
            let endpoint: Endpoint = url.parse().unwrap();
            assert_eq!(endpoint.base_url(Branch::V1), "https://api.eu.ovhcloud.com/1.0", "{url}");
            assert_eq!(endpoint.base_url(Branch::V2), "https://api.eu.ovhcloud.com/v2");
            assert_eq!(endpoint.oauth2_token_url().unwrap(), "https://auth.eu.ovhcloud.com/oauth2/token");
            assert_eq!(endpoint.application_page(), "https://auth.eu.ovhcloud.com/api/createApp");
        }
        let old: Endpoint = "https://api.ovh.com/1.0".parse().unwrap();
        assert_eq!(old.base_url(Branch::V1), "https://api.ovh.com/1.0");
        assert_eq!(old.oauth2_token_url().unwrap(), "https://www.ovh.com/auth/oauth2/token");
        assert_eq!(old.application_page(), "https://api.ovh.com/createApp/");
        let ca: Endpoint = "https://api.ca.ovhcloud.com".parse().unwrap();
        assert_eq!(ca.oauth2_token_url().unwrap(), "https://auth.ca.ovhcloud.com/oauth2/token");
    }

    #[test]
    fn url_resembling_known_host_is_custom() {
        for url in [
            "http://eu.api.ovh.com/1.0",
            "https://eu.api.ovh.com:8443/1.0",
            "https://eu.api.ovh.com.evil/1.0",
            "https://eu.api.ovh.com/1.0/1.0",
            "https://eu.api.ovh.com/proxy/1.0",
            "https://xeu.api.ovh.com/1.0",
        ] {
            let endpoint: Endpoint = url.parse().unwrap();
            assert!(matches!(endpoint, Endpoint::Custom(_)) && endpoint.oauth2_token_url().is_err(), "{url}");
        }
    }

    #[test]
    fn section_names_begin_with_given_spelling() {
        let names = |given: &str| given.parse::<Endpoint>().unwrap().section_names(given);
        assert_eq!(
            names("https://h.example/1.0/")[..3],
            [
                "https://h.example/1.0/".to_owned(),
                "https://h.example/1.0".to_owned(),
                "https://h.example/v1".to_owned()
            ]
        );
        assert!(names("https://h.example").contains(&"https://h.example/".to_owned()));
        for given in ["ovh-eu", "https://eu.api.ovh.com/1.0", "https://api.eu.ovhcloud.com/v1/", "https://api.ovh.com"]
        {
            let names = names(given);
            assert_eq!(names[0], given);
            for section in
                ["ovh-eu", "https://api.eu.ovhcloud.com/1.0", "https://eu.api.ovh.com/1.0/", "https://api.ovh.com/v1"]
            {
                assert!(names.contains(&section.to_owned()), "{given}: {section}");
            }
            assert!(!names.contains(&"ovh-ca".to_owned()));
        }
    }

    #[test]
    fn section_in_other_spelling_matches_endpoint() {
        for (endpoint, section, found) in [
            ("ovh-eu", "https://EU.API.ovh.com:443/1.0", true),
            ("ovh-eu", "HTTPS://api.eu.ovhcloud.com/v2/", true),
            ("https://h.example", "https://h.example/1.0", true),
            ("https://h.example/v1/", "https://H.example:443/v2", true),
            ("https://h.example/x/1.0", "https://h.example/x", true),
            ("https://h.example/x/1.0", "https://h.example/1.0", false),
            ("https://h.example", "http://h.example", false),
            ("https://h.example", "https://h.example:8443", false),
            ("https://h.example", "https://h.example@x.example/", false),
            ("ovh-eu", "http://eu.api.ovh.com/1.0", false),
            ("ovh-eu", "https://ca.api.ovh.com/1.0", false),
            ("ovh-eu", "ovh-eu", false),
        ] {
            assert_eq!(endpoint.parse::<Endpoint>().unwrap().has_section(section), found, "{endpoint} {section}");
        }
    }

    #[test]
    fn invalid_urls_are_rejected() {
        for url in [
            "ftp://a.b/1.0",
            "https://user@a.b/1.0",
            "https://:pass@a.b/1.0",
            "https://a.b/1.0?x",
            "https://a.b/1.0#x",
            "a.b/1.0",
        ] {
            assert!(Endpoint::custom(url).is_err(), "{url}");
        }
    }

    #[test]
    fn https_and_local_machine_are_private() {
        for (url, private) in [
            ("http://127.0.0.1:1/1.0", true),
            ("http://[::1]/1.0", true),
            ("http://localhost/1.0", true),
            ("http://api.localhost/1.0", false),
            ("http://127.1/1.0", true),
            ("http://[::ffff:127.0.0.1]/1.0", false),
            ("http://localhost.example/1.0", false),
            ("http://10.0.0.1/1.0", false),
            ("https://10.0.0.1/1.0", true),
        ] {
            assert_eq!(Endpoint::custom(url).unwrap().is_private(), private, "{url}");
        }
    }
}
