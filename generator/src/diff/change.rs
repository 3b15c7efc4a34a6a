//! One change and its meaning.

use std::cmp::Reverse;

use serde::Serialize;

/// Something that differs between two models.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// The API that it belongs to, `/vps` or `/v2/iam`.
    pub api: String,
    /// What sort of thing changed.
    pub item: Item,
    /// What about it changed.
    pub aspect: Aspect,
    /// The thing by the service's own names: `GET /vps/{serviceName}`, `vps.Disk.size`.
    pub subject: String,
    /// How it was; `None` for what was added.
    pub old: Option<String>,
    /// How it is; `None` for what was removed.
    pub new: Option<String>,
    /// What it does to callers.
    pub impact: Impact,
    /// Why, in one line.
    pub reason: String,
    /// Its Rust name before.
    pub old_name: Option<String>,
    /// Its Rust name now.
    pub new_name: Option<String>,
    /// The methods whose arguments or answers it touches, sorted: those that callers know, if it was there before.
    pub methods: Vec<String>,
}

/// What sort of thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Item {
    /// A whole API.
    Api,
    /// An operation, or what it answers.
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

/// What about a thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// It was not there before.
    Added,
    /// It is not there any more.
    Removed,
    /// Its Rust name.
    Renamed,
    /// The service's name for it, or its path.
    Moved,
    /// Its type.
    Type,
    /// Whether it may be null.
    Nullability,
    /// Whether it must be given.
    Required,
    /// The order of arguments.
    Order,
    /// Whether calls are signed.
    Authentication,
    /// The rights that a call needs.
    IamActions,
    /// How stable it is, with the dates and the replacement of a deprecation.
    Status,
    /// The classes of errors that it answers.
    Errors,
    /// The cargo features that it is behind.
    Feature,
}

/// What a change does to code that keeps to what callers may rely on, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Impact {
    /// It builds and does what it did.
    #[serde(rename = "compatible")]
    Compatible,
    /// It builds, and some of it does something else or fails.
    #[serde(rename = "breaks at run time")]
    RunTime,
    /// Some of it does not build.
    #[serde(rename = "breaks the build")]
    Build,
}

impl Impact {
    /// Whether it breaks anything.
    pub fn is_breaking(self) -> bool {
        self > Self::Compatible
    }

    /// For people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::RunTime => "breaks at run time",
            Self::Build => "breaks the build",
        }
    }

    /// Breaks the build, unless what code used before is still there and means something else.
    pub(super) const fn of_losing(taken_over: bool) -> Self {
        if taken_over { Self::RunTime } else { Self::Build }
    }
}

/// A step of the version, smallest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Nothing that code can use was added, nothing is lost.
    Patch,
    /// Something was added, or is deprecated now.
    Minor,
    /// Something breaks.
    Major,
}

impl Step {
    /// The next version; below 1.0 a break steps the second number and everything else the third.
    pub fn of(self, (major, minor, patch): (u64, u64, u64)) -> (u64, u64, u64) {
        match (self, major) {
            (Self::Major, 0) | (Self::Minor, 1..) => (major, minor + 1, 0),
            (Self::Major, 1..) => (major + 1, 0, 0),
            (Self::Patch, _) | (Self::Minor, 0) => (major, minor, patch + 1),
        }
    }
}

impl Change {
    /// A compatible change of something at `(api, subject)`; what else is known of it follows.
    pub(super) fn of(item: Item, aspect: Aspect, (api, subject): (&str, &str)) -> Self {
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

    pub(super) fn means(mut self, impact: Impact, reason: impl Into<String>) -> Self {
        self.impact = impact;
        self.reason = reason.into();
        self
    }

    /// The Rust names before and now.
    pub(super) fn named(mut self, old: Option<String>, new: Option<String>) -> Self {
        self.old_name = old;
        self.new_name = new;
        self
    }

    pub(super) fn touches(mut self, methods: impl IntoIterator<Item = String>) -> Self {
        self.methods = methods.into_iter().collect();
        self.methods.sort();
        self.methods.dedup();
        self
    }

    /// The step of the version that this change alone asks for.
    pub fn step(&self) -> Step {
        match (self.impact, self.aspect) {
            (Impact::Build | Impact::RunTime, _) => Step::Major,
            (Impact::Compatible, Aspect::Added | Aspect::Status) => Step::Minor,
            (Impact::Compatible, _) => Step::Patch,
        }
    }

    /// Reports show changes in this order.
    pub(super) fn order(&self) -> impl Ord + '_ {
        (&self.api, Reverse(self.impact), self.item, &self.subject, self.aspect, self)
    }
}

#[cfg(test)]
mod tests {
    use super::Step::{Major, Minor, Patch};

    #[test]
    fn steps_of_versions() {
        let below = [Major, Minor, Patch].map(|step| step.of((0, 3, 4)));
        assert_eq!(below, [(0, 4, 0), (0, 3, 5), (0, 3, 5)]);
        let stable = [Major, Minor, Patch].map(|step| step.of((2, 3, 4)));
        assert_eq!(stable, [(3, 0, 0), (2, 4, 0), (2, 3, 5)]);
    }
}
