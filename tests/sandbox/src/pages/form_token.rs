//! Tokens in forms, so that only a form of this server is taken.

use std::fmt::Write as _;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use sha1::{Digest as _, Sha1};

/// The name of the field.
pub(super) const FIELD: &str = "formToken";

/// What tokens are made from. It is different in each sandbox and does not depend on its seed.
#[derive(Debug)]
pub(crate) struct FormSecret([u64; 4]);

impl FormSecret {
    pub(crate) fn new() -> Self {
        // The standard library takes the keys of its hashers from the system's random numbers.
        Self(std::array::from_fn(|_| RandomState::new().build_hasher().finish()))
    }

    /// The token of one page, which is named by what it is about.
    pub(super) fn token(&self, page: &str) -> String {
        let start = self.0.iter().fold(Sha1::new(), |hash, part| hash.chain_update(part.to_be_bytes()));
        let digest = start.chain_update(page).finalize();
        let mut token = String::with_capacity(40);
        for byte in digest {
            // Writing to a String cannot fail.
            let _ = write!(token, "{byte:02x}");
        }
        token
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
