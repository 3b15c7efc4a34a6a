//! Where the API is.

use std::fmt;
use std::str::FromStr;

use http::Uri;
use url::{Host, Url};

use crate::Branch;
use crate::error::{Error, ErrorKind};

/// One of OVHcloud's regions, or a server of your own. Names and URLs are those of the official wrappers.
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

/// A checked base URL.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CustomEndpoint(Url);

const NAMED: [(Endpoint, &str, &str); 7] = [
    (Endpoint::OvhEu, "ovh-eu", "https://eu.api.ovh.com/1.0"),
    (Endpoint::OvhCa, "ovh-ca", "https://ca.api.ovh.com/1.0"),
    (Endpoint::OvhUs, "ovh-us", "https://api.us.ovhcloud.com/1.0"),
    (Endpoint::KimsufiEu, "kimsufi-eu", "https://eu.api.kimsufi.com/1.0"),
    (Endpoint::KimsufiCa, "kimsufi-ca", "https://ca.api.kimsufi.com/1.0"),
    (Endpoint::SoyoustartEu, "soyoustart-eu", "https://eu.api.soyoustart.com/1.0"),
    (Endpoint::SoyoustartCa, "soyoustart-ca", "https://ca.api.soyoustart.com/1.0"),
];

impl Endpoint {
    /// The API at a URL of your own, such as a proxy, a sandbox or a region to come.
    ///
    /// The URL is the base of branch v1, like `https://eu.api.ovh.com/1.0`. For v2, `/v2` takes the place of a `/1.0` or
    /// `/v1` at its end, and follows it otherwise. A base that ends in `/v2` has its v1 beside it under
    /// `/1.0`.
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
    /// If it is no absolute `http` or `https` URL, or has a user name, a query or a fragment: they would end up in the
    /// signature, or not be sent. `http` is also refused when the client is built, except for this machine; see
    /// `ClientBuilder::allow_http`.
    pub fn custom(url: &str) -> Result<Self, Error> {
        let refuse = |why: &str| Error::new(ErrorKind::Configuration, format!("the endpoint URL {why}"));
        let url = Url::parse(url).map_err(|error| refuse("is not an absolute URL").with_source(error))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(refuse("is neither http nor https"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refuse("holds a user name or a password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refuse("holds a query or a fragment"));
        }
        Ok(Self::Custom(CustomEndpoint(url)))
    }

    /// The base URL of a branch, without a slash at its end.
    #[must_use]
    pub fn base_url(&self, branch: Branch) -> String {
        let base = self.url().trim_end_matches('/');
        let stem = |suffixes: &[&str]| suffixes.iter().find_map(|suffix| base.strip_suffix(suffix)).map(str::to_owned);
        match branch {
            Branch::V1 => stem(&["/v2"]).map_or_else(|| base.to_owned(), |stem| stem + "/1.0"),
            Branch::V2 => stem(&["/1.0", "/v1", "/v2"]).unwrap_or_else(|| base.to_owned()) + "/v2",
        }
    }

    /// The page where a user creates an application key and its secret, without a consumer key:
    /// `https://eu.api.ovh.com/createApp/`. For all three at once there is
    /// [`AccessRules::token_page`](crate::AccessRules::token_page).
    #[must_use]
    pub fn application_page(&self) -> String {
        self.page("createApp")
    }

    /// A page for people that stands beside the API, such as `createToken`.
    pub(crate) fn page(&self, name: &str) -> String {
        let base = self.base_url(Branch::V1);
        let host = ["/1.0", "/v1"].iter().find_map(|branch| base.strip_suffix(branch)).unwrap_or(&base);
        format!("{host}/{name}/")
    }

    /// Where OAuth2 clients get their tokens, as the Go and Python wrappers have it. Kimsufi and So you Start have no
    /// such place, and nobody knows that of a custom endpoint.
    pub(crate) fn oauth2_token_url(&self) -> Result<Uri, Error> {
        let refuse = |why: String| Error::new(ErrorKind::Configuration, why);
        let url = match self {
            Self::OvhEu => "https://www.ovh.com/auth/oauth2/token",
            Self::OvhCa => "https://ca.ovh.com/auth/oauth2/token",
            Self::OvhUs => "https://us.ovhcloud.com/auth/oauth2/token",
            Self::Custom(_) => {
                return Err(refuse(format!(
                    "where {self} has its OAuth2 tokens is not known; set oauth2_token_url on the builder"
                )));
            }
            _ => {
                return Err(refuse(format!(
                    "{self} has no OAuth2, only ovh-eu, ovh-ca and ovh-us have; use an application key there"
                )));
            }
        };
        Ok(Uri::from_static(url))
    }

    /// Whether keys can be sent there without anybody on the way reading them.
    pub(crate) fn is_private(&self) -> bool {
        self.url().starts_with("https:") || self.is_this_machine()
    }

    /// Whether it is a server on this machine.
    pub(crate) fn is_this_machine(&self) -> bool {
        let Self::Custom(CustomEndpoint(url)) = self else {
            return false;
        };
        match url.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
    }

    fn url(&self) -> &str {
        match self {
            Self::Custom(CustomEndpoint(url)) => url.as_str(),
            named => self::named(named).map_or("", |(_, url)| url),
        }
    }
}

fn named(endpoint: &Endpoint) -> Option<(&'static str, &'static str)> {
    let known = NAMED.iter().find(|(known, ..)| known == endpoint)?;
    Some((known.1, known.2))
}

/// Such as `ovh-mars`: two words of letters. A key has digits, or no hyphen.
fn looks_like_a_name(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    text.split_once('-').is_some_and(|(brand, region)| is_word(brand) && is_word(region))
}

impl fmt::Debug for CustomEndpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0.as_str(), formatter)
    }
}

/// The name as configuration files have it, or the URL.
impl fmt::Display for Endpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(named(self).map_or_else(|| self.url(), |(name, _)| name))
    }
}

/// Reads a name as configuration files have it, such as `ovh-eu`, or a URL.
impl FromStr for Endpoint {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if let Some((endpoint, ..)) = NAMED.iter().find(|(_, name, _)| *name == text) {
            return Ok(endpoint.clone());
        }
        if text.contains("://") {
            return Self::custom(text);
        }
        let names: Vec<_> = NAMED.iter().map(|(_, name, _)| *name).collect();
        // A key that was put in the place of the name is not to be shown.
        let shown = if looks_like_a_name(text) { format!("{text:?}") } else { "this text".to_owned() };
        Err(Error::new(
            ErrorKind::Configuration,
            format!("{shown} is no endpoint; there are {}, and URLs", names.join(", ")),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_branches_of_a_base() {
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
    fn the_application_page_stands_beside_the_api() {
        assert_eq!(Endpoint::OvhUs.application_page(), "https://api.us.ovhcloud.com/createApp/");
        let custom = Endpoint::custom("http://127.0.0.1:7/x/v2/").unwrap();
        assert_eq!(custom.application_page(), "http://127.0.0.1:7/x/createApp/");
    }

    #[test]
    fn names_are_read_as_they_are_printed() {
        for (endpoint, name, url) in NAMED {
            assert_eq!(endpoint.to_string(), name);
            assert_eq!(name.parse::<Endpoint>().unwrap(), endpoint);
            assert_eq!(endpoint.base_url(Branch::V1), url);
        }
        let error = "ovh-mars".parse::<Endpoint>().unwrap_err().to_string();
        assert!(error.contains("\"ovh-mars\"") && error.contains("ovh-ca"), "{error}");
        for key in ["9ufkBmLaTQ9nz5yM", "canary", "canary-7", "Canary-Canary", "ovh-eu\r", "-", "ca-na-ry"] {
            let error = key.parse::<Endpoint>().unwrap_err().to_string();
            assert!(error.starts_with("this text is no endpoint; there are ovh-eu,"), "{error}");
        }
    }

    #[test]
    fn only_plain_web_urls() {
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
    fn this_machine_is_private() {
        for (url, private) in [
            ("http://127.0.0.1:1/1.0", true),
            ("http://[::1]/1.0", true),
            ("http://localhost/1.0", true),
            ("http://api.localhost/1.0", true),
            ("http://localhost.example/1.0", false),
            ("http://10.0.0.1/1.0", false),
            ("https://10.0.0.1/1.0", true),
        ] {
            assert_eq!(Endpoint::custom(url).unwrap().is_private(), private, "{url}");
        }
    }
}
