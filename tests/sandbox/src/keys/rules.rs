//! Access rules of consumer keys.

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

/// An access rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) method: String,
    pub(crate) path: String,
}

impl Rule {
    pub(crate) fn new(method: &str, path: &str) -> Self {
        Self { method: method.to_owned(), path: path.to_owned() }
    }

    pub(crate) fn json(&self) -> Value {
        json!({"method": self.method, "path": self.path})
    }

    /// Returns whether the rule covers a call. Paths of branch v2 begin with `/v2`.
    pub(crate) fn covers(&self, method: &str, path: &str) -> bool {
        // Only a literal star is a wildcard, not `%2A`.
        let literals = self.path.split('*').map(canonical);
        self.method == method && fits(&literals.collect::<Vec<_>>(), &canonical(path))
    }

    /// Returns the estimated size, in bytes.
    pub(crate) const fn weight(&self) -> usize {
        64 + self.method.len() + self.path.len()
    }
}

/// Returns the canonical encoding of a path, in which only slashes and percent signs within a segment are encoded.
fn canonical(path: &str) -> Vec<u8> {
    let mut canonical = Vec::with_capacity(path.len());
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            canonical.push(b'/');
        }
        for byte in percent_decode_str(segment) {
            match byte {
                b'/' => canonical.extend_from_slice(b"%2F"),
                b'%' => canonical.extend_from_slice(b"%25"),
                other => canonical.push(other),
            }
        }
    }
    canonical
}

/// Returns whether an IAM action matches a pattern, in which a star is any text.
pub(crate) fn action_fits(pattern: &str, action: &str) -> bool {
    fits(&pattern.split('*').map(|literal| literal.as_bytes().to_vec()).collect::<Vec<_>>(), action.as_bytes())
}

/// Returns whether a text consists of the literals with any text between them, including slashes.
fn fits(literals: &[Vec<u8>], text: &[u8]) -> bool {
    let [first, middle @ .., last] = literals else {
        return literals.first().is_some_and(|only| only == text);
    };
    let Some(mut rest) = text.strip_prefix(first.as_slice()) else { return false };
    for literal in middle {
        let Some(at) = find(rest, literal) else { return false };
        rest = rest.get(at + literal.len()..).unwrap_or_default();
    }
    rest.ends_with(last)
}

fn find(text: &[u8], literal: &[u8]) -> Option<usize> {
    if literal.is_empty() {
        return Some(0);
    }
    text.windows(literal.len()).position(|window| window == literal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_match_any_text() {
        let covers = |pattern: &str, path: &str| Rule::new("GET", pattern).covers("GET", path);
        for (pattern, path) in [
            ("/*", "/"),
            ("/*", "/me/api"),
            ("/me", "/me"),
            ("/vps/*", "/vps/a/disks/1"),
            ("/vps/*/disks", "/vps/a/disks"),
            ("/vps/*/disks*", "/vps/a/b/disks/1"),
            ("/ip/192.0.2.0%2F24", "/ip/192.0.2.0%2f24"),
            ("*", "/me"),
            ("/v2/iam/*", "/v2/iam/policy"),
            ("/a*b*b", "/abb"),
            ("/**", "/me"),
            ("/me/%2A", "/me/*"),
            ("/me/%2a", "/me/%2A"),
            ("/vps/*", "/vps/a%2Fb"),
            ("/m%65", "/me"),
        ] {
            assert!(covers(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("/me", "/me/api"),
            ("/me/*", "/me"),
            ("/vps/*/disks", "/vps/a/disks/1"),
            ("/ME", "/me"),
            ("", "/me"),
            ("/vps/a/b", "/vps/a%2Fb"),
            ("/iam/*", "/v2/iam/policy"),
            ("/%2A", "/me"),
            ("/%2a", "/me/api"),
            ("%2A", "/me"),
            ("/me%2A", "/me/api"),
            ("/me/%2A/x*", "/me/api/x"),
            ("/%252A", "/*"),
            ("/x/%2F*", "/x/a"),
            ("/x/a%252Fb", "/x/a%2Fb"),
            ("/x/a%2Fb", "/x/a%252Fb"),
            ("/a*b*b", "/ab"),
            ("/me/*", "/me%2Fapi"),
        ] {
            assert!(!covers(pattern, path), "{pattern} {path}");
        }
        assert!(!Rule::new("GET", "/*").covers("POST", "/me"));
    }
}
