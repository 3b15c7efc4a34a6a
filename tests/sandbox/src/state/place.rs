//! Where a thing is: its path in one spelling.

use std::fmt;

use generator::schema::Branch;

/// A path below a branch, each value in its one spelling.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place(String);

impl Place {
    /// The place with these segments.
    pub(crate) fn new<'s>(branch: Branch, segments: impl IntoIterator<Item = &'s str>) -> Self {
        let mut place = Self(branch.prefix().to_owned());
        for segment in segments {
            place.push(segment);
        }
        place
    }

    /// A place of branch v1, by its path.
    pub(crate) fn v1(path: &str) -> Self {
        Self(path.to_owned())
    }

    /// The place one segment further down.
    pub(crate) fn child(&self, segment: &str) -> Self {
        let mut place = self.clone();
        place.push(segment);
        place
    }

    /// What everything below it begins with.
    pub(crate) fn prefix(&self) -> String {
        format!("{}/", self.0)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The segments below the branch, as they were given.
    pub(crate) fn segments(&self) -> impl Iterator<Item = String> {
        let below = self.0.strip_prefix("/v2/").or_else(|| self.0.strip_prefix('/')).unwrap_or(&self.0);
        below.split('/').map(|segment| segment.replace("%2F", "/").replace("%25", "%"))
    }

    fn push(&mut self, segment: &str) {
        self.0.push('/');
        // A slash in a value must not look like the next segment.
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
