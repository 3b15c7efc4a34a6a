//! Two models: what changed between them, and what that means for code written against `ovh-api`.
//!
//! # What callers may rely on
//!
//! A change is judged by what it does to code that uses the generated API in these ways:
//!
//! - calling a method, chaining setters, sending, inspecting or binding the request, naming the type of its answer;
//! - reading a field of an answer; destructuring it with `..`;
//! - building what is sent by `X::new(…)` or `X::default()`, with fields assigned or set in a literal that ends in `..`;
//! - naming a type, a variant of an enum (matches need a wildcard anyway), a module or a cargo feature.
//!
//! Not covered, because any added field or parameter would be a break otherwise: building an answer, a struct literal or
//! a pattern without `..`, writing down the third type parameter of a `Request` (it goes from `()` to a type of
//! `parameters` with the first optional parameter), globs that import two crates' names, and builds that deny warnings (a
//! deprecation is one).
//!
//! What compiles and yet does something else (sent unsigned, another value sent, an IAM action needed) breaks at run
//! time, and counts as breaking.

mod apis;
mod calls;
mod change;
mod compat;
mod deprecations;
mod enums;
mod fields;
mod operations;
mod parameters;
mod reach;

mod matched;
mod types;

use serde::Serialize;

pub use self::change::{Aspect, Change, Impact, Item, Step};
pub use self::deprecations::Deprecation;
use self::matched::View;
use crate::model::Model;

/// What changed from one model to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// Sorted: by API, the worst first, then by the service's name.
    pub changes: Vec<Change>,
    /// All operations that are deprecated in the new model, by the day of their deletion.
    pub deprecations: Vec<Deprecation>,
}

impl Diff {
    /// The worst that any change does; `None` when nothing changed.
    pub fn impact(&self) -> Option<Impact> {
        self.changes.iter().map(|change| change.impact).max()
    }

    /// Whether some code that callers may have written breaks.
    pub fn is_breaking(&self) -> bool {
        self.impact().is_some_and(Impact::is_breaking)
    }

    /// The step of the version that semver asks for, with a version of 1.0 or more and below it.
    pub fn step(&self) -> Option<Step> {
        self.changes.iter().map(Change::step).max()
    }
}

/// Compares two models.
pub fn diff(old: &Model, new: &Model) -> Diff {
    let view = View::new(old, new);
    let mut changes = apis::changes(&view);
    changes.extend(operations::changes(&view));
    changes.extend(types::changes(&view));
    changes.sort_by(|one, other| one.order().cmp(&other.order()));
    changes.dedup();
    Diff { changes, deprecations: deprecations::deprecations(&view) }
}
