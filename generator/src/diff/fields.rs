//! Changes of struct fields.

use std::collections::BTreeMap;

use super::change::{Aspect, Change, Impact, Item};
use super::matched::Pairs;
use super::type_pair::TypePair;
use crate::model::{Direction, Field, Object, Presence, Type, Wrapper};

/// A struct before and after.
#[derive(Debug, Clone, Copy)]
struct StructPair<'v, 'm> {
    types: &'v TypePair<'v, 'm>,
    old: &'m Object,
    new: &'m Object,
    /// Whether the same calls of `new` or `default` build.
    same_constructor: bool,
}

/// Returns the changes of a struct's fields and of its constructor.
pub fn changes(types: &TypePair<'_, '_>) -> Vec<Change> {
    let Some((old, new)) = types.objects() else { return Vec::new() };
    let mut structs = StructPair { types, old, new, same_constructor: true };
    structs.same_constructor = types.direction == Direction::Output || structs.same_required();

    let mut changes: Vec<Change> = structs.generics().into_iter().collect();
    let pairs = Pairs::new(old.fields.iter().collect(), new.fields.iter().collect())
        .by(|field: &&Field| Some(field.name.as_str()))
        .by(|field| Some(field.ident.as_str()));
    changes.extend(pairs.removed.iter().map(|field| structs.removed(field)));
    changes.extend(pairs.added.iter().map(|field| structs.added(field)));
    for (old, new) in &pairs.both {
        changes.extend(structs.changed(old, new));
    }
    changes.extend(structs.order(&pairs, &changes));
    changes
}

impl StructPair<'_, '_> {
    /// Returns whether the same required fields are passed, by position or by name.
    fn same_required(&self) -> bool {
        let (before, now): (Vec<&Field>, Vec<&Field>) = (self.old.required().collect(), self.new.required().collect());
        let same_values = if self.old.is_built_by_name() {
            let now: BTreeMap<&str, &Field> = now.iter().map(|field| (field.ident.as_str(), *field)).collect();
            before.iter().all(|old| now.get(old.ident.as_str()).is_some_and(|new| self.same(old, new)))
        } else {
            before.iter().zip(&now).all(|(old, new)| self.same(old, new))
        };
        before.len() == now.len() && self.old.is_built_by_name() == self.new.is_built_by_name() && same_values
    }

    /// Returns whether two fields have the same Rust type.
    fn same(&self, old: &Field, new: &Field) -> bool {
        old.wrapper() == new.wrapper() && self.same_inside(old, new)
    }

    fn same_inside(&self, old: &Field, new: &Field) -> bool {
        // Type parameters are compared by position, not by name.
        let old_names: Vec<Type> = self.old.generics.iter().cloned().map(Type::Parameter).collect();
        let new_type = self.new.substitute(&new.ty, &old_names);
        old.boxed == new.boxed && self.types.matched.same(&old.ty, &new_type)
    }

    /// Returns whether the new struct has a field of the same name and type.
    fn is_in_use(&self, old: &Field) -> bool {
        self.new.fields.iter().any(|new| new.ident == old.ident && self.same(old, new))
    }

    fn change(&self, aspect: Aspect, field: &Field) -> Change {
        let (types, ident) = (self.types, &field.ident);
        let named = |name: Option<String>| name.map(|name| format!("{name}::{ident}"));
        let change = types.change(Item::Field, aspect, &format!(".{}", field.name));
        change.named(named(types.old_name()), named(types.new_name()))
    }

    fn old_type(&self, field: &Field) -> String {
        field.display(&self.types.matched.old.types, self.types.direction)
    }

    fn new_type(&self, field: &Field) -> String {
        field.display(&self.types.matched.new.types, self.types.direction)
    }

    fn removed(&self, field: &Field) -> Change {
        let taken_over = self.is_in_use(field) && self.same_constructor;
        let reason = if taken_over { "another field takes over the name" } else { "the field is removed" };
        let mut change = self.change(Aspect::Removed, field).from(self.old_type(field));
        change.new_name = None;
        change.with_impact(Impact::of_lost_name(taken_over), reason)
    }

    fn added(&self, field: &Field) -> Change {
        let (impact, reason) = match (self.types.direction, field.presence) {
            (Direction::Output, _) => (Impact::Compatible, "responses have a new field"),
            (Direction::Input, Presence::Value) if self.same_constructor => {
                (Impact::RunTime, "calls of `new` build, but pass an argument to this field")
            }
            (Direction::Input, Presence::Value) if self.old.required().next().is_none() => {
                (Impact::Build, "the struct has `new` instead of `default`")
            }
            (Direction::Input, Presence::Value) => (Impact::Build, "`new` has another argument"),
            (Direction::Input, Presence::Nullable) => (Impact::Compatible, "sent as null unless set"),
            (Direction::Input, _) => (Impact::Compatible, "omitted unless set"),
        };
        let mut change = self.change(Aspect::Added, field).to(self.new_type(field));
        change.old_name = None;
        change.with_impact(impact, reason)
    }

    fn changed(&self, old: &Field, new: &Field) -> Vec<Change> {
        let mut changes = Vec::new();
        let about = |aspect| {
            let mut change = self.change(aspect, old).from(self.old_type(old)).to(self.new_type(new));
            change.new_name = self.types.new_name().map(|name| format!("{name}::{}", new.ident));
            change
        };
        if old.ident != new.ident {
            let taken_over = self.is_in_use(old) && self.same_constructor;
            let reason = "the field is renamed";
            changes.push(about(Aspect::Renamed).with_impact(Impact::of_lost_name(taken_over), reason));
        }
        if old.name != new.name {
            let change = about(Aspect::Moved).from(&*old.name).to(&*new.name);
            changes.push(change.with_impact(Impact::Compatible, "only the JSON name changes"));
        }
        if !self.same_inside(old, new) {
            changes.push(about(Aspect::Type).with_impact(Impact::Build, "the type of the field changes"));
        } else if old.presence != new.presence {
            changes.push(self.presence(old, new, &about));
        }
        changes
    }

    /// Compares two fields of the same type that differ in presence.
    fn presence(&self, old: &Field, new: &Field, about: &dyn Fn(Aspect) -> Change) -> Change {
        let is_required = |field: &Field| matches!(field.presence, Presence::Value | Presence::Nullable);
        let is_output = self.types.direction == Direction::Output;
        let aspect =
            if is_output || is_required(old) == is_required(new) { Aspect::Nullability } else { Aspect::Required };
        let (impact, reason) = match (old.wrapper() == new.wrapper(), self.types.direction) {
            (false, _) => (Impact::Build, describe_wrapper(new.wrapper())),
            (true, Direction::Output) => (Impact::Compatible, "`Json` includes null"),
            (true, Direction::Input) if !self.same_constructor => (Impact::Build, "`new` takes other arguments"),
            (true, Direction::Input) if new.presence == Presence::Nullable => {
                (Impact::RunTime, "`None` is now sent as null instead of being omitted")
            }
            (true, Direction::Input) => (Impact::RunTime, "`None` is now omitted instead of being sent as null"),
        };
        let change = about(aspect).with_impact(impact, reason);
        if change.old == change.new {
            change.from(describe(old, self.old_type(old))).to(describe(new, self.new_type(new)))
        } else {
            change
        }
    }

    fn generics(&self) -> Option<Change> {
        let (old, new) = (&self.old.generics, &self.new.generics);
        (old.len() != new.len()).then(|| {
            let listed = |names: &[String]| format!("<{}>", names.join(", "));
            let change = self.types.change(Item::Type, Aspect::Type, "").from(listed(old)).to(listed(new));
            change.with_impact(Impact::Build, "the type parameters change")
        })
    }

    /// Compares the order of the arguments of `new`, which is that of the JSON names, and whether they are passed by
    /// name.
    fn order(&self, pairs: &Pairs<&Field>, others: &[Change]) -> Option<Change> {
        let places = |object: &Object| -> BTreeMap<String, usize> {
            // Names have no order.
            let positional = if object.is_built_by_name() { None } else { Some(object.required()) };
            positional.into_iter().flatten().enumerate().map(|(place, field)| (field.name.clone(), place)).collect()
        };
        let (place_before, place_now) = (places(self.old), places(self.new));
        let both = pairs.both.iter();
        let mut places: Vec<(usize, usize)> =
            both.filter_map(|(old, new)| Some((*place_before.get(&old.name)?, *place_now.get(&new.name)?))).collect();
        places.sort_unstable();
        let is_shuffled = !places.is_sorted_by_key(|(_, now)| *now);
        let is_explained = self.same_constructor || others.iter().any(|change| change.impact == Impact::Build);
        if self.types.direction == Direction::Output || !is_shuffled && is_explained {
            return None;
        }
        let reason = match (self.old.is_built_by_name(), self.new.is_built_by_name()) {
            (false, true) => "`new` takes the fields by name, in a struct",
            (true, false) => "`new` takes the fields by position",
            _ => "the order of the arguments of `new` changes",
        };
        let (before, now) = (self.old.constructor_call(), self.new.constructor_call());
        let change = self.types.change(Item::Type, Aspect::Order, "").from(before).to(now);
        Some(change.with_impact(Impact::of_lost_name(self.same_constructor), reason))
    }
}

const fn describe_wrapper(wrapper: Wrapper) -> &'static str {
    match wrapper {
        Wrapper::Bare => "the field is always present: it is now a plain value",
        Wrapper::Option => "the field may be missing: it is now an `Option`",
        Wrapper::Patch => "the field may be set to null: it is now a `Patch`",
    }
}

/// Returns a field's type with the meaning of `None`, which the type alone does not have.
fn describe(field: &Field, ty: String) -> String {
    match field.presence {
        Presence::Nullable => format!("{ty}, null or a value"),
        Presence::Optional => format!("{ty}, absent or a value"),
        Presence::Value | Presence::Patch => ty,
    }
}
