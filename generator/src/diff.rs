//! Compares two models and reports how each change affects code that uses `ovh-api`.
//!
//! # What callers may rely on
//!
//! A change is rated by its effect on code that uses the generated API in these ways:
//!
//! - calling a method, chaining setters, sending, inspecting or binding the request, naming the response type;
//! - reading a field of a response, destructuring a response with `..`;
//! - building a request struct by `X::new(…)`, `X::default()` or `From` the response struct, assigning fields or
//!   setting them in a literal that ends in `..`;
//! - passing values by name, in a literal of a struct of `arguments` or `fields`, which has all of them;
//! - naming a type by its public path, a variant of an enum (a `match` needs a wildcard arm anyway), a module or a
//!   Cargo feature.
//!
//! Not covered, because every added field or parameter would be a breaking change: building a response, struct literals
//! and patterns without `..`, the third type parameter of a `Request` (the first optional parameter changes it from
//! `()` to a type of `parameters`), globs that import the names of two crates, and builds that deny warnings (a
//! deprecation is one).
//!
//! A change that compiles but changes behavior (unsigned requests, other values, other IAM actions) breaks at run time
//! and counts as breaking.

mod apis;
mod change;
mod compat;
mod deprecations;
mod enums;
mod fields;
mod operations;
mod parameters;
mod reach;
mod type_pair;

mod matched;
mod types;

use serde::Serialize;

pub use self::change::{Aspect, Bump, Change, Impact, Item};
pub use self::deprecations::Deprecation;
use self::matched::Matched;
use crate::model::Model;

/// The differences between two models.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// Sorted by API, then by impact, the most severe first, then by name.
    pub changes: Vec<Change>,
    /// The deprecated operations of the new model, sorted by day of deletion.
    pub deprecations: Vec<Deprecation>,
}

impl Diff {
    /// Returns the most severe impact, or `None` without changes.
    pub fn impact(&self) -> Option<Impact> {
        self.changes.iter().map(|change| change.impact).max()
    }

    /// Returns whether a change is breaking.
    pub fn is_breaking(&self) -> bool {
        self.impact().is_some_and(Impact::is_breaking)
    }

    /// Returns the version bump that semver requires, or `None` without changes.
    pub fn bump(&self) -> Option<Bump> {
        self.changes.iter().map(Change::bump).max()
    }
}

/// Compares two models.
pub fn diff(old: &Model, new: &Model) -> Diff {
    let matched = Matched::new(old, new);
    let mut changes = apis::changes(&matched);
    changes.extend(operations::changes(&matched));
    changes.extend(types::changes(&matched));
    changes.sort_by(|one, other| one.order().cmp(&other.order()));
    changes.dedup();
    Diff { changes, deprecations: deprecations::deprecations(&matched) }
}
