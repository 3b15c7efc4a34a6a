//! One change and its impact.

use std::cmp::Reverse;

use serde::Serialize;

/// A difference between two models.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// The API, `/vps` or `/v2/iam`.
    pub api: String,
    /// The kind of thing that changed.
    pub item: Item,
    /// The aspect of it that changed.
    pub aspect: Aspect,
    /// The thing by its names in the schema: `GET /vps/{serviceName}`, `vps.Disk.size`.
    pub subject: String,
    /// The old state; `None` if the thing was added.
    pub old: Option<String>,
    /// The new state; `None` if the thing was removed.
    pub new: Option<String>,
    /// The effect on callers.
    pub impact: Impact,
    /// The reason for the impact, on one line.
    pub reason: String,
    /// The old Rust name.
    pub old_name: Option<String>,
    /// The new Rust name.
    pub new_name: Option<String>,
    /// The methods whose parameters or responses are affected, sorted. The old names, if the thing is not new.
    pub methods: Vec<String>,
}

/// The kind of thing that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Item {
    /// A whole API.
    Api,
    /// An operation or its response.
    Operation,
    /// A parameter of an operation.
    Parameter,
    /// A struct or an enum.
    Type,
    /// A field of a struct.
    Field,
    /// A value of an enum.
    Value,
}

/// The aspect of a thing that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// The thing is new.
    Added,
    /// The thing was removed.
    Removed,
    /// The Rust name.
    Renamed,
    /// The name in the schema, or the path.
    Moved,
    /// The type.
    Type,
    /// Whether the value may be null.
    Nullability,
    /// Whether the value is required.
    Required,
    /// The order of arguments.
    Order,
    /// Whether requests are signed.
    Authentication,
    /// The IAM actions that a request needs.
    IamActions,
    /// The stability, with the dates and the replacement of a deprecation.
    Status,
    /// The documented error classes.
    Errors,
    /// The Cargo features that enable it.
    Feature,
    /// Whether its request form can be created from its response form.
    Conversion,
}

/// The effect of a change on code that relies only on what [`diff`](crate::diff) covers, least severe first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Impact {
    /// The code builds and behaves as before.
    #[serde(rename = "compatible")]
    Compatible,
    /// The code builds, but some of it behaves differently or fails.
    #[serde(rename = "breaks at run time")]
    RunTime,
    /// Some of the code does not build.
    #[serde(rename = "breaks the build")]
    Build,
}

impl Impact {
    /// Returns whether the impact is more than compatible.
    pub fn is_breaking(self) -> bool {
        self > Self::Compatible
    }

    /// Returns the impact as reports print it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::RunTime => "breaks at run time",
            Self::Build => "breaks the build",
        }
    }

    /// Returns the impact of a lost name: it breaks the build unless another thing has taken over the name.
    pub(super) const fn of_lost_name(taken_over: bool) -> Self {
        if taken_over { Self::RunTime } else { Self::Build }
    }
}

/// A version bump, smallest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bump {
    /// Neither additions nor breaking changes.
    Patch,
    /// Additions or deprecations.
    Minor,
    /// Breaking changes.
    Major,
}

impl Bump {
    /// Returns the next version. Below 1.0, a breaking change bumps the second number and any other change the third.
    pub fn apply(self, (major, minor, patch): (u64, u64, u64)) -> (u64, u64, u64) {
        match (self, major) {
            (Self::Major, 0) | (Self::Minor, 1..) => (major, minor + 1, 0),
            (Self::Major, 1..) => (major + 1, 0, 0),
            (Self::Patch, _) | (Self::Minor, 0) => (major, minor, patch + 1),
        }
    }
}

impl Change {
    /// Returns a compatible change without details, which the other methods add.
    pub(super) fn new(item: Item, aspect: Aspect, api: &str, subject: &str) -> Self {
        Self {
            api: api.to_owned(),
            item,
            aspect,
            subject: subject.to_owned(),
            old: None,
            new: None,
            impact: Impact::Compatible,
            reason: String::new(),
            old_name: None,
            new_name: None,
            methods: Vec::new(),
        }
    }

    pub(super) fn from(mut self, old: impl Into<String>) -> Self {
        self.old = Some(old.into());
        self
    }

    pub(super) fn to(mut self, new: impl Into<String>) -> Self {
        self.new = Some(new.into());
        self
    }

    pub(super) fn with_impact(mut self, impact: Impact, reason: impl Into<String>) -> Self {
        self.impact = impact;
        self.reason = reason.into();
        self
    }

    /// Sets the old and the new Rust name.
    pub(super) fn named(mut self, old: Option<String>, new: Option<String>) -> Self {
        self.old_name = old;
        self.new_name = new;
        self
    }

    pub(super) fn affects(mut self, methods: impl IntoIterator<Item = String>) -> Self {
        self.methods = methods.into_iter().collect();
        self.methods.sort();
        self.methods.dedup();
        self
    }

    /// Returns the version bump that this change alone requires.
    pub fn bump(&self) -> Bump {
        match (self.impact, self.aspect) {
            (Impact::Build | Impact::RunTime, _) => Bump::Major,
            (Impact::Compatible, Aspect::Added | Aspect::Conversion | Aspect::Status) => Bump::Minor,
            (Impact::Compatible, _) => Bump::Patch,
        }
    }

    /// Returns the sort key of changes in reports.
    pub(super) fn order(&self) -> impl Ord + '_ {
        (&self.api, Reverse(self.impact), self.item, &self.subject, self.aspect, self)
    }
}

#[cfg(test)]
mod tests {
    use super::Bump::{Major, Minor, Patch};

    #[test]
    fn bumps_follow_semver() {
        let below = [Major, Minor, Patch].map(|bump| bump.apply((0, 3, 4)));
        assert_eq!(below, [(0, 4, 0), (0, 3, 5), (0, 3, 5)]);
        let stable = [Major, Minor, Patch].map(|bump| bump.apply((2, 3, 4)));
        assert_eq!(stable, [(3, 0, 0), (2, 4, 0), (2, 3, 5)]);
    }
}
