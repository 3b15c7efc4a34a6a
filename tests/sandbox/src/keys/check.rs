//! Authenticates calls.

use std::net::IpAddr;

use http::HeaderMap;

use super::signature::signature;
use super::{Caller, Credential, KeyRing, Means, Status};
use crate::error_response::ErrorResponse;

/// Maximum difference between timestamp and clock, in seconds. Users of the service report that a drift of eight
/// minutes is rejected.
const MAX_DRIFT: u64 = 60;

/// The signed parts of a request.
#[derive(Debug)]
pub(crate) struct Signed<'r> {
    pub(crate) method: &'r str,
    /// The full URL as it was sent.
    pub(crate) url: &'r str,
    /// The path without `/1.0` or `/v1`; paths of branch v2 begin with `/v2`.
    pub(crate) path: &'r str,
    pub(crate) body: &'r [u8],
    pub(crate) headers: &'r HeaderMap,
    pub(crate) address: IpAddr,
    /// The sandbox's time.
    pub(crate) now: i64,
    /// Whether the access rules must cover the call.
    pub(crate) needs_rule: bool,
}

impl Signed<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok().filter(|text| !text.is_empty())
    }
}

/// Parses a timestamp in its canonical spelling. `+N` and `0N` are rejected, so that each signature has one timestamp.
fn timestamp(text: &str) -> Option<i64> {
    text.parse().ok().filter(|seconds: &i64| *seconds >= 0 && seconds.to_string() == text)
}

/// Returns a URL without its port, or with the default port if it has none. Some clients omit the default port in the
/// `Host` header alone, and OVHcloud's wrappers for Node.js sign URLs without any port.
fn other_spelling(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let (host, path) = rest.split_at_checked(rest.find('/')?)?;
    let default = if scheme == "https" { "443" } else { "80" };
    match host.rsplit_once(':') {
        Some((bare, port)) if !port.ends_with(']') => Some(format!("{scheme}://{bare}{path}")),
        _ => Some(format!("{scheme}://{host}:{default}{path}")),
    }
}

impl KeyRing {
    /// Returns the application of a request.
    pub(crate) fn calling_application(&self, headers: &HeaderMap) -> Result<&super::Application, ErrorResponse> {
        let key = headers.get("x-ovh-application").and_then(|key| key.to_str().ok()).unwrap_or_default();
        let known = self.applications.iter().find(|known| known.key == key).ok_or_else(ErrorResponse::invalid_key)?;
        match known.status {
            "active" | "trusted" => Ok(known),
            _ => Err(ErrorResponse::invalid_key()),
        }
    }

    /// Authenticates a call and checks its access rules.
    pub(crate) fn admit(&mut self, call: &Signed<'_>) -> Result<Caller, ErrorResponse> {
        if let Some(bearer) = call.header("authorization") {
            return self.admit_bearer(bearer, call.now);
        }
        if call.header("x-ovh-application").is_none() {
            return Err(ErrorResponse::login_first());
        }
        let application = self.calling_application(call.headers)?;
        let consumer = call.header("x-ovh-consumer").ok_or_else(ErrorResponse::login_first)?;
        let (owner, secret) = (application.id, application.secret.as_str());
        let known = |credential: &&Credential| credential.key == consumer && credential.application == owner;
        let credential = self.credentials.iter().find(known).ok_or_else(|| {
            let was_known = self.deleted.iter().any(|key| key == consumer);
            if was_known { ErrorResponse::deleted_credential() } else { ErrorResponse::unknown_credential() }
        })?;

        let sent_at = call.header("x-ovh-timestamp").ok_or_else(ErrorResponse::out_of_time)?;
        if timestamp(sent_at).ok_or_else(ErrorResponse::out_of_time)?.abs_diff(call.now) > MAX_DRIFT {
            return Err(ErrorResponse::out_of_time());
        }
        let given = call.header("x-ovh-signature").ok_or_else(ErrorResponse::invalid_signature)?;
        let fits = |url: &str| given == signature(secret, consumer, call.method, url, call.body, sent_at);
        if !fits(call.url) && !other_spelling(call.url).is_some_and(|url| fits(&url)) {
            return Err(ErrorResponse::invalid_signature());
        }
        if credential.status_at(call.now) != Status::Validated {
            return Err(ErrorResponse::invalid_credential());
        }
        if !credential.allows(call.address) {
            return Err(ErrorResponse::forbidden("This credential is not allowed from your address"));
        }
        let id = credential.id;
        if call.needs_rule && !self.grants(&Means::Credential(id), call.method, call.path) {
            return Err(ErrorResponse::not_granted());
        }
        if let Some(credential) = self.credential_mut(id) {
            credential.last_use = Some(call.now);
        }
        Ok(Caller { means: Means::Credential(id) })
    }

    fn admit_bearer(&self, header: &str, now: i64) -> Result<Caller, ErrorResponse> {
        let token = match header.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
            _ => return Err(ErrorResponse::invalid_token()),
        };
        self.client_of(token, now).ok_or_else(ErrorResponse::invalid_token)?;
        Ok(Caller { means: Means::Token(token.to_owned()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_written_or_omitted() {
        for (url, other) in [
            ("https://eu.api.ovh.com/1.0/me", "https://eu.api.ovh.com:443/1.0/me"),
            ("https://eu.api.ovh.com:443/1.0/me", "https://eu.api.ovh.com/1.0/me"),
            ("https://127.0.0.1:8080/1.0/me", "https://127.0.0.1/1.0/me"),
            ("http://[::1]/1.0/me", "http://[::1]:80/1.0/me"),
            ("http://[::1]:8080/1.0/me", "http://[::1]/1.0/me"),
        ] {
            assert_eq!(other_spelling(url).as_deref(), Some(other));
        }
    }

    #[test]
    fn timestamps_have_one_spelling() {
        assert_eq!(timestamp("1457018875"), Some(1_457_018_875));
        assert_eq!(timestamp("0"), Some(0));
        for text in ["", "+1", "01", "00", "-1", "-0", "1.0", "1e3", " 1", "1 ", "1_000", "٣", "9223372036854775808"] {
            assert_eq!(timestamp(text), None, "{text:?}");
        }
    }
}
