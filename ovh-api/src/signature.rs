//! The signature of a call.

use std::fmt::Write as _;

use sha1::{Digest, Sha1};

/// What is signed, apart from the secrets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signed<'a> {
    pub(crate) method: &'a str,
    /// The full URL exactly as it is sent.
    pub(crate) url: &'a str,
    /// The exact bytes that are sent, empty if there are none.
    pub(crate) body: &'a [u8],
    /// Seconds since 1970 by the service's clock.
    pub(crate) timestamp: i64,
}

/// `"$1$"` and the SHA-1, in lower-case hexadecimal, of secret, consumer key, method, URL, body and timestamp with `+`
/// between them, as all official wrappers do it.
pub(crate) fn sign(application_secret: &str, consumer_key: &str, signed: Signed<'_>) -> String {
    let timestamp = signed.timestamp.to_string();
    let mut hash = Sha1::new();
    for part in [application_secret, consumer_key, signed.method, signed.url] {
        hash.update(part);
        hash.update("+");
    }
    hash.update(signed.body);
    hash.update("+");
    hash.update(timestamp);
    hash.finalize().iter().fold(String::from("$1$"), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The known answers that the official wrappers test against.
    #[test]
    fn known_answers() {
        for (url, wanted) in [
            ("https://eu.api.ovh.com/1.0/call", "$1$7f2db49253edfc41891023fcd1a54cf61db05fbb"),
            ("https://eu.api.ovh.com/v1/call", "$1$e6e7906d385eb28adcbfbe6b66c1528a42d741ad"),
            ("https://eu.api.ovh.com/v2/call", "$1$bb63b132a6f84ad5433d0c534d48d3f7c3804285"),
        ] {
            let signed = Signed { method: "GET", url, body: b"", timestamp: 1_457_018_875 };
            let signature = sign("9ufkBmLaTQ9nz5yMUlg79taH0GNnzDjk", "5mBuy6SUQcRw2ZUxg0cG68BoDKpED4KY", signed);
            assert_eq!(signature, wanted, "{url}");
        }
    }
}
