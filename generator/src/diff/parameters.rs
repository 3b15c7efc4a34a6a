//! Parameters: required ones are arguments by place, optional ones are setters by name.

use super::calls::{Direction, text};
use super::change::{Aspect, Change, Impact, Item};
use super::compat::{has_setter, same_arguments};
use super::matched::{Call, Pairs, View};
use super::operations::draft;
use crate::model::{Operation, Parameter};
use crate::schema::Location;

/// A parameter and where it stands.
#[derive(Debug, Clone, Copy)]
struct Given<'m> {
    parameter: &'m Parameter,
    /// Its place among the arguments, if it is required.
    place: Option<usize>,
}

/// One operation before and after.
#[derive(Debug, Clone, Copy)]
struct Context<'v, 'm> {
    view: &'v View<'m>,
    old: Call<'m>,
    new: Call<'m>,
    same_arguments: bool,
}

pub fn changes<'m>(view: &View<'m>, old: Call<'m>, new: Call<'m>) -> Vec<Change> {
    let context = Context { view, old, new, same_arguments: same_arguments(view, old.operation, new.operation) };
    let pairs = pairs(old.operation, new.operation);
    let mut changes = Vec::new();
    changes.extend(pairs.removed.iter().map(|given| context.removed(*given)));
    changes.extend(pairs.added.iter().map(|given| context.added(*given)));
    for (old, new) in &pairs.both {
        changes.extend(context.changed(*old, *new));
    }
    changes.extend(context.order(&pairs, &changes));
    changes
}

/// By name and location; those that are left as parts of the path in their order, by name, and by setter.
fn pairs<'m>(old: &'m Operation, new: &'m Operation) -> Pairs<Given<'m>> {
    let all = |operation: &'m Operation| -> Vec<Given<'m>> {
        let required = operation.arguments.iter().enumerate();
        let required = required.map(|(place, parameter)| Given { parameter, place: Some(place) });
        let optional = operation.options.iter().map(|parameter| Given { parameter, place: None });
        required.chain(optional).collect()
    };
    let name = |given: &Given<'m>| given.parameter.name.as_deref();
    Pairs::new(all(old), all(new))
        .by(|given| Some((given.parameter.location, name(given))))
        .by(|given| (given.parameter.location == Location::Path).then_some(()))
        .by(|given| Some(name(given)))
        .by(|given| Some(given.parameter.ident.as_str()))
}

/// How a report calls a parameter.
fn label(parameter: &Parameter) -> String {
    let place = match parameter.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Body => "body",
    };
    match &parameter.name {
        Some(name) => format!("{place} parameter `{name}`"),
        None => "the body".to_owned(),
    }
}

impl<'m> Context<'_, 'm> {
    fn draft(&self, aspect: Aspect, parameter: &Parameter) -> Change {
        let change = draft(Item::Parameter, aspect, self.old);
        let subject = format!("{}: {}", change.subject, label(parameter));
        Change { subject, ..change }
    }

    /// `vps().reboot(service_name)` for an argument, `vps().list().state()` for a setter.
    fn rust_name(call: Call<'m>, given: Given<'m>) -> Option<String> {
        let (call, ident) = (call.name(), &given.parameter.ident);
        Some(if given.place.is_some() { format!("{call}({ident})") } else { format!("{call}().{ident}()") })
    }

    fn shown(&self, given: Given<'m>, is_old: bool) -> String {
        let types = if is_old { &self.view.old.types } else { &self.view.new.types };
        let need = if given.place.is_some() { "required" } else { "optional" };
        format!("{need} {}", text(types, &given.parameter.ty, Direction::Input))
    }

    /// A call with other arguments does not build, unless their types are the same by chance.
    fn of_arguments(&self) -> Impact {
        Impact::of_losing(self.same_arguments)
    }

    fn removed(&self, given: Given<'m>) -> Change {
        let (impact, reason) = match given.place {
            Some(_) if self.same_arguments => (self.of_arguments(), "calls build, but send it as something else"),
            Some(_) => (self.of_arguments(), "the method takes other arguments"),
            None if has_setter(self.view, given.parameter, self.new.operation) => {
                (Impact::RunTime, "the setter sets something else now")
            }
            None => (Impact::Build, "the setter is gone"),
        };
        let change = self.draft(Aspect::Removed, given.parameter).from(self.shown(given, true)).means(impact, reason);
        change.named(Self::rust_name(self.old, given), None)
    }

    fn added(&self, given: Given<'m>) -> Change {
        let (impact, reason) = match given.place {
            Some(_) if self.same_arguments => (self.of_arguments(), "calls build, but give it something else"),
            Some(_) => (self.of_arguments(), "the method takes other arguments"),
            None if self.old.operation.options.is_empty() => (
                Impact::Compatible,
                "a new setter, the method's first: only the third type parameter of its request changes",
            ),
            None => (Impact::Compatible, "a new setter"),
        };
        let change = self.draft(Aspect::Added, given.parameter).to(self.shown(given, false)).means(impact, reason);
        change.named(None, Self::rust_name(self.new, given))
    }

    fn changed(&self, old: Given<'m>, new: Given<'m>) -> Vec<Change> {
        let mut changes = Vec::new();
        let about = |aspect| self.draft(aspect, old.parameter).from(self.shown(old, true)).to(self.shown(new, false));
        let keeps_setter = || has_setter(self.view, old.parameter, self.new.operation);
        match (old.place, new.place) {
            (Some(_), None) => {
                changes
                    .push(about(Aspect::Required).means(self.of_arguments(), "it is a setter instead of an argument"));
            }
            (None, Some(_)) => {
                let impact = Impact::of_losing(keeps_setter() && self.same_arguments);
                changes.push(about(Aspect::Required).means(impact, "it is an argument instead of a setter"));
            }
            (None, None) if old.parameter.ident != new.parameter.ident => {
                let reason = "the setter has another name";
                changes.push(about(Aspect::Renamed).means(Impact::of_losing(keeps_setter()), reason));
            }
            _ => {}
        }
        if !self.view.same(&old.parameter.ty, &new.parameter.ty) {
            let lost = if old.place.is_some() { !self.same_arguments } else { !keeps_setter() };
            changes.push(about(Aspect::Type).means(Impact::of_losing(!lost), "it has another type"));
        }
        if (old.parameter.location, &old.parameter.name) != (new.parameter.location, &new.parameter.name) {
            let change = self.draft(Aspect::Moved, old.parameter).from(label(old.parameter)).to(label(new.parameter));
            changes.push(
                change.means(Impact::Compatible, "given as before, the service only calls it or sends it otherwise"),
            );
        }
        let names = (Self::rust_name(self.old, old), Self::rust_name(self.new, new));
        changes.into_iter().map(|change| change.named(names.0.clone(), names.1.clone())).collect()
    }

    /// Arguments that changed places: code that builds sends one in the place of another.
    fn order(&self, pairs: &Pairs<Given<'m>>, others: &[Change]) -> Option<Change> {
        let mut places: Vec<(usize, usize)> =
            pairs.both.iter().filter_map(|(old, new)| Some((old.place?, new.place?))).collect();
        places.sort_unstable();
        let is_shuffled = !places.is_sorted_by_key(|(_, new)| *new);
        let is_explained = self.same_arguments || others.iter().any(|change| change.impact == Impact::Build);
        if !is_shuffled && is_explained {
            return None;
        }
        let listed = |operation: &Operation| {
            let names: Vec<&str> = operation.arguments.iter().map(|argument| argument.ident.as_str()).collect();
            format!("({})", names.join(", "))
        };
        let change = draft(Item::Operation, Aspect::Order, self.old)
            .from(listed(self.old.operation))
            .to(listed(self.new.operation))
            .named(Some(self.old.name()), Some(self.new.name()));
        Some(change.means(self.of_arguments(), "the arguments stand in another order"))
    }
}
