//! Changes of structs and enums: names, existence and features. `fields` and `enums` compare their content.

use std::collections::BTreeSet;

use super::change::{Aspect, Change, Impact, Item};
use super::matched::Matched;
use super::type_pair::{Subject, TypePair, has_feature};
use super::{enums, fields};
use crate::model::{Definition, Direction, Kind, Model, TypeId};

pub fn changes(matched: &Matched<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let known: BTreeSet<&TypeId> = matched.ids.values().copied().collect();
    for (id, definition) in &matched.old.types {
        let new = matched.ids.get(id).and_then(|new| matched.new.types.get_key_value(*new));
        changes.extend(definition_changes(matched, Some((id, definition)), new));
    }
    for (id, definition) in matched.new.types.iter().filter(|(id, _)| !known.contains(id)) {
        changes.extend(definition_changes(matched, None, Some((id, definition))));
    }
    changes
}

fn definition_changes<'m>(matched: &Matched<'m>, old: Option<Subject<'m>>, new: Option<Subject<'m>>) -> Vec<Change> {
    // An enum is the same type in both directions. Where a struct replaces an enum or the reverse, one direction is
    // enough.
    let is_struct = |(_, definition): &Subject<'_>| matches!(definition.kind, Kind::Object { .. });
    let has_output = |(_, definition): &Subject<'_>| definition.object(Direction::Output).is_some();
    let mut structs = old.iter().chain(&new).filter(|subject| is_struct(subject));
    let directions = match (structs.next(), structs.next(), old.is_some() && new.is_some()) {
        (None, ..) => &[Direction::Output][..],
        (Some(only), None, true) if !has_output(only) => &[Direction::Input],
        (Some(_), None, true) => &[Direction::Output],
        _ => &Direction::BOTH,
    };
    let pair = |direction| TypePair { matched, direction, old, new };
    let changes = directions.iter().flat_map(|&direction| pair_changes(&pair(direction)));
    changes.chain(conversion(&pair(Direction::Input))).collect()
}

/// Compares whether the request form can be created from the response form. A removed form is a change of its own.
fn conversion(types: &TypePair<'_, '_>) -> Option<Change> {
    let has_conversion =
        |model: &Model, subject: Option<Subject<'_>>| subject.is_some_and(|(id, _)| model.conversions.contains(id));
    let before = has_conversion(types.matched.old, types.old);
    let now = has_conversion(types.matched.new, types.new);
    let has_both = |(_, definition): Subject<'_>| definition.objects().count() == Direction::BOTH.len();
    if before == now || !types.old.is_some_and(has_both) || !types.new.is_some_and(has_both) {
        return None;
    }
    let change = types.change(Item::Type, Aspect::Conversion, "");
    Some(match now {
        true => {
            change.to("From").with_impact(Impact::Compatible, "the request form can be created from the response form")
        }
        false => {
            let reason = "the request form can no longer be created from the response form";
            change.from("From").with_impact(Impact::Build, reason)
        }
    })
}

fn pair_changes(types: &TypePair<'_, '_>) -> Vec<Change> {
    match (types.old_name(), types.new_name()) {
        (None, None) => Vec::new(),
        (Some(_), None) => removed(types).into_iter().collect(),
        (None, Some(_)) => added(types).into_iter().collect(),
        (Some(old), Some(new)) => {
            let mut changes = names(types, &old, &new);
            changes.extend(features(types));
            match (types.old.map(|(_, old)| &old.kind), types.new.map(|(_, new)| &new.kind)) {
                (Some(Kind::Enum(old)), Some(Kind::Enum(new))) => changes.extend(enums::changes(types, old, new)),
                (Some(Kind::Object { .. }), Some(Kind::Object { .. })) => changes.extend(fields::changes(types)),
                _ => changes.push(kind(types)),
            }
            changes
        }
    }
}

/// Types that only removed APIs need are part of the removal of these APIs.
fn removed(types: &TypePair<'_, '_>) -> Option<Change> {
    let (features, _) = types.features();
    features.iter().any(|feature| has_feature(types.matched.new, feature)).then(|| {
        let change = types.change(Item::Type, Aspect::Removed, "").named(types.old_name(), None);
        change.from(describe(types, types.old)).with_impact(Impact::Build, "the type is removed")
    })
}

fn added(types: &TypePair<'_, '_>) -> Option<Change> {
    let (_, features) = types.features();
    features.iter().any(|feature| has_feature(types.matched.old, feature)).then(|| {
        let change = types.change(Item::Type, Aspect::Added, "").named(None, types.new_name());
        change.to(describe(types, types.new)).with_impact(Impact::Compatible, "new type")
    })
}

fn describe(types: &TypePair<'_, '_>, subject: Option<Subject<'_>>) -> &'static str {
    match (subject.map(|(_, definition)| &definition.kind), types.direction) {
        (Some(Kind::Enum(_)), _) => "enum",
        (_, Direction::Output) => "response struct",
        (_, Direction::Input) => "request struct",
    }
}

fn kind(types: &TypePair<'_, '_>) -> Change {
    let change = types.change(Item::Type, Aspect::Type, "");
    let change = change.from(describe(types, types.old)).to(describe(types, types.new));
    change.with_impact(Impact::Build, "the kind of the type changes")
}

fn names(types: &TypePair<'_, '_>, old: &str, new: &str) -> Vec<Change> {
    let mut changes = Vec::new();
    if old != new {
        let change = types.change(Item::Type, Aspect::Renamed, "").from(old).to(new);
        let is_still_named = |(id, definition): (&TypeId, &Definition)| {
            definition.rust_paths(id.branch, types.direction).any(|path| path == old)
        };
        changes.push(if types.new.is_some_and(is_still_named) {
            change.with_impact(Impact::Compatible, "the public path changes, and the old one still compiles")
        } else {
            change.with_impact(Impact::Build, "the type is renamed")
        });
    }
    if let (Some((old, _)), Some((new, _))) = (types.old, types.new)
        && old != new
    {
        let change = types.change(Item::Type, Aspect::Moved, "").from(&*old.name).to(&*new.name);
        changes.push(change.with_impact(Impact::Compatible, "only the name in the schema changes"));
    }
    changes
}

/// Reports features that no longer enable a type: code that uses only such a feature cannot name the type.
fn features(types: &TypePair<'_, '_>) -> Option<Change> {
    let (old, new) = types.features();
    let lost: Vec<&str> = old.difference(&new).copied().filter(|name| has_feature(types.matched.new, name)).collect();
    (!lost.is_empty()).then(|| {
        let listed = |features: &BTreeSet<&str>| features.iter().copied().collect::<Vec<_>>().join(", ");
        let reason = format!("no longer enabled by `{}` alone", lost.join("`, `"));
        let change = types.change(Item::Type, Aspect::Feature, "").from(listed(&old)).to(listed(&new));
        change.with_impact(Impact::Build, reason)
    })
}
