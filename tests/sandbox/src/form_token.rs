//! Tokens in forms, so that other sites cannot submit them.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use crate::hash::sha1_hex;

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
        let secret = self.0.iter().flat_map(|part| part.to_be_bytes());
        sha1_hex(&secret.chain(page.bytes()).collect::<Vec<u8>>())
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
