//! Changes of parameters. Required ones are arguments, passed by position or in a struct; optional ones are setters.

use super::change::{Aspect, Change, Impact, Item};
use super::compat::{has_setter, same_arguments};
use super::matched::{Call, Matched, Pairs};
use crate::model::{Direction, Operation, Parameter};
use crate::schema::Location;

/// A parameter and how callers pass it.
#[derive(Debug, Clone, Copy)]
struct Passed<'m> {
    parameter: &'m Parameter,
    by: PassedBy,
}

/// How callers pass a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PassedBy {
    /// At this position among the arguments.
    Position(usize),
    /// By name, in the struct of arguments.
    Name,
    /// By a setter.
    Setter,
}

impl Passed<'_> {
    fn is_required(self) -> bool {
        self.by != PassedBy::Setter
    }

    const fn position(self) -> Option<usize> {
        match self.by {
            PassedBy::Position(position) => Some(position),
            PassedBy::Name | PassedBy::Setter => None,
        }
    }
}

/// An operation before and after.
#[derive(Debug, Clone, Copy)]
struct OperationPair<'v, 'm> {
    matched: &'v Matched<'m>,
    old: Call<'m>,
    new: Call<'m>,
    same_arguments: bool,
}

pub fn changes<'m>(matched: &Matched<'m>, old: Call<'m>, new: Call<'m>) -> Vec<Change> {
    let same_arguments = same_arguments(matched, old.operation, new.operation);
    let operations = OperationPair { matched, old, new, same_arguments };
    let pairs = pairs(old.operation, new.operation);
    let mut changes = Vec::new();
    changes.extend(pairs.removed.iter().map(|given| operations.removed(*given)));
    changes.extend(pairs.added.iter().map(|given| operations.added(*given)));
    for (old, new) in &pairs.both {
        changes.extend(operations.changed(*old, *new));
    }
    changes.extend(operations.order(&pairs, &changes));
    changes
}

/// Matches parameters by name and location, then path parameters by order, then the others by name and by setter.
fn pairs<'m>(old: &'m Operation, new: &'m Operation) -> Pairs<Passed<'m>> {
    let all = |operation: &'m Operation| -> Vec<Passed<'m>> {
        let positional = operation.positional().iter().enumerate();
        let positional = positional.map(|(position, parameter)| Passed { parameter, by: PassedBy::Position(position) });
        let named = operation.named().iter().map(|parameter| Passed { parameter, by: PassedBy::Name });
        let optional = operation.options.iter().map(|parameter| Passed { parameter, by: PassedBy::Setter });
        positional.chain(named).chain(optional).collect()
    };
    let name = |given: &Passed<'m>| given.parameter.name.as_deref();
    Pairs::new(all(old), all(new))
        .by(|given| Some((given.parameter.location, name(given))))
        .by(|given| (given.parameter.location == Location::Path).then_some(()))
        .by(|given| Some(name(given)))
        .by(|given| Some(given.parameter.ident.as_str()))
}

/// Returns a parameter as reports print it.
fn label(parameter: &Parameter) -> String {
    match &parameter.name {
        Some(name) => format!("{} parameter `{name}`", parameter.location.as_str()),
        None => "the body".to_owned(),
    }
}

impl<'m> OperationPair<'_, 'm> {
    fn change(&self, aspect: Aspect, parameter: &Parameter) -> Change {
        let change = self.old.change(Item::Parameter, aspect);
        let subject = format!("{}: {}", change.subject, label(parameter));
        Change { subject, ..change }
    }

    /// Returns `vps().reboot(service_name)` for an argument, `ip().spam_stats({ from })` for one that is passed by name
    /// and `vps().list().state()` for a setter.
    fn rust_name(call: Call<'m>, given: Passed<'m>) -> Option<String> {
        let (call, ident) = (call.name(), &given.parameter.ident);
        Some(match given.by {
            PassedBy::Position(_) => format!("{call}({ident})"),
            PassedBy::Name => format!("{call}({{ {ident} }})"),
            PassedBy::Setter => format!("{call}().{ident}()"),
        })
    }

    fn describe(&self, given: Passed<'m>, is_old: bool) -> String {
        let types = if is_old { &self.matched.old.types } else { &self.matched.new.types };
        let need = if given.is_required() { "required" } else { "optional" };
        format!("{need} {}", given.parameter.ty.display(types, Direction::Input))
    }

    /// Returns the impact of other arguments: calls do not build unless the types happen to be the same.
    fn impact_on_arguments(&self) -> Impact {
        Impact::of_lost_name(self.same_arguments)
    }

    fn removed(&self, given: Passed<'m>) -> Change {
        let (impact, reason) = match given.is_required() {
            true if self.same_arguments => {
                (self.impact_on_arguments(), "calls build, but pass the argument to another parameter")
            }
            true => (self.impact_on_arguments(), "the method takes other arguments"),
            false if has_setter(self.matched, given.parameter, self.new.operation) => {
                (Impact::RunTime, "the setter now sets another parameter")
            }
            false => (Impact::Build, "the setter is removed"),
        };
        let change =
            self.change(Aspect::Removed, given.parameter).from(self.describe(given, true)).with_impact(impact, reason);
        change.named(Self::rust_name(self.old, given), None)
    }

    fn added(&self, given: Passed<'m>) -> Change {
        let (impact, reason) = match given.is_required() {
            true if self.same_arguments => {
                (self.impact_on_arguments(), "calls build, but pass another argument to this parameter")
            }
            true => (self.impact_on_arguments(), "the method takes other arguments"),
            false if self.old.operation.options.is_empty() => (
                Impact::Compatible,
                "new setter, the first of the method: the third type parameter of its request changes",
            ),
            false => (Impact::Compatible, "new setter"),
        };
        let change =
            self.change(Aspect::Added, given.parameter).to(self.describe(given, false)).with_impact(impact, reason);
        change.named(None, Self::rust_name(self.new, given))
    }

    fn changed(&self, old: Passed<'m>, new: Passed<'m>) -> Vec<Change> {
        let mut changes = Vec::new();
        let about =
            |aspect| self.change(aspect, old.parameter).from(self.describe(old, true)).to(self.describe(new, false));
        let keeps_setter = || has_setter(self.matched, old.parameter, self.new.operation);
        match (old.by, new.by) {
            (PassedBy::Position(_) | PassedBy::Name, PassedBy::Setter) => {
                changes.push(
                    about(Aspect::Required).with_impact(self.impact_on_arguments(), "the argument becomes a setter"),
                );
            }
            (PassedBy::Setter, PassedBy::Position(_) | PassedBy::Name) => {
                let impact = Impact::of_lost_name(keeps_setter() && self.same_arguments);
                changes.push(about(Aspect::Required).with_impact(impact, "the setter becomes an argument"));
            }
            (PassedBy::Name, PassedBy::Name) if old.parameter.ident != new.parameter.ident => {
                let reason = "the field of the arguments is renamed";
                changes.push(about(Aspect::Renamed).with_impact(self.impact_on_arguments(), reason));
            }
            (PassedBy::Setter, PassedBy::Setter) if old.parameter.ident != new.parameter.ident => {
                let reason = "the setter is renamed";
                changes.push(about(Aspect::Renamed).with_impact(Impact::of_lost_name(keeps_setter()), reason));
            }
            _ => {}
        }
        if !self.matched.same(&old.parameter.ty, &new.parameter.ty) {
            let lost = if old.is_required() { !self.same_arguments } else { !keeps_setter() };
            changes.push(
                about(Aspect::Type).with_impact(Impact::of_lost_name(!lost), "the type of the parameter changes"),
            );
        }
        if (old.parameter.location, &old.parameter.name) != (new.parameter.location, &new.parameter.name) {
            let change = self.change(Aspect::Moved, old.parameter).from(label(old.parameter)).to(label(new.parameter));
            changes.push(change.with_impact(Impact::Compatible, "only its name or location in the request changes"));
        }
        let names = (Self::rust_name(self.old, old), Self::rust_name(self.new, new));
        changes.into_iter().map(|change| change.named(names.0.clone(), names.1.clone())).collect()
    }

    /// Reports arguments in another order, as calls that build pass them to other parameters, and those that are passed
    /// by name instead of by position or the reverse.
    fn order(&self, pairs: &Pairs<Passed<'m>>, others: &[Change]) -> Option<Change> {
        let mut positions: Vec<(usize, usize)> =
            pairs.both.iter().filter_map(|(old, new)| Some((old.position()?, new.position()?))).collect();
        positions.sort_unstable();
        let is_shuffled = !positions.is_sorted_by_key(|(_, new)| *new);
        let is_explained = self.same_arguments || others.iter().any(|change| change.impact == Impact::Build);
        if !is_shuffled && is_explained {
            return None;
        }
        let (old, new) = (self.old.operation, self.new.operation);
        let reason = match (old.named().is_empty(), new.named().is_empty()) {
            (true, false) => "the arguments are passed by name, in a struct",
            (false, true) => "the arguments are passed by position",
            _ => "the order of the arguments changes",
        };
        let change =
            self.old.change(Item::Operation, Aspect::Order).from(old.call_arguments()).to(new.call_arguments());
        let change = change.named(Some(self.old.name()), Some(self.new.name()));
        Some(change.with_impact(self.impact_on_arguments(), reason))
    }
}
