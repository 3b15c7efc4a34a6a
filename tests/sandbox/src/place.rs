//! Canonical paths of objects.

use std::fmt;

use generator::schema::Branch;
use serde_json::Value;

/// The path of an object, with its parameters in their canonical spelling. Paths of branch v2 begin with `/v2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place(String);

impl Place {
    /// Creates the path with these decoded segments.
    pub(crate) fn new<'s>(branch: Branch, segments: impl IntoIterator<Item = &'s str>) -> Self {
        let mut place = Self(branch.prefix().to_owned());
        for segment in segments {
            place.push(segment);
        }
        place
    }

    /// Creates a path of branch v1.
    pub(crate) fn v1(path: &str) -> Self {
        Self(path.to_owned())
    }

    /// Returns the path with one more segment.
    pub(crate) fn child(&self, segment: &str) -> Self {
        let mut place = self.clone();
        place.push(segment);
        place
    }

    /// Returns the prefix of all paths below this one.
    pub(crate) fn prefix(&self) -> String {
        format!("{}/", self.0)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the branch of the path.
    pub(crate) fn branch(&self) -> Branch {
        if self.0.starts_with("/v2/") { Branch::V2 } else { Branch::V1 }
    }

    /// Returns the decoded segments below the branch.
    pub(crate) fn segments(&self) -> impl Iterator<Item = String> {
        let below = self.0.strip_prefix("/v2/").or_else(|| self.0.strip_prefix('/')).unwrap_or(&self.0);
        below.split('/').map(|segment| segment.replace("%2F", "/").replace("%25", "%"))
    }

    fn push(&mut self, segment: &str) {
        self.0.push('/');
        // A slash in a value must not separate segments.
        for character in segment.chars() {
            match character {
                '/' => self.0.push_str("%2F"),
                '%' => self.0.push_str("%25"),
                other => self.0.push(other),
            }
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Returns a key as it is written in a path.
pub(crate) fn key_text(key: &Value) -> String {
    match key {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
