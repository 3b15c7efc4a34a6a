//! The header names that an operation may declare as parameters.
//!
//! A header parameter becomes a setter. Names with a meaning for HTTP, proxies, the client or authentication are
//! rejected; other names, such as `X-Pagination-Cursor`, `If-Match` and `Prefer`, are accepted.

/// In bytes; the longest in the schemas of August 2026 has 19.
const MAX_LENGTH: usize = 128;

/// Rejected names, in lower case.
///
/// From the IANA HTTP Field Name Registry: authentication, routing, framing, content negotiation and hop-by-hop fields
/// (RFC 9110, sections 5 to 12; RFC 9112, sections 6 and 9; RFC 6265; RFC 6454).
const REJECTED: &[&str] = &[
    "accept",
    "accept-charset",
    "accept-encoding",
    "alt-used",
    "authorization",
    "close",
    "connection",
    "cookie",
    "cookie2",
    "date",
    "expect",
    "forwarded",
    "host",
    "http2-settings",
    "if-range",
    "keep-alive",
    "max-forwards",
    "origin",
    "range",
    "referer",
    "set-cookie",
    "set-cookie2",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
    // Not registered, but proxies and frameworks read the method, path, host or client address from them.
    "client-ip",
    "true-client-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "x-host",
    "x-http-host-override",
    "x-http-method",
    "x-http-method-override",
    "x-method-override",
    "x-original-host",
    "x-original-method",
    "x-original-url",
    "x-real-ip",
    "x-rewrite-url",
];

/// Prefixes of rejected names. `x-ovh-` covers the service's signature and batch headers.
const REJECTED_PREFIXES: &[&str] = &["access-control-", "content-", "proxy-", "sec-", "x-forwarded", "x-ovh-"];

/// Checks the name of a header parameter; the error is the reason.
pub(super) fn check(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("it is empty".to_owned());
    }
    if name.len() > MAX_LENGTH {
        return Err(format!("it is longer than {MAX_LENGTH} bytes"));
    }
    // RFC 9110, section 5.6.2: a token.
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if let Some(other) = name.chars().find(|c| !is_token(*c)) {
        return Err(format!("it contains the character {other:?}"));
    }
    // Some servers treat `X_Ovh_Application` as `X-Ovh-Application`.
    let plain = name.to_ascii_lowercase().replace('_', "-");
    if REJECTED.contains(&plain.as_str()) || REJECTED_PREFIXES.iter().any(|prefix| plain.starts_with(prefix)) {
        return Err("it is reserved for HTTP, proxies or authentication".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_apis_are_accepted() {
        for name in [
            "X-Pagination-Cursor",
            "x-pagination-size",
            "X-Auth-Token",
            "If-Match",
            "Prefer",
            "Idempotency-Key",
            "TEXT",
        ] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn headers_of_http_proxies_and_authentication_are_rejected() {
        let names = [
            "Host",
            "hOST",
            "Content-Length",
            "content-type",
            "Content_Length",
            "Authorization",
            "Proxy-Authorization",
            "Connection",
            "Keep-Alive",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade",
            "Cookie",
            "Expect",
            "Via",
            "X-Ovh-Application",
            "x-ovh-signature",
            "X_OVH_CONSUMER",
            "X-Ovh-Batch",
            "X-Forwarded-For",
            "X-Forwarded",
            "Forwarded",
            "X-HTTP-Method-Override",
            "X-Original-URL",
            "Sec-Fetch-Mode",
            "User-Agent",
            "Accept-Encoding",
            "Range",
            "Referer",
            "Origin",
        ];
        for name in names {
            assert!(check(name).is_err(), "{name} was accepted");
        }
    }

    #[test]
    fn names_that_are_not_tokens_are_rejected() {
        let long = "a".repeat(MAX_LENGTH + 1);
        let names =
            ["", " ", "a b", "a:b", "X-A\r\nHost: x", "a\n", "a\0", "é", "a\u{200b}", ":authority", "(a)", &long];
        for name in names {
            assert!(check(name).is_err(), "{name:?} was accepted");
        }
    }
}
