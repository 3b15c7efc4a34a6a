//! Signatures of requests.

use crate::hash::sha1_hex;

/// Returns `$1$` and the SHA-1 hash of secret, consumer key, method, URL, body and timestamp, joined by `+`.
pub(super) fn signature(secret: &str, consumer: &str, method: &str, url: &str, body: &[u8], timestamp: &str) -> String {
    let [secret, consumer, method, url, timestamp] = [secret, consumer, method, url, timestamp].map(str::as_bytes);
    format!("$1${}", sha1_hex(&[secret, consumer, method, url, body, timestamp].join(&b'+')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_match_known_values() {
        for (url, expected) in [
            ("https://eu.api.ovh.com/1.0/call", "$1$7f2db49253edfc41891023fcd1a54cf61db05fbb"),
            ("https://eu.api.ovh.com/v1/call", "$1$e6e7906d385eb28adcbfbe6b66c1528a42d741ad"),
            ("https://eu.api.ovh.com/v2/call", "$1$bb63b132a6f84ad5433d0c534d48d3f7c3804285"),
        ] {
            let secret = "9ufkBmLaTQ9nz5yMUlg79taH0GNnzDjk";
            let consumer = "5mBuy6SUQcRw2ZUxg0cG68BoDKpED4KY";
            assert_eq!(signature(secret, consumer, "GET", url, b"", "1457018875"), expected);
        }
    }
}
