//! The endpoint, and the possible URLs of its index.

use generator::schema::Branch;
use reqwest::Url;

/// A service to download from.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    /// The URL without the branch and without a trailing slash.
    root: String,
    /// The branch at the end of the URL, as spelled there.
    segment: Option<String>,
    /// Whether the URL has a path other than a branch. Then the URL itself is the base.
    own_path: bool,
    /// Whether the host is the loopback interface.
    loopback: bool,
}

/// An error of parsing an [`Endpoint`].
#[derive(Debug, thiserror::Error)]
pub(crate) enum EndpointError {
    #[error("expected eu, ca, us or a URL such as https://eu.api.ovh.com")]
    Invalid,
    #[error("expected an http or https URL")]
    Scheme,
    #[error("expected a URL without user name, query and fragment")]
    Extras,
}

const EU: &str = "https://eu.api.ovh.com";
const CA: &str = "https://ca.api.ovh.com";
const US: &str = "https://api.us.ovhcloud.com";
/// The default endpoint of v1. It does not serve v2, whose default is [`EU`].
const DEFAULT_V1: &str = "https://api.ovh.com/1.0";

impl Endpoint {
    /// Parses the short name of a region or a URL.
    pub(crate) fn parse(text: &str) -> Result<Self, EndpointError> {
        let url = match text {
            "eu" => EU,
            "ca" => CA,
            "us" => US,
            other => other,
        };
        let url = Url::parse(url).map_err(|_| EndpointError::Invalid)?;
        let host = match url.host_str() {
            Some(host) if matches!(url.scheme(), "http" | "https") => host,
            Some(_) => return Err(EndpointError::Scheme),
            // `localhost:8080` is parsed as a scheme and a path.
            None => return Err(EndpointError::Invalid),
        };
        let plain = url.username().is_empty() && url.password().is_none();
        if !plain || url.query().is_some() || url.fragment().is_some() {
            return Err(EndpointError::Extras);
        }
        let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
        let loopback = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
        let path = url.path().trim_end_matches('/');
        let (prefix, last) = path.rsplit_once('/').unwrap_or((path, ""));
        let segment = Some(last.to_owned()).filter(|last| branch_of(last).is_some());
        let prefix = if segment.is_some() { prefix } else { path };
        Ok(Self {
            root: format!("{}{prefix}", url.origin().ascii_serialization()),
            own_path: segment.is_none() && !prefix.is_empty(),
            segment,
            loopback,
        })
    }

    /// Returns the default endpoint of a branch.
    pub(crate) fn default_of(branch: Branch) -> Result<Self, EndpointError> {
        match branch {
            Branch::V1 => Self::parse(DEFAULT_V1),
            Branch::V2 => Self::parse(EU),
        }
    }

    /// Returns the branch in the URL.
    pub(crate) fn branch(&self) -> Option<Branch> {
        branch_of(self.segment.as_deref()?)
    }

    /// Returns whether the URL can be the base of only one branch.
    pub(crate) const fn is_base(&self) -> bool {
        self.own_path
    }

    /// Returns whether the host is the loopback interface, which a proxy cannot reach.
    pub(crate) const fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Returns whether the scheme is https.
    pub(crate) fn is_https(&self) -> bool {
        self.root.starts_with("https://")
    }

    /// Returns the base URLs to try, without a trailing slash.
    ///
    /// v1 has two names, and a mirror may support only one of them.
    pub(crate) fn bases(&self, branch: Branch) -> Vec<String> {
        if self.own_path {
            return vec![self.root.clone()];
        }
        let mut segments = segments(branch).to_vec();
        segments.sort_by_key(|segment| Some(*segment) != self.segment.as_deref());
        segments.into_iter().map(|segment| format!("{}/{segment}", self.root)).collect()
    }
}

/// Returns the possible URLs of the index, in the order to try. The service uses a trailing slash on v1 and none on v2,
/// and some hosts respond with 404 to the other form.
pub(crate) fn index_urls(base: &str, branch: Branch) -> [String; 2] {
    let (bare, slash) = (base.to_owned(), format!("{base}/"));
    match branch {
        Branch::V1 => [slash, bare],
        Branch::V2 => [bare, slash],
    }
}

fn branch_of(segment: &str) -> Option<Branch> {
    Branch::ALL.into_iter().find(|branch| segments(*branch).contains(&segment))
}

/// Returns the names of a branch in URLs, the usual one first.
const fn segments(branch: Branch) -> &'static [&'static str] {
    match branch {
        Branch::V1 => &["1.0", "v1"],
        Branch::V2 => &["v2"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bases(text: &str, branch: Branch) -> Vec<String> {
        Endpoint::parse(text).unwrap().bases(branch)
    }

    #[test]
    fn short_names_are_expanded() {
        assert_eq!(bases("us", Branch::V2), ["https://api.us.ovhcloud.com/v2"]);
        assert_eq!(bases("ca", Branch::V1), ["https://ca.api.ovh.com/1.0", "https://ca.api.ovh.com/v1"]);
    }

    #[test]
    fn branch_and_trailing_slash_are_optional() {
        for text in ["http://h:8080", "http://h:8080/", "http://h:8080/1.0", "http://h:8080/1.0/", "http://h:8080/v2/"]
        {
            assert_eq!(bases(text, Branch::V1), ["http://h:8080/1.0", "http://h:8080/v1"], "{text}");
            assert_eq!(bases(text, Branch::V2), ["http://h:8080/v2"], "{text}");
        }
        assert_eq!(bases("http://h/v1", Branch::V1), ["http://h/v1", "http://h/1.0"]);
    }

    #[test]
    fn url_with_another_path_is_the_base() {
        assert_eq!(bases("http://h/mirror/", Branch::V1), ["http://h/mirror"]);
        assert_eq!(bases("http://h/mirror/1.0", Branch::V1), ["http://h/mirror/1.0", "http://h/mirror/v1"]);
    }

    #[test]
    fn branch_is_parsed_from_the_url() {
        assert_eq!(Endpoint::parse("http://h/v2/").unwrap().branch(), Some(Branch::V2));
        assert_eq!(Endpoint::parse("http://h/").unwrap().branch(), None);
    }

    #[test]
    fn invalid_endpoints_are_rejected() {
        for text in ["uk", "", "localhost:8080", "ftp://h/", "http://", "http://u:p@h/", "http://h/?x", "/tmp"] {
            assert!(Endpoint::parse(text).is_err(), "{text:?} was accepted");
        }
    }
}
