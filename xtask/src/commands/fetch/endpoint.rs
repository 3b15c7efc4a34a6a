//! From `--endpoint` and `--branch` to the URLs that the index may have.

use reqwest::Url;

use super::args::Branch;

/// A service to download from.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    /// The URL up to the branch, without a slash at the end.
    root: String,
    /// The branch as the URL spelled it, if its path ended in one.
    segment: Option<String>,
    /// Whether the URL had a path that is not the service's own: then it is the base as it stands.
    own_path: bool,
    /// Whether the host is this very machine.
    loopback: bool,
}

/// Why a text is no [`Endpoint`].
#[derive(Debug, thiserror::Error)]
pub(crate) enum Wrong {
    #[error("expected eu, ca, us or a URL such as https://eu.api.ovh.com")]
    Neither,
    #[error("expected an http or https URL")]
    Scheme,
    #[error("a URL with a user name, a query or a fragment is no endpoint")]
    Extras,
}

const EU: &str = "https://eu.api.ovh.com";
const CA: &str = "https://ca.api.ovh.com";
const US: &str = "https://api.us.ovhcloud.com";
/// Serves the files of v1 only; v2 is at [`EU`].
const DEFAULT_V1: &str = "https://api.ovh.com/1.0";

impl Endpoint {
    /// Reads a region's short name or a URL.
    pub(crate) fn parse(text: &str) -> Result<Self, Wrong> {
        let url = match text {
            "eu" => EU,
            "ca" => CA,
            "us" => US,
            other => other,
        };
        let url = Url::parse(url).map_err(|_| Wrong::Neither)?;
        let host = match url.host_str() {
            Some(host) if matches!(url.scheme(), "http" | "https") => host,
            Some(_) => return Err(Wrong::Scheme),
            // `localhost:8080` reads as a scheme and a path.
            None => return Err(Wrong::Neither),
        };
        let plain = url.username().is_empty() && url.password().is_none();
        if !plain || url.query().is_some() || url.fragment().is_some() {
            return Err(Wrong::Extras);
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

    /// The endpoint that nobody has to name.
    pub(crate) fn standard(branch: Branch) -> Result<Self, Wrong> {
        match branch {
            Branch::V1 => Self::parse(DEFAULT_V1),
            Branch::V2 => Self::parse(EU),
        }
    }

    /// The branch that the URL speaks of, if it does.
    pub(crate) fn branch(&self) -> Option<Branch> {
        branch_of(self.segment.as_deref()?)
    }

    /// Whether the host is this very machine, which no proxy can reach.
    pub(crate) const fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Whether the connection is encrypted.
    pub(crate) fn is_https(&self) -> bool {
        self.root.starts_with("https://")
    }

    /// The base URLs to try, without a slash at the end.
    ///
    /// v1 has two names for the same thing, and a mirror may know only one of them.
    pub(crate) fn bases(&self, branch: Branch) -> Vec<String> {
        if self.own_path {
            return vec![self.root.clone()];
        }
        let mut segments = branch.segments().to_vec();
        segments.sort_by_key(|segment| Some(*segment) != self.segment.as_deref());
        segments.into_iter().map(|segment| format!("{}/{segment}", self.root)).collect()
    }
}

/// The URLs that the index may have below a base, in the order to try: the service has a slash at the end on v1 and none
/// on v2, and answers 404 to the other on some hosts.
pub(crate) fn index_urls(base: &str, branch: Branch) -> [String; 2] {
    let (bare, slash) = (base.to_owned(), format!("{base}/"));
    match branch {
        Branch::V1 => [slash, bare],
        Branch::V2 => [bare, slash],
    }
}

fn branch_of(segment: &str) -> Option<Branch> {
    [Branch::V1, Branch::V2].into_iter().find(|branch| branch.segments().contains(&segment))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bases(text: &str, branch: Branch) -> Vec<String> {
        Endpoint::parse(text).unwrap().bases(branch)
    }

    #[test]
    fn short_names() {
        assert_eq!(bases("us", Branch::V2), ["https://api.us.ovhcloud.com/v2"]);
        assert_eq!(bases("ca", Branch::V1), ["https://ca.api.ovh.com/1.0", "https://ca.api.ovh.com/v1"]);
    }

    #[test]
    fn a_url_with_and_without_branch_and_slash() {
        for text in ["http://h:8080", "http://h:8080/", "http://h:8080/1.0", "http://h:8080/1.0/", "http://h:8080/v2/"]
        {
            assert_eq!(bases(text, Branch::V1), ["http://h:8080/1.0", "http://h:8080/v1"], "{text}");
            assert_eq!(bases(text, Branch::V2), ["http://h:8080/v2"], "{text}");
        }
        assert_eq!(bases("http://h/v1", Branch::V1), ["http://h/v1", "http://h/1.0"]);
    }

    #[test]
    fn another_path_is_the_base() {
        assert_eq!(bases("http://h/mirror/", Branch::V1), ["http://h/mirror"]);
        assert_eq!(bases("http://h/mirror/1.0", Branch::V1), ["http://h/mirror/1.0", "http://h/mirror/v1"]);
    }

    #[test]
    fn the_branch_may_stand_in_the_url() {
        assert_eq!(Endpoint::parse("http://h/v2/").unwrap().branch(), Some(Branch::V2));
        assert_eq!(Endpoint::parse("http://h/").unwrap().branch(), None);
    }

    #[test]
    fn what_is_no_endpoint() {
        for text in ["uk", "", "localhost:8080", "ftp://h/", "http://", "http://u:p@h/", "http://h/?x", "/tmp"] {
            assert!(Endpoint::parse(text).is_err(), "{text:?} was taken");
        }
    }
}
