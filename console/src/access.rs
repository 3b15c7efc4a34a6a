//! Decides which requests are served.
//!
//! Other programs and web pages of other sites can reach a port of this machine. A request is served if
//!
//! - its only `Host` header is a loopback name with the console's port: a page cannot reach the console by a name of
//!   its own that resolves to 127.0.0.1 (DNS rebinding);
//! - its `Origin` and `Sec-Fetch-Site`, if sent, are the console's own (cross-site requests);
//! - it has the token, which only the terminal shows, in a cookie or in `Authorization: Bearer`.

use http::header::{AUTHORIZATION, COOKIE, HOST, HeaderMap, HeaderName, ORIGIN};
use http::request::Parts;

static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The number of random bytes of a token.
const TOKEN_BYTES: usize = 32;

/// A reason to refuse a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The `Host` header is missing, repeated or not the console's.
    Host,
    /// The request comes from a page of another site.
    Site,
    /// The token is missing or wrong.
    Token,
}

/// The rules of one console.
#[derive(Debug)]
pub(crate) struct Access {
    port: u16,
    token: String,
}

impl Access {
    /// Creates the rules with a new token.
    pub(crate) fn new(port: u16) -> Result<Self, getrandom::Error> {
        let mut bytes = [0; TOKEN_BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self { port, token: bytes.iter().map(|byte| format!("{byte:02x}")).collect() })
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Checks host and origin of a request.
    pub(crate) fn check_origin(&self, parts: &Parts) -> Result<(), Refusal> {
        let host = only(&parts.headers, &HOST).ok_or(Refusal::Host)?;
        let is_same_target = parts.uri.authority().is_none_or(|target| target.as_str().eq_ignore_ascii_case(host));
        if !self.is_own(host) || !is_same_target {
            return Err(Refusal::Host);
        }
        let all = |name: &HeaderName, holds: &dyn Fn(&str) -> bool| {
            parts.headers.get_all(name).iter().all(|value| value.to_str().is_ok_and(holds))
        };
        let is_own_origin = |origin: &str| origin.strip_prefix("http://").is_some_and(|host| self.is_own(host));
        // `none` is sent if the user entered the address; a page on another port of this machine is `same-site`.
        let is_own_site = |site: &str| matches!(site, "same-origin" | "none");
        if all(&ORIGIN, &is_own_origin) && all(&SEC_FETCH_SITE, &is_own_site) { Ok(()) } else { Err(Refusal::Site) }
    }

    /// Checks the token in the cookie or in `Authorization`.
    pub(crate) fn check_token(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let bearer = only(headers, &AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let name = self.cookie_name();
        let cookie = cookies
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value);
        let is_right = [bearer, cookie].into_iter().flatten().any(|token| self.is_token(token));
        if is_right { Ok(()) } else { Err(Refusal::Token) }
    }

    /// Returns whether a text is the token. The time does not depend on the place of the first difference.
    pub(crate) fn is_token(&self, text: &str) -> bool {
        let differences = self.token.bytes().zip(text.bytes()).fold(0, |all, (ours, theirs)| all | (ours ^ theirs));
        text.len() == self.token.len() && differences == 0
    }

    /// Returns the value of `Set-Cookie`.
    pub(crate) fn cookie(&self) -> String {
        format!("{}={}; HttpOnly; SameSite=Strict; Path=/", self.cookie_name(), self.token)
    }

    /// Cookies do not depend on the port, so several consoles need several names.
    fn cookie_name(&self) -> String {
        format!("ovh-console-{}", self.port)
    }

    fn is_own(&self, host: &str) -> bool {
        let port = format!(":{}", self.port);
        let name = match host.strip_suffix(&port) {
            Some(name) => name,
            // The default port is not written.
            None if self.port == 80 => host,
            None => return false,
        };
        name.eq_ignore_ascii_case("localhost") || matches!(name, "127.0.0.1" | "[::1]")
    }
}

/// Returns the value of a header that must occur once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(headers: &[(&str, &str)]) -> Parts {
        let builder =
            headers.iter().fold(http::Request::get("/"), |builder, (name, value)| builder.header(*name, *value));
        builder.body(()).unwrap().into_parts().0
    }

    #[test]
    fn only_loopback_names_with_the_port_are_accepted() {
        let access = Access::new(8080).unwrap();
        for host in ["127.0.0.1:8080", "localhost:8080", "LocalHost:8080", "[::1]:8080"] {
            assert_eq!(access.check_origin(&parts(&[("host", host)])), Ok(()), "{host}");
        }
        for host in [
            "",
            "127.0.0.1",
            "127.0.0.1:80",
            "127.0.0.1:18080",
            "127.0.0.1.:8080",
            "evil.example:8080",
            "localhost.evil.example:8080",
            "evil@localhost:8080",
            "127.0.0.1:8080, evil.example",
        ] {
            assert_eq!(access.check_origin(&parts(&[("host", host)])), Err(Refusal::Host), "{host}");
        }
        assert_eq!(access.check_origin(&parts(&[])), Err(Refusal::Host));
        let twice = [("host", "127.0.0.1:8080"), ("host", "127.0.0.1:8080")];
        assert_eq!(access.check_origin(&parts(&twice)), Err(Refusal::Host));
    }

    #[test]
    fn foreign_origins_and_sites_are_refused() {
        let access = Access::new(8080).unwrap();
        let check = |name, value| access.check_origin(&parts(&[("host", "127.0.0.1:8080"), (name, value)]));
        for (name, value) in [
            ("origin", "http://127.0.0.1:8080"),
            ("origin", "http://localhost:8080"),
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "none"),
        ] {
            assert_eq!(check(name, value), Ok(()), "{name}: {value}");
        }
        for (name, value) in [
            ("origin", "null"),
            ("origin", "https://evil.example"),
            ("origin", "http://127.0.0.1:8081"),
            ("origin", "https://127.0.0.1:8080"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            assert_eq!(check(name, value), Err(Refusal::Site), "{name}: {value}");
        }
    }

    #[test]
    fn token_is_required_in_full() {
        let access = Access::new(8080).unwrap();
        let token = access.token().to_owned();
        let check = |name, value: &str| access.check_token(&parts(&[(name, value)]).headers);
        assert_eq!(token.len(), 2 * TOKEN_BYTES);
        assert_eq!(check("authorization", &format!("Bearer {token}")), Ok(()));
        assert_eq!(check("cookie", &format!("a=b; ovh-console-8080={token}")), Ok(()));
        let wrong = "0".repeat(token.len());
        for (name, value) in [
            ("authorization", "Bearer ".to_owned()),
            ("authorization", format!("Bearer {}", &token[1..])),
            ("authorization", format!("Bearer {wrong}")),
            ("authorization", token.clone()),
            ("cookie", format!("ovh-console-8081={token}")),
            ("cookie", format!("ovh-console-8080={token}0")),
            ("cookie", "ovh-console-8080=".to_owned()),
        ] {
            assert_eq!(check(name, &value), Err(Refusal::Token), "{name}: {value}");
        }
        assert_ne!(Access::new(8080).unwrap().token(), token);
    }
}
