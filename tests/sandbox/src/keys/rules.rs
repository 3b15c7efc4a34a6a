//! Access rules: which calls a key is for.

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

/// One right.
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

    /// Whether it covers a call. The path is below the branch, with `/v2` in front for that one.
    pub(crate) fn covers(&self, method: &str, path: &str) -> bool {
        self.method == method && fits(spelled(&self.path).as_bytes(), spelled(path).as_bytes())
    }
}

/// The same for all encodings of a path, without its values becoming more segments.
fn spelled(path: &str) -> String {
    let decoded = path.split('/').map(|segment| percent_decode_str(segment).decode_utf8_lossy().replace('/', "%2F"));
    decoded.collect::<Vec<_>>().join("/")
}

/// A star stands for any text, slashes included.
fn fits(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut from) = (0, 0);
    // Where to go on when a star turns out to stand for more.
    let mut star: Option<(usize, usize)> = None;
    while from < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(byte) if text.get(from) == Some(byte) => {
                at += 1;
                from += 1;
            }
            _ => match star {
                Some((behind, taken)) => {
                    star = Some((behind, taken + 1));
                    at = behind + 1;
                    from = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars() {
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
        ] {
            assert!(!covers(pattern, path), "{pattern} {path}");
        }
        assert!(!Rule::new("GET", "/*").covers("POST", "/me"));
    }
}
