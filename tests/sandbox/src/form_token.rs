//! Tokens in forms, so that other sites cannot submit them.

use std::fmt::Write as _;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use sha1::{Digest as _, Sha1};

/// The name of the form field.
pub(crate) const FIELD: &str = "formToken";

/// A random secret that tokens are derived from. It does not depend on the sandbox's seed.
#[derive(Debug)]
pub(crate) struct FormSecret([u64; 4]);

impl FormSecret {
    pub(crate) fn new() -> Self {
        // The standard library seeds its hashers with the system's random numbers.
        Self(std::array::from_fn(|_| RandomState::new().build_hasher().finish()))
    }

    /// Returns the token of a page, given the page's name.
    pub(crate) fn token(&self, page: &str) -> String {
        let start = self.0.iter().fold(Sha1::new(), |hash, part| hash.chain_update(part.to_be_bytes()));
        let digest = start.chain_update(page).finalize();
        digest.iter().fold(String::with_capacity(40), |mut token, byte| {
            // Writing to a String cannot fail.
            let _ = write!(token, "{byte:02x}");
            token
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_between_pages_and_sandboxes() {
        let (one, other) = (FormSecret::new(), FormSecret::new());
        assert_eq!(one.token("a"), one.token("a"));
        assert_ne!(one.token("a"), one.token("b"));
        assert_ne!(one.token("a"), other.token("a"));
    }
}
