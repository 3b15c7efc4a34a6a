//! Fields of structs: answers are read, requests are built.

use std::collections::BTreeMap;

use super::calls::{Direction, object, text};
use super::change::{Aspect, Change, Impact, Item};
use super::matched::Pairs;
use super::types::Place;
use crate::model::{Field, Object, Presence, Scalar, Type, Types};

/// What stands around a field's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrapper {
    Bare,
    Option,
    Patch,
}

/// Both forms of one struct.
#[derive(Debug, Clone, Copy)]
struct Context<'v, 'm> {
    place: &'v Place<'v, 'm>,
    old: &'m Object,
    new: &'m Object,
    /// Whether `new`, or `default` where nothing is required, can be called as before.
    same_constructor: bool,
}

/// The changes of a struct's fields, and of the function that makes one.
pub fn changes(place: &Place<'_, '_>) -> Vec<Change> {
    let of = |subject: Option<_>| subject.and_then(|(_, definition)| object(definition, place.direction));
    let (Some(old), Some(new)) = (of(place.old), of(place.new)) else { return Vec::new() };
    let mut context = Context { place, old, new, same_constructor: true };
    let (before, now) = (required(old), required(new));
    let same = |(old, new): (&&Field, &&Field)| context.same(old, new);
    context.same_constructor =
        place.direction == Direction::Output || before.len() == now.len() && before.iter().zip(&now).all(same);

    let mut changes: Vec<Change> = context.generics().into_iter().collect();
    let pairs = Pairs::new(old.fields.iter().collect(), new.fields.iter().collect())
        .by(|field: &&Field| Some(field.name.as_str()))
        .by(|field| Some(field.ident.as_str()));
    changes.extend(pairs.removed.iter().map(|field| context.removed(field)));
    changes.extend(pairs.added.iter().map(|field| context.added(field)));
    for (old, new) in &pairs.both {
        changes.extend(context.changed(old, new));
    }
    changes.extend(context.order(&pairs, &changes));
    changes
}

/// The arguments of `new`.
fn required(object: &Object) -> Vec<&Field> {
    object.fields.iter().filter(|field| field.presence == Presence::Value).collect()
}

fn wrapper(field: &Field) -> Wrapper {
    match field.presence {
        Presence::Value => Wrapper::Bare,
        // JSON's own null says the same.
        Presence::Nullable if field.ty == Type::Scalar(Scalar::Json) => Wrapper::Bare,
        Presence::Nullable | Presence::Optional => Wrapper::Option,
        Presence::Patch => Wrapper::Patch,
    }
}

impl Context<'_, '_> {
    /// Whether two fields have the same Rust type.
    fn same(&self, old: &Field, new: &Field) -> bool {
        wrapper(old) == wrapper(new) && self.same_inside(old, new)
    }

    fn same_inside(&self, old: &Field, new: &Field) -> bool {
        // Type parameters go by their place, not by their names.
        let now = with_parameters(&new.ty, &self.new.generics, &self.old.generics);
        old.boxed == new.boxed && self.place.view.same(&old.ty, &now)
    }

    /// Whether code that names an old field finds one of its type.
    fn is_there(&self, old: &Field) -> bool {
        self.new.fields.iter().any(|new| new.ident == old.ident && self.same(old, new))
    }

    fn draft(&self, aspect: Aspect, field: &Field) -> Change {
        let (place, ident) = (self.place, &field.ident);
        let named = |name: Option<String>| name.map(|name| format!("{name}::{ident}"));
        let change = place.draft(Item::Field, aspect, &format!(".{}", field.name));
        change.named(named(place.old_name()), named(place.new_name()))
    }

    fn shown(&self, field: &Field, types: &Types) -> String {
        let mut shown = text(types, &field.ty, self.place.direction);
        if field.boxed {
            shown = format!("Box<{shown}>");
        }
        match wrapper(field) {
            Wrapper::Bare => shown,
            Wrapper::Option => format!("Option<{shown}>"),
            Wrapper::Patch => format!("Patch<{shown}>"),
        }
    }

    fn shown_before(&self, field: &Field) -> String {
        self.shown(field, &self.place.view.old.types)
    }

    fn shown_now(&self, field: &Field) -> String {
        self.shown(field, &self.place.view.new.types)
    }

    fn removed(&self, field: &Field) -> Change {
        let taken_over = self.is_there(field) && self.same_constructor;
        let reason = if taken_over { "the field means something else now" } else { "the field is gone" };
        let mut change = self.draft(Aspect::Removed, field).from(self.shown_before(field));
        change.new_name = None;
        change.means(Impact::of_losing(taken_over), reason)
    }

    fn added(&self, field: &Field) -> Change {
        let (impact, reason) = match (self.place.direction, field.presence) {
            (Direction::Output, _) => (Impact::Compatible, "answers hold one more field"),
            (Direction::Input, Presence::Value) if self.same_constructor => {
                (Impact::RunTime, "`new` builds, but gives it something else")
            }
            (Direction::Input, Presence::Value) if required(self.old).is_empty() => {
                (Impact::Build, "the struct has `new` instead of `default`")
            }
            (Direction::Input, Presence::Value) => (Impact::Build, "`new` takes it as well"),
            (Direction::Input, Presence::Nullable) => (Impact::Compatible, "sent as null until it is set"),
            (Direction::Input, _) => (Impact::Compatible, "left out until it is set"),
        };
        let mut change = self.draft(Aspect::Added, field).to(self.shown_now(field));
        change.old_name = None;
        change.means(impact, reason)
    }

    fn changed(&self, old: &Field, new: &Field) -> Vec<Change> {
        let mut changes = Vec::new();
        let about = |aspect| {
            let mut change = self.draft(aspect, old).from(self.shown_before(old)).to(self.shown_now(new));
            change.new_name = self.place.new_name().map(|name| format!("{name}::{}", new.ident));
            change
        };
        if old.ident != new.ident {
            let taken_over = self.is_there(old) && self.same_constructor;
            let reason = "the field has another name";
            changes.push(about(Aspect::Renamed).means(Impact::of_losing(taken_over), reason));
        }
        if old.name != new.name {
            let change = about(Aspect::Moved).from(&*old.name).to(&*new.name);
            changes.push(change.means(Impact::Compatible, "only the service spells it otherwise"));
        }
        if !self.same_inside(old, new) {
            changes.push(about(Aspect::Type).means(Impact::Build, "the field has another type"));
        } else if old.presence != new.presence {
            changes.push(self.presence(old, new, &about));
        }
        changes
    }

    /// The same type, which is or is not there in another way.
    fn presence(&self, old: &Field, new: &Field, about: &dyn Fn(Aspect) -> Change) -> Change {
        let is_required = |field: &Field| matches!(field.presence, Presence::Value | Presence::Nullable);
        let is_answer = self.place.direction == Direction::Output;
        let aspect =
            if is_answer || is_required(old) == is_required(new) { Aspect::Nullability } else { Aspect::Required };
        let (impact, reason) = match (wrapper(old) == wrapper(new), self.place.direction) {
            (false, _) => (Impact::Build, now_is(wrapper(new))),
            (true, Direction::Output) => (Impact::Compatible, "JSON holds null as well, its type stays"),
            (true, Direction::Input) if !self.same_constructor => (Impact::Build, "`new` takes other arguments"),
            (true, Direction::Input) if new.presence == Presence::Nullable => {
                (Impact::RunTime, "`None` is sent as null, which was left out before")
            }
            (true, Direction::Input) => (Impact::RunTime, "`None` is left out, which was sent as null before"),
        };
        let change = about(aspect).means(impact, reason);
        // What the type does not tell.
        if change.old == change.new {
            change.from(told(old, self.shown_before(old))).to(told(new, self.shown_now(new)))
        } else {
            change
        }
    }

    fn generics(&self) -> Option<Change> {
        let (old, new) = (&self.old.generics, &self.new.generics);
        (old.len() != new.len()).then(|| {
            let listed = |names: &[String]| format!("<{}>", names.join(", "));
            let change = self.place.draft(Item::Type, Aspect::Type, "").from(listed(old)).to(listed(new));
            change.means(Impact::Build, "it has other type parameters")
        })
    }

    /// The arguments of `new` stand in the order of the service's names.
    fn order(&self, pairs: &Pairs<&Field>, others: &[Change]) -> Option<Change> {
        let (before, now) = (required(self.old), required(self.new));
        let places = |fields: &[&Field]| -> BTreeMap<String, usize> {
            fields.iter().enumerate().map(|(place, field)| (field.name.clone(), place)).collect()
        };
        let (place_before, place_now) = (places(&before), places(&now));
        let both = pairs.both.iter();
        let mut places: Vec<(usize, usize)> =
            both.filter_map(|(old, new)| Some((*place_before.get(&old.name)?, *place_now.get(&new.name)?))).collect();
        places.sort_unstable();
        let is_shuffled = !places.is_sorted_by_key(|(_, now)| *now);
        let is_explained = self.same_constructor || others.iter().any(|change| change.impact == Impact::Build);
        if self.place.direction == Direction::Output || !is_shuffled && is_explained {
            return None;
        }
        let listed = |fields: &[&Field]| {
            let names: Vec<&str> = fields.iter().map(|field| field.ident.as_str()).collect();
            format!("new({})", names.join(", "))
        };
        let change = self.place.draft(Item::Type, Aspect::Order, "").from(listed(&before)).to(listed(&now));
        Some(change.means(Impact::of_losing(self.same_constructor), "the arguments of `new` stand in another order"))
    }
}

const fn now_is(wrapper: Wrapper) -> &'static str {
    match wrapper {
        Wrapper::Bare => "the field is always there: it is a plain value now",
        Wrapper::Option => "the field may be missing: it is an `Option` now",
        Wrapper::Patch => "the field may be set to null: it is a `Patch` now",
    }
}

/// The type, and what it does not tell.
fn told(field: &Field, shown: String) -> String {
    match field.presence {
        Presence::Nullable => format!("{shown}, null or a value"),
        Presence::Optional => format!("{shown}, absent or a value"),
        Presence::Value | Presence::Patch => shown,
    }
}

/// A type with its parameters by other names.
fn with_parameters(ty: &Type, from: &[String], to: &[String]) -> Type {
    match ty {
        Type::Scalar(_) => ty.clone(),
        Type::Parameter(name) => {
            let place = from.iter().position(|other| other == name);
            Type::Parameter(place.and_then(|place| to.get(place)).unwrap_or(name).clone())
        }
        Type::List(item) => Type::List(Box::new(with_parameters(item, from, to))),
        Type::Map(key, value) => Type::Map(key.clone(), Box::new(with_parameters(value, from, to))),
        Type::Defined(id, arguments) => {
            Type::Defined(id.clone(), arguments.iter().map(|ty| with_parameters(ty, from, to)).collect())
        }
    }
}
