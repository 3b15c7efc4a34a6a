//! Structs and enums: their names, whether they are there at all, and what they hold.

use std::collections::BTreeSet;

use super::apis::title;
use super::calls::{Direction, object, own_name, path};
use super::change::{Aspect, Change, Impact, Item};
use super::matched::{View, features};
use super::{enums, fields};
use crate::model::{Api, Definition, Kind, Model, TypeId};

/// One definition in one direction before and now, as far as it is there.
#[derive(Debug, Clone, Copy)]
pub struct Place<'v, 'm> {
    pub view: &'v View<'m>,
    pub direction: Direction,
    pub old: Option<(&'m TypeId, &'m Definition)>,
    pub new: Option<(&'m TypeId, &'m Definition)>,
}

pub fn changes(view: &View<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let is_there: BTreeSet<&TypeId> = view.ids.values().copied().collect();
    for (id, definition) in &view.old.types {
        let new = view.ids.get(id).and_then(|now| view.new.types.get_key_value(*now));
        changes.extend(definition_changes(view, Some((id, definition)), new));
    }
    for (id, definition) in view.new.types.iter().filter(|(id, _)| !is_there.contains(id)) {
        changes.extend(definition_changes(view, None, Some((id, definition))));
    }
    changes
}

fn definition_changes<'m>(
    view: &View<'m>,
    old: Option<(&'m TypeId, &'m Definition)>,
    new: Option<(&'m TypeId, &'m Definition)>,
) -> Vec<Change> {
    // An enum is one type, whichever way it travels; where it was or becomes a struct, one of the two tells enough.
    let is_struct = |(_, definition): &(&TypeId, &Definition)| matches!(definition.kind, Kind::Object { .. });
    let is_answered = |(_, definition): &(&TypeId, &Definition)| object(definition, Direction::Output).is_some();
    let mut structs = old.iter().chain(&new).filter(|subject| is_struct(subject));
    let directions = match (structs.next(), structs.next(), old.is_some() && new.is_some()) {
        (None, ..) => &[Direction::Output][..],
        (Some(only), None, true) if !is_answered(only) => &[Direction::Input],
        (Some(_), None, true) => &[Direction::Output],
        _ => &[Direction::Output, Direction::Input],
    };
    directions.iter().flat_map(|&direction| Place { view, direction, old, new }.changes()).collect()
}

impl Place<'_, '_> {
    fn changes(&self) -> Vec<Change> {
        let (old, new) = (self.old_name(), self.new_name());
        match (old, new) {
            (None, None) => Vec::new(),
            (Some(_), None) => self.removed().into_iter().collect(),
            (None, Some(_)) => self.added().into_iter().collect(),
            (Some(old), Some(new)) => {
                let mut changes = self.names(&old, &new);
                changes.extend(self.features());
                match (self.old.map(|(_, old)| &old.kind), self.new.map(|(_, new)| &new.kind)) {
                    (Some(Kind::Enum(old)), Some(Kind::Enum(new))) => changes.extend(enums::changes(self, old, new)),
                    (Some(Kind::Object { .. }), Some(Kind::Object { .. })) => changes.extend(fields::changes(self)),
                    _ => changes.push(self.kind()),
                }
                changes
            }
        }
    }

    /// The Rust path before.
    pub fn old_name(&self) -> Option<String> {
        rust_name(self.old, self.direction)
    }

    /// The Rust path now.
    pub fn new_name(&self) -> Option<String> {
        rust_name(self.new, self.direction)
    }

    /// A change of the type or of a part of it, `.size`.
    pub fn draft(&self, item: Item, aspect: Aspect, part: &str) -> Change {
        let id = self.old.or(self.new).map_or("", |(id, _)| id.name.as_str());
        let change = Change::of(item, aspect, (&self.home(), &format!("{id}{part}")));
        change.named(self.old_name(), self.new_name()).touches(self.methods())
    }

    /// The methods that reach it: before, if it was there, for these are what callers know.
    fn methods(&self) -> BTreeSet<String> {
        let (reach, subject) = match self.old {
            Some((id, definition)) if own_name(definition, self.direction).is_some() => {
                (&self.view.old_reach, (id, definition))
            }
            _ => match self.new {
                Some(subject) => (&self.view.new_reach, subject),
                None => return BTreeSet::new(),
            },
        };
        let (id, definition) = subject;
        let mut methods = reach.methods(id, self.direction);
        if matches!(definition.kind, Kind::Enum(_)) {
            methods.extend(reach.methods(id, Direction::Input));
        }
        methods
    }

    /// The API that it is told with: the one of its namespace if that needs it, else the first that does.
    fn home(&self) -> String {
        let found = [(self.view.old, self.old), (self.view.new, self.new)].into_iter().find_map(|(model, subject)| {
            let (id, definition) = subject?;
            let features = features(definition, self.direction)?;
            let needs = |api: &&Api| features.contains(&api.feature);
            let by_name = model.apis.iter().filter(needs).filter(|api| is_namespace_of(api, id));
            let longest = by_name.max_by_key(|api| api.root.len());
            longest.or_else(|| model.apis.iter().find(needs)).map(title)
        });
        found.unwrap_or_default()
    }

    /// The features that need it, before and now.
    fn needed_by(&self) -> (BTreeSet<&str>, BTreeSet<&str>) {
        (needed_by(self.old, self.direction), needed_by(self.new, self.direction))
    }

    fn removed(&self) -> Option<Change> {
        // What goes with the APIs that need it is told with them.
        let (needed_by, _) = self.needed_by();
        needed_by.iter().any(|feature| has_feature(self.view.new, feature)).then(|| {
            let change = self.draft(Item::Type, Aspect::Removed, "").named(self.old_name(), None);
            change.from(self.what(self.old)).means(Impact::Build, "the type is gone")
        })
    }

    fn added(&self) -> Option<Change> {
        let (_, needed_by) = self.needed_by();
        needed_by.iter().any(|feature| has_feature(self.view.old, feature)).then(|| {
            let change = self.draft(Item::Type, Aspect::Added, "").named(None, self.new_name());
            change.to(self.what(self.new)).means(Impact::Compatible, "a new type")
        })
    }

    fn what(&self, subject: Option<(&TypeId, &Definition)>) -> &'static str {
        match (subject.map(|(_, definition)| &definition.kind), self.direction) {
            (Some(Kind::Enum(_)), _) => "enum",
            (_, Direction::Output) => "struct as answered",
            (_, Direction::Input) => "struct as sent",
        }
    }

    fn kind(&self) -> Change {
        let change = self.draft(Item::Type, Aspect::Type, "");
        change.from(self.what(self.old)).to(self.what(self.new)).means(Impact::Build, "it is another kind of type")
    }

    fn names(&self, old: &str, new: &str) -> Vec<Change> {
        let mut changes = Vec::new();
        if old != new {
            let change = self.draft(Item::Type, Aspect::Renamed, "").from(old).to(new);
            changes.push(change.means(Impact::Build, "the type has another name"));
        }
        if let (Some((old, _)), Some((new, _))) = (self.old, self.new)
            && old != new
        {
            let change = self.draft(Item::Type, Aspect::Moved, "").from(&*old.name).to(&*new.name);
            changes.push(change.means(Impact::Compatible, "only the service calls it otherwise"));
        }
        changes
    }

    /// A type that a feature does not bring any more: code that has only this feature on cannot name it.
    fn features(&self) -> Option<Change> {
        let (old, new) = self.needed_by();
        let lost: Vec<&str> = old.difference(&new).copied().filter(|name| has_feature(self.view.new, name)).collect();
        (!lost.is_empty()).then(|| {
            let listed = |features: &BTreeSet<&str>| features.iter().copied().collect::<Vec<_>>().join(", ");
            let reason = format!("without any other feature, `{}` does not bring the type", lost.join("`, `"));
            let change = self.draft(Item::Type, Aspect::Feature, "").from(listed(&old)).to(listed(&new));
            change.means(Impact::Build, reason)
        })
    }
}

fn rust_name(subject: Option<(&TypeId, &Definition)>, direction: Direction) -> Option<String> {
    let (id, definition) = subject?;
    Some(path(id.branch, &definition.module, own_name(definition, direction)?))
}

fn needed_by<'m>(subject: Option<(&'m TypeId, &'m Definition)>, direction: Direction) -> BTreeSet<&'m str> {
    let features = subject.and_then(|(_, definition)| features(definition, direction));
    features.into_iter().flatten().map(String::as_str).collect()
}

fn has_feature(model: &Model, feature: &str) -> bool {
    model.apis.iter().any(|api| api.feature == feature)
}

/// Whether `services.expanded.Service` belongs to `/services`.
fn is_namespace_of(api: &Api, id: &TypeId) -> bool {
    let root = api.root.trim_start_matches('/').replace('/', ".");
    api.branch == id.branch && id.name.strip_prefix(&root).is_some_and(|rest| rest.starts_with('.'))
}
