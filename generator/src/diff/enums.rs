//! Values of enums: a match needs a wildcard anyway, so that one more breaks nothing.

use super::change::{Aspect, Change, Impact, Item};
use super::matched::Pairs;
use super::types::Place;
use crate::model::Enum;

type Value = (String, String);

pub fn changes(place: &Place<'_, '_>, old: &Enum, new: &Enum) -> Vec<Change> {
    let pairs = Pairs::new(old.values.iter().collect(), new.values.iter().collect())
        .by(|(_, text): &&Value| Some(text.as_str()))
        .by(|(variant, _)| Some(variant.as_str()));
    let is_taken = |variant: &str| new.values.iter().any(|(other, _)| other == variant);
    let mut changes: Vec<Change> = kind(place, old, new).into_iter().collect();
    for value in &pairs.removed {
        let taken_over = is_taken(&value.0);
        let reason = if taken_over { "the variant stands for another value now" } else { "the variant is gone" };
        let change = draft(place, Aspect::Removed, Some(value), None).from(quoted(value));
        changes.push(change.means(Impact::of_losing(taken_over), reason));
    }
    for value in &pairs.added {
        let change = draft(place, Aspect::Added, None, Some(value)).to(quoted(value));
        changes.push(change.means(Impact::Compatible, "the enum is open: it arrived as unknown before"));
    }
    for (old, new) in &pairs.both {
        let about = |aspect| draft(place, aspect, Some(old), Some(new));
        if old.0 != new.0 {
            let change = about(Aspect::Renamed).from(&*old.0).to(&*new.0);
            changes.push(change.means(Impact::of_losing(is_taken(&old.0)), "the variant has another name"));
        }
        if old.1 != new.1 {
            let change = about(Aspect::Moved).from(quoted(old)).to(quoted(new));
            changes.push(change.means(Impact::RunTime, "the variant is sent, read and shown as another text"));
        }
    }
    changes
}

fn quoted((_, text): &Value) -> String {
    format!("{text:?}")
}

fn draft(place: &Place<'_, '_>, aspect: Aspect, old: Option<&Value>, new: Option<&Value>) -> Change {
    let text = old.or(new).map(quoted).unwrap_or_default();
    let named = |path: Option<String>, value: Option<&Value>| Some(format!("{}::{}", path?, value?.0));
    let change = place.draft(Item::Value, aspect, &format!(" {text}"));
    change.named(named(place.old_name(), old), named(place.new_name(), new))
}

fn kind(place: &Place<'_, '_>, old: &Enum, new: &Enum) -> Option<Change> {
    let shown = |own: &Enum| if own.numeric { "numbers" } else { "texts" };
    (old.numeric != new.numeric).then(|| {
        let change = place.draft(Item::Type, Aspect::Type, "").from(shown(old)).to(shown(new));
        change.means(Impact::RunTime, "its values are sent and ordered as something else")
    })
}
