//! Proxies: valid URLs, and requests that never use one.

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::endpoint::is_on_this_machine;
use crate::error::{Error, ErrorKind};

/// Which proxy requests use. A URL may contain a password.
#[derive(Debug, Clone)]
pub enum Proxy {
    /// The proxies of `HTTPS_PROXY` and similar variables.
    Environment,
    /// No proxy.
    None,
    /// This proxy.
    Url(SecretString),
}

impl Proxy {
    /// Returns the URL of the proxy that the program has set.
    ///
    /// A URL without a scheme is `http`, as it is for reqwest. Other schemes fail because reqwest silently ignores
    /// such a proxy, and requests would bypass it.
    ///
    /// # Errors
    ///
    /// If the URL is invalid, or its scheme is neither `http` nor `https`. The error does not contain the URL.
    pub(super) fn url(&self) -> Result<Option<Url>, Error> {
        let Self::Url(url) = self else {
            return Ok(None);
        };
        let text = url.expose_secret().trim();
        let invalid = |message| Error::new(ErrorKind::Configuration, message);
        let url = match Url::parse(text) {
            // In `localhost:3128` and `name:password@host`, the part before the colon is not a scheme.
            Ok(url) if url.has_host() || text.contains("://") => url,
            Err(error) if text.contains("://") => return Err(invalid("invalid proxy URL").with_source(error)),
            _ => Url::parse(&format!("http://{text}"))
                .map_err(|error| invalid("invalid proxy URL").with_source(error))?,
        };
        if matches!(url.scheme(), "http" | "https") {
            return Ok(Some(url));
        }
        Err(invalid("invalid proxy URL: the scheme is neither http nor https; use a URL such as http://192.0.2.1:3128"))
    }
}

/// Returns whether a request to this URL may be unencrypted because it does not leave this machine. A proxy could read
/// it.
pub(super) fn is_local_http(url: &Url) -> bool {
    url.scheme() == "http" && is_on_this_machine(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Result<Option<Url>, Error> {
        Proxy::Url(text.into()).url()
    }

    #[test]
    fn proxy_url_without_a_scheme_is_http() {
        for (text, wanted) in [
            ("http://a.b:3128", "http://a.b:3128/"),
            ("HTTPS://a.b", "https://a.b/"),
            ("192.0.2.1:3128", "http://192.0.2.1:3128/"),
            ("localhost:3128", "http://localhost:3128/"),
            ("a.b", "http://a.b/"),
            ("name:password@a.b:3128", "http://name:password@a.b:3128/"),
        ] {
            assert_eq!(url(text).unwrap().unwrap().as_str(), wanted, "{text}");
        }
    }

    #[test]
    fn proxy_url_of_another_scheme_is_not_in_the_error() {
        for text in [
            "ftp://name:CANARY@x",
            " FTP://CANARY",
            "socks5://name:CANARY@x:1080",
            "socks5h://CANARY",
            "file:///CANARY",
            "ws:CANARY",
        ] {
            let error = url(text).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(error.to_string().contains("neither http nor https"), "{text}: {error}");
            assert!(!format!("{error} {error:?}").contains("CANARY"), "{error:?}");
        }
        for text in ["", "http://", "http://name:CANARY@:0:0", "name:CANARY@:0:0", "CANARY CANARY"] {
            let error = url(text).unwrap_err();
            assert!(error.to_string().starts_with("invalid proxy URL"), "{text}: {error}");
            assert!(!format!("{error} {error:?}").contains("CANARY"), "{error:?}");
        }
    }

    #[test]
    fn only_plain_http_to_this_machine_is_local() {
        for (text, is_local) in [
            ("http://localhost:1/x", true),
            ("HTTP://LOCALHOST/x", true),
            ("http://127.1/x", true),
            ("http://127.255.0.9/x", true),
            ("http://[::1]:1/x", true),
            ("https://localhost/x", false),
            ("http://a.localhost/x", false),
            ("http://localhost.example/x", false),
            ("http://192.0.2.1/x", false),
            ("http://0.0.0.0/x", false),
        ] {
            assert_eq!(is_local_http(&Url::parse(text).unwrap()), is_local, "{text}");
        }
    }
}
