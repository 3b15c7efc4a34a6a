//! Changes of enum values. A `match` needs a wildcard arm anyway, so a new value breaks no code.

use super::change::{Aspect, Change, Impact, Item};
use super::matched::Pairs;
use super::type_pair::TypePair;
use crate::model::Enum;

/// A variant and its JSON value.
type Variant = (String, String);

pub fn changes(types: &TypePair<'_, '_>, old: &Enum, new: &Enum) -> Vec<Change> {
    let pairs = Pairs::new(old.values.iter().collect(), new.values.iter().collect())
        .by(|(_, value): &&Variant| Some(value.as_str()))
        .by(|(name, _)| Some(name.as_str()));
    let is_in_use = |name: &str| new.values.iter().any(|(other, _)| other == name);
    let mut changes: Vec<Change> = kind(types, old, new).into_iter().collect();
    for variant in &pairs.removed {
        let taken_over = is_in_use(&variant.0);
        let reason = if taken_over { "the variant now has another value" } else { "the variant is removed" };
        let change = change(types, Aspect::Removed, Some(variant), None).from(quoted(variant));
        changes.push(change.with_impact(Impact::of_lost_name(taken_over), reason));
    }
    for variant in &pairs.added {
        let change = change(types, Aspect::Added, None, Some(variant)).to(quoted(variant));
        changes.push(change.with_impact(Impact::Compatible, "the enum is open: the value was unknown before"));
    }
    for (old, new) in &pairs.both {
        let about = |aspect| change(types, aspect, Some(old), Some(new));
        if old.0 != new.0 {
            let change = about(Aspect::Renamed).from(&*old.0).to(&*new.0);
            changes.push(change.with_impact(Impact::of_lost_name(is_in_use(&old.0)), "the variant is renamed"));
        }
        if old.1 != new.1 {
            let change = about(Aspect::Moved).from(quoted(old)).to(quoted(new));
            changes
                .push(change.with_impact(Impact::RunTime, "the variant is encoded, decoded and printed differently"));
        }
    }
    changes
}

fn quoted((_, value): &Variant) -> String {
    format!("{value:?}")
}

fn change(types: &TypePair<'_, '_>, aspect: Aspect, old: Option<&Variant>, new: Option<&Variant>) -> Change {
    let value = old.or(new).map(quoted).unwrap_or_default();
    let named = |path: Option<String>, variant: Option<&Variant>| Some(format!("{}::{}", path?, variant?.0));
    let change = types.change(Item::Value, aspect, &format!(" {value}"));
    change.named(named(types.old_name(), old), named(types.new_name(), new))
}

fn kind(types: &TypePair<'_, '_>, old: &Enum, new: &Enum) -> Option<Change> {
    let described = |own: &Enum| if own.numeric { "numbers" } else { "strings" };
    (old.numeric != new.numeric).then(|| {
        let change = types.change(Item::Type, Aspect::Type, "").from(described(old)).to(described(new));
        change.with_impact(Impact::RunTime, "the values are encoded and sorted differently")
    })
}
