//! The content of a report, independent of its format.

use generator::diff::{Bump, Change, Deprecation, Diff, Impact};
use generator::model::Model;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

/// A version of the crate: major, minor, patch.
pub(super) type Version = (u64, u64, u64);

/// The difference of two snapshots.
#[derive(Debug)]
pub(crate) struct Report {
    /// The name of the old snapshot.
    pub(super) from: String,
    /// The name of the new snapshot.
    pub(super) to: String,
    pub(super) today: Date,
    /// The current version of the crate.
    pub(super) version: Version,
    pub(crate) diff: Diff,
}

/// The number of changes of each impact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(super) struct Counts {
    pub(super) build: usize,
    pub(super) run_time: usize,
    pub(super) compatible: usize,
}

/// The changes of one API.
#[derive(Debug)]
pub(super) struct Group<'r> {
    pub(super) api: &'r str,
    pub(super) counts: Counts,
    /// Sorted by impact, worst first.
    pub(super) changes: Vec<&'r Change>,
}

impl Counts {
    pub(super) const fn all(self) -> usize {
        self.build + self.run_time + self.compatible
    }

    pub(super) const fn breaking(self) -> usize {
        self.build + self.run_time
    }

    fn of<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Self {
        let mut counts = Self::default();
        for change in changes {
            match change.impact {
                Impact::Build => counts.build += 1,
                Impact::RunTime => counts.run_time += 1,
                Impact::Compatible => counts.compatible += 1,
            }
        }
        counts
    }
}

impl Report {
    /// Compares two models.
    pub(crate) fn new(old: &Model, new: &Model, from: String, to: String) -> Self {
        let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
        Self { from, to, today, version: version(), diff: generator::diff::diff(old, new) }
    }

    /// Returns the date of the report.
    pub(crate) const fn today(&self) -> Date {
        self.today
    }

    pub(super) fn counts(&self) -> Counts {
        Counts::of(&self.diff.changes)
    }

    /// Returns the changed APIs by name.
    pub(super) fn groups(&self) -> Vec<Group<'_>> {
        let same_api = |one: &Change, other: &Change| one.api == other.api;
        let groups = self.diff.changes.chunk_by(same_api).filter_map(|changes| {
            let api = changes.first()?.api.as_str();
            Some(Group { api, counts: Counts::of(changes), changes: changes.iter().collect() })
        });
        groups.collect()
    }

    /// Returns the deprecated operations past their deletion date, and the others.
    pub(super) fn deprecations(&self) -> (Vec<&Deprecation>, Vec<&Deprecation>) {
        self.diff.deprecations.iter().partition(|deprecation| self.is_past(deprecation))
    }

    /// Returns whether the deletion date is in the past.
    pub(super) fn is_past(&self, deprecation: &Deprecation) -> bool {
        let day = deprecation.deletion.as_deref().and_then(|day| day.parse::<Date>().ok());
        day.is_some_and(|day| day < self.today)
    }

    /// Returns the next version according to semver.
    pub(super) fn next_version(&self) -> Version {
        self.diff.bump().map_or(self.version, |bump| bump.apply(self.version))
    }

    /// Describes the next version according to semver, and which number increases below and from 1.0.
    pub(super) fn semver(&self) -> String {
        let Some(bump) = self.diff.bump() else { return "no new version required".to_owned() };
        let (now, next) = (shown(self.version), shown(self.next_version()));
        let why = match bump {
            Bump::Major => "breaking changes: increase the second number below 1.0, the first from 1.0",
            Bump::Minor => "additions: increase the third number below 1.0, the second from 1.0",
            Bump::Patch => "no additions: increase the third number",
        };
        format!("{now} → {next} ({why})")
    }
}

/// Formats a version, such as `0.1.0`.
pub(super) fn shown((major, minor, patch): Version) -> String {
    format!("{major}.{minor}.{patch}")
}

/// Returns the current version. All packages of the workspace share it.
fn version() -> Version {
    let mut numbers = env!("CARGO_PKG_VERSION").split(['.', '-', '+']).map(|number| number.parse().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    (next(), next(), next())
}
