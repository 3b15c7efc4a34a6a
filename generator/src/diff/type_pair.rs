//! A definition before and after, in one direction.

use std::collections::BTreeSet;

use super::change::{Aspect, Change, Item};
use super::matched::Matched;
use crate::model::{Api, Definition, Direction, Kind, Model, Object, TypeId};

/// A definition in one model.
pub type Subject<'m> = (&'m TypeId, &'m Definition);

/// A definition before and after, in one direction; `None` where it does not exist.
#[derive(Debug, Clone, Copy)]
pub struct TypePair<'v, 'm> {
    pub matched: &'v Matched<'m>,
    pub direction: Direction,
    pub old: Option<Subject<'m>>,
    pub new: Option<Subject<'m>>,
}

impl<'m> TypePair<'_, 'm> {
    /// Returns the old public path.
    pub fn old_name(&self) -> Option<String> {
        self.old.and_then(|(id, definition)| definition.rust_path(id.branch, self.direction))
    }

    /// Returns the new public path.
    pub fn new_name(&self) -> Option<String> {
        self.new.and_then(|(id, definition)| definition.rust_path(id.branch, self.direction))
    }

    /// Returns a change of the type or of a part of it, such as `.size`.
    pub fn change(&self, item: Item, aspect: Aspect, part: &str) -> Change {
        let id = self.old.or(self.new).map_or("", |(id, _)| id.name.as_str());
        let change = Change::new(item, aspect, &self.api(), &format!("{id}{part}"));
        change.named(self.old_name(), self.new_name()).affects(self.methods())
    }

    /// Returns the methods that use the type: the old ones if it is not new, as callers know these.
    fn methods(&self) -> BTreeSet<String> {
        let is_old = self.old_name().is_some();
        let reach = if is_old { &self.matched.old_reach } else { &self.matched.new_reach };
        let Some((id, definition)) = (if is_old { self.old } else { self.new }) else { return BTreeSet::new() };
        let mut methods = reach.methods(id, self.direction);
        if matches!(definition.kind, Kind::Enum(_)) {
            methods.extend(reach.methods(id, Direction::Input));
        }
        methods
    }

    /// Returns the API that lists the change: the one of the type's namespace if it needs the type, else the first that
    /// does.
    fn api(&self) -> String {
        let found =
            [(self.matched.old, self.old), (self.matched.new, self.new)].into_iter().find_map(|(model, subject)| {
                let (id, definition) = subject?;
                let features = definition.features(self.direction)?;
                let needs = |api: &&Api| features.contains(&api.feature);
                let by_name = model.apis.iter().filter(needs).filter(|api| is_namespace_of(api, id));
                let longest = by_name.max_by_key(|api| api.root.len());
                longest.or_else(|| model.apis.iter().find(needs)).map(Api::branched_root)
            });
        found.unwrap_or_default()
    }

    /// Returns the features that need the type, old and new.
    pub fn features(&self) -> (BTreeSet<&'m str>, BTreeSet<&'m str>) {
        (self.features_of(self.old), self.features_of(self.new))
    }

    fn features_of(&self, subject: Option<Subject<'m>>) -> BTreeSet<&'m str> {
        let features = subject.and_then(|(_, definition)| definition.features(self.direction));
        features.into_iter().flatten().map(String::as_str).collect()
    }

    /// Returns the structs, if both exist.
    pub fn objects(&self) -> Option<(&'m Object, &'m Object)> {
        let ((_, old), (_, new)) = (self.old?, self.new?);
        Some((old.object(self.direction)?, new.object(self.direction)?))
    }
}

/// Returns whether a model has an API of a feature.
pub fn has_feature(model: &Model, feature: &str) -> bool {
    model.apis.iter().any(|api| api.feature == feature)
}

/// Returns whether a type belongs to an API by name, like `services.expanded.Service` to `/services`.
fn is_namespace_of(api: &Api, id: &TypeId) -> bool {
    let root = api.root.trim_start_matches('/').replace('/', ".");
    api.branch == id.branch && id.name.strip_prefix(&root).is_some_and(|rest| rest.starts_with('.'))
}
