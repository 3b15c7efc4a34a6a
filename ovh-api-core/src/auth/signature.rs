//! The signature of a request.

use sha1::{Digest as _, Sha1};

/// The signed parts of a request, keys excluded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signed<'a> {
    pub(crate) method: &'a str,
    /// The full URL, exactly as it is sent.
    pub(crate) url: &'a str,
    /// The exact bytes that are sent; empty without a body.
    pub(crate) body: &'a [u8],
    /// The service's time in seconds since 1970, in decimal.
    pub(crate) timestamp: &'a [u8],
}

/// The length of a signature in bytes.
pub(crate) const LENGTH: usize = 3 + 2 * 20;

/// Returns `$1$` and the lower-case hexadecimal SHA-1 of secret, consumer key, method, URL, body and timestamp, joined
/// by `+`, as all official wrappers compute it.
pub(crate) fn sign(application_secret: &[u8], consumer_key: &[u8], signed: Signed<'_>) -> [u8; LENGTH] {
    let mut hash = Sha1::new();
    for part in [application_secret, consumer_key, signed.method.as_bytes(), signed.url.as_bytes(), signed.body] {
        hash.update(part);
        hash.update(b"+");
    }
    hash.update(signed.timestamp);
    // In place: moving the state would leave a copy of the application secret. The feature `zeroize` wipes it on drop.
    let digest = hash.finalize_reset();
    let mut signature = [0; LENGTH];
    let (version, digits) = signature.split_at_mut(3);
    version.copy_from_slice(b"$1$");
    for (digits, byte) in digits.chunks_exact_mut(2).zip(digest) {
        digits.copy_from_slice(&[digit(byte >> 4), digit(byte & 0xf)]);
    }
    signature
}

/// Returns the hexadecimal digit of a number below 16.
const fn digit(number: u8) -> u8 {
    match number {
        0..=9 => b'0' + number,
        _ => b'a' + (number - 10),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Test vectors of the official wrappers.
    #[test]
    fn signatures_match_the_official_wrappers() {
        for (url, wanted) in [
            ("https://eu.api.ovh.com/1.0/call", "$1$7f2db49253edfc41891023fcd1a54cf61db05fbb"),
            ("https://eu.api.ovh.com/v1/call", "$1$e6e7906d385eb28adcbfbe6b66c1528a42d741ad"),
            ("https://eu.api.ovh.com/v2/call", "$1$bb63b132a6f84ad5433d0c534d48d3f7c3804285"),
        ] {
            let signed = Signed { method: "GET", url, body: b"", timestamp: b"1457018875" };
            let signature = sign(b"9ufkBmLaTQ9nz5yMUlg79taH0GNnzDjk", b"5mBuy6SUQcRw2ZUxg0cG68BoDKpED4KY", signed);
            assert_eq!(str::from_utf8(&signature), Ok(wanted), "{url}");
        }
    }

    proptest! {
        /// Bodies around the block size of the hash.
        #[test]
        fn signature_is_the_hash_of_the_joined_parts(
            secret: Vec<u8>,
            key: Vec<u8>,
            url: String,
            body in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            let signed = Signed { method: "POST", url: &url, body: &body, timestamp: b"1" };
            let parts = [&secret, &key, &b"POST"[..], url.as_bytes(), &body, b"1"];
            let wanted = Sha1::digest(parts.join(&b'+'));
            let wanted: String = wanted.iter().map(|byte| format!("{byte:02x}")).collect();
            let signature = sign(&secret, &key, signed).to_vec();
            prop_assert_eq!(String::from_utf8(signature), Ok(format!("$1${wanted}")));
        }
    }
}
