//! Accepts only requests that are meant for this server.
//!
//! A web page can make its own host name resolve to 127.0.0.1 (DNS rebinding) and then read the sandbox's responses.
//! The browser sends that name as `Host`, so it is checked. A page can also submit forms to the sandbox; `Origin` and
//! `Sec-Fetch-Site` reveal that.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use http::header::{HOST, HeaderName, ORIGIN};
use http::request::Parts;
use http::{HeaderMap, Method};

use ovh_api_core::internal::service_hosts;

use crate::error_response::ErrorResponse;
use crate::transport::Transport;

static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Headers that identify the caller. A repeated header could be read in two ways.
const CALLER_HEADERS: [&str; 5] =
    ["authorization", "x-ovh-application", "x-ovh-consumer", "x-ovh-timestamp", "x-ovh-signature"];

/// A host without a scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HostName {
    /// In lower case; an IPv6 address is in brackets.
    name: String,
    /// `None` for any port.
    port: Option<u16>,
}

/// An error for text that is not a host name or address with an optional port.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("invalid host {0:?}: expected a name or address such as sandbox.test or sandbox.test:8080")]
pub struct InvalidHost(String);

impl HostName {
    fn is_loopback(&self) -> bool {
        self.name == "localhost" || address(&self.name).is_some_and(|address| address.is_loopback())
    }

    /// Returns the name or address without brackets.
    pub(crate) fn bare_name(&self) -> &str {
        self.name.trim_start_matches('[').trim_end_matches(']')
    }
}

impl FromStr for HostName {
    type Err = InvalidHost;

    fn from_str(text: &str) -> Result<Self, InvalidHost> {
        let invalid = || InvalidHost(text.to_owned());
        let (name, port) = match text.rsplit_once(':') {
            // The last colon of `[::1]` is part of the address.
            Some((name, port)) if !port.ends_with(']') => (name, Some(self::port(port).ok_or_else(invalid)?)),
            _ => (text, None),
        };
        let is_address = address(name).is_some();
        let is_label = |label: &str| {
            !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        if is_address || name.split('.').all(is_label) {
            Ok(Self { name: name.to_ascii_lowercase(), port })
        } else {
            Err(invalid())
        }
    }
}

/// Parses a port in its canonical spelling.
fn port(text: &str) -> Option<u16> {
    text.parse().ok().filter(|port: &u16| port.to_string() == text)
}

fn address(name: &str) -> Option<IpAddr> {
    match name.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']')?.parse().ok().map(|address: Ipv6Addr| address.into()),
        None => name.parse().ok().filter(IpAddr::is_ipv4),
    }
}

/// The accepted hosts.
#[derive(Debug)]
pub(crate) struct Hosts {
    port: u16,
    transport: Transport,
    allowed: Vec<HostName>,
}

impl Hosts {
    /// Creates the hosts of a server on a port. Clients with fixed hosts require HTTPS, so with it, the service's hosts
    /// are accepted, too.
    pub(crate) fn new(port: u16, transport: Transport, allowed: &[HostName]) -> Self {
        let service = if transport == Transport::Plain { BTreeSet::new() } else { service_hosts() };
        let service = service.into_iter().map(|name| HostName { name: name.to_owned(), port: None });
        Self { port, transport, allowed: allowed.iter().cloned().chain(service).collect() }
    }

    /// Returns the origin that the caller addressed, such as `http://127.0.0.1:8080`.
    ///
    /// # Errors
    ///
    /// Returns an error if the host is missing, repeated or not accepted.
    pub(crate) fn origin(&self, parts: &Parts) -> Result<String, ErrorResponse> {
        let bad_request = |message: &str| ErrorResponse::bad_request(message).closing();
        let mut hosts = parts.headers.get_all(HOST).iter();
        let host = match (hosts.next(), hosts.next()) {
            (Some(host), None) => host.to_str().unwrap_or_default(),
            (None, _) => return Err(bad_request("The Host header is missing")),
            (Some(_), Some(_)) => return Err(bad_request("There is more than one Host header")),
        };
        if parts.uri.authority().is_some_and(|target| !target.as_str().eq_ignore_ascii_case(host)) {
            return Err(bad_request("The request target and the Host header name different hosts"));
        }
        if !self.accepts(host) {
            let shown: String = host.chars().take(60).collect();
            return Err(ErrorResponse::misdirected(format!("This sandbox is not {shown:?}: see --allow-host")));
        }
        Ok(format!("{}://{host}", self.transport.scheme()))
    }

    /// Returns whether requests for a host are accepted. The port of a proxy on this machine is unknown.
    fn accepts(&self, host: &str) -> bool {
        self.is_own(host)
            || self.transport == Transport::BehindTls && host.parse().is_ok_and(|host: HostName| host.is_loopback())
    }

    fn is_own(&self, host: &str) -> bool {
        let Ok(host) = host.parse::<HostName>() else { return false };
        let is_loopback = host.is_loopback();
        let HostName { name, port } = host;
        let port = port.unwrap_or(self.transport.default_port());
        is_loopback && port == self.port
            || self.allowed.iter().any(|known| known.name == name && known.port.is_none_or(|known| known == port))
    }

    /// Rejects requests that may change state and come from a page of another site.
    pub(crate) fn same_site(&self, parts: &Parts) -> Result<(), ErrorResponse> {
        if matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) {
            return Ok(());
        }
        let addressed = parts.headers.get(HOST).and_then(|host| host.to_str().ok());
        let is_own = |origin: &str| {
            let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
            host.is_some_and(|host| self.is_own(host) || addressed == Some(host) && self.accepts(host))
        };
        let all = |name: &HeaderName, holds: &dyn Fn(&str) -> bool| {
            parts.headers.get_all(name).iter().all(|value| value.to_str().is_ok_and(holds))
        };
        // `none` is sent if the user entered the address; a page on another port of this machine is `same-site`.
        if all(&ORIGIN, &is_own) && all(&SEC_FETCH_SITE, &|site| matches!(site, "same-origin" | "none")) {
            return Ok(());
        }
        Err(ErrorResponse::forbidden("This request comes from a page of another site"))
    }
}

/// Rejects a request that repeats a header of the caller.
pub(crate) fn check_caller_headers(headers: &HeaderMap) -> Result<(), ErrorResponse> {
    match CALLER_HEADERS.iter().find(|name| headers.get_all(**name).iter().count() > 1) {
        Some(name) => Err(ErrorResponse::bad_request(format!("There is more than one {name} header"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_accepted_by_name_and_port() {
        let allowed = ["sandbox.test", "proxy.test:443", "[2001:db8::1]:1"].map(|host| host.parse().unwrap());
        let hosts = Hosts::new(8080, Transport::Plain, &allowed);
        for host in [
            "127.0.0.1:8080",
            "127.9.9.9:8080",
            "localhost:8080",
            "LOCALHOST:8080",
            "[::1]:8080",
            "sandbox.test",
            "Sandbox.Test:1",
            "proxy.test:443",
            "[2001:db8::1]:1",
        ] {
            assert!(hosts.accepts(host), "{host}");
        }
        for host in [
            "",
            ":8080",
            "127.0.0.1",
            "127.0.0.1:80",
            "127.0.0.1:08080",
            "127.0.0.1:+8080",
            "127.0.0.1:8080:8080",
            "localhost.:8080",
            "localhost.evil.example:8080",
            "evil.example:8080",
            "user@127.0.0.1:8080",
            "127.1:8080",
            "2130706433:8080",
            "0.0.0.0:8080",
            "[::]:8080",
            "[::ffff:127.0.0.1]:8080",
            "::1:8080",
            "proxy.test",
            "x.sandbox.test",
            "127.0.0.1:8080/",
            "127.0.0.1:8080, evil.example",
        ] {
            assert!(!hosts.accepts(host), "{host}");
        }
        assert!(Hosts::new(80, Transport::Plain, &[]).accepts("127.0.0.1"), "80 is the default port");
    }

    #[test]
    fn invalid_host_error_contains_the_host() {
        for host in ["", "http://x", "*", "*.test", "x:", "x:0x50", "a b", "x/y", "a..b", "[::1", "x:65536"] {
            let error = host.parse::<HostName>().unwrap_err().to_string();
            assert!(error.starts_with(&format!("invalid host {host:?}: ")), "{error}");
        }
    }
}
