//! Hashes.

use std::fmt::Write as _;

use sha1::{Digest as _, Sha1};

/// Returns the SHA-1 hash of bytes in lower-case hexadecimal.
pub(crate) fn sha1_hex(bytes: &[u8]) -> String {
    Sha1::digest(bytes).iter().fold(String::with_capacity(40), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
