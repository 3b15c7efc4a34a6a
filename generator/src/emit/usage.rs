//! The operations that return or take each type, and the types that it is part of, for the documentation of types.
//!
//! A link is written only if its target exists whenever the type does. All other uses are code spans, because the
//! features of their APIs may be disabled.

use std::collections::{BTreeSet, HashMap};

use super::docs::code;
use super::scope::root_of;
use crate::model::{Api, Definition, Direction, Kind, Model, Operation, TypeId, Types};

/// The number of operations or types that a sentence names.
const MOST_NAMED: usize = 5;

type Uses<'m, U> = HashMap<(&'m TypeId, Direction), Vec<U>>;

/// The uses of all types.
#[derive(Debug)]
pub struct Usage<'m> {
    types: &'m Types,
    /// Operations whose response or parameters mention the type.
    operations: Uses<'m, (&'m Api, &'m Operation)>,
    /// Objects with a field that mentions the type.
    holders: Uses<'m, &'m TypeId>,
}

impl<'m> Usage<'m> {
    /// Collects the uses of all types.
    pub fn new(model: &'m Model) -> Self {
        let mut operations: Uses<'_, (&Api, &Operation)> = HashMap::new();
        for (api, operation) in model.operations() {
            let response = (&operation.response, Direction::Output);
            let parameters = operation.parameters().map(|parameter| (&parameter.ty, Direction::Input));
            for (ty, direction) in parameters.chain([response]) {
                ty.mentioned(&mut |id| {
                    let users = operations.entry((id, direction)).or_default();
                    if users.last().is_none_or(|(_, last)| !std::ptr::eq(*last, operation)) {
                        users.push((api, operation));
                    }
                });
            }
        }
        let mut holders: Uses<'_, &TypeId> = HashMap::new();
        for (holder, definition) in &model.types {
            for (direction, object) in definition.objects() {
                for field in &object.fields {
                    field.ty.mentioned(&mut |id| {
                        let holders = holders.entry((id, direction)).or_default();
                        if id != holder && holders.last() != Some(&holder) {
                            holders.push(holder);
                        }
                    });
                }
            }
        }
        Self { types: &model.types, operations, holders }
    }

    /// Returns the sentences about the uses of a type: `Returned by …` and `Taken by …`, or else `Part of …`.
    ///
    /// An enum is the same type in both directions.
    pub fn sentences(&self, id: &TypeId, definition: &Definition, direction: Direction) -> String {
        let directions = match definition.kind {
            Kind::Enum(_) => Direction::BOTH.as_slice(),
            Kind::Object { .. } => std::slice::from_ref(&direction),
        };
        let Some(features) = definition.features(direction) else { return String::new() };
        let mut sentences = Vec::new();
        for direction in directions {
            let verb = match direction {
                Direction::Output => "Returned by",
                Direction::Input => "Taken by",
            };
            let users = self.operations.get(&(id, *direction)).map_or(&[][..], Vec::as_slice);
            sentences.extend(sentence(verb, users, |(api, operation)| of_operation(api, operation, features)));
        }
        if sentences.is_empty() {
            let mut holders: Vec<(&TypeId, Direction)> = Vec::new();
            for direction in directions {
                let of_direction = self.holders.get(&(id, *direction)).into_iter().flatten();
                holders.extend(of_direction.map(|holder| (*holder, *direction)));
            }
            sentences
                .extend(sentence("Part of", &holders, |(holder, direction)| self.holder(holder, *direction, features)));
        }
        sentences.join(" ")
    }

    /// Returns a link to an object, or its name if its features differ from those of the type that it holds.
    fn holder(&self, id: &TypeId, direction: Direction, features: &BTreeSet<String>) -> String {
        let name = id.display(self.types, direction);
        let is_safe = self.types.get(id).is_some_and(|holder| holder.features(direction) == Some(features));
        if is_safe { format!("[`{name}`](crate::{name})") } else { code(&name) }
    }
}

/// Returns a link to an operation, or its call if its API may be disabled.
fn of_operation(api: &Api, operation: &Operation, features: &BTreeSet<String>) -> String {
    let call = api.call(operation);
    let is_safe = features.len() == 1 && features.contains(&api.feature);
    if !is_safe {
        return code(&call);
    }
    format!("[`{call}`]({}::{}::{}::{})", root_of(api.branch), api.module, api.type_name, operation.name)
}

/// Returns a sentence that names the first uses and counts the others, or `None` if there are none.
fn sentence<U>(verb: &str, uses: &[U], name: impl Fn(&U) -> String) -> Option<String> {
    let (named, others) = uses.split_at(uses.len().min(MOST_NAMED));
    let mut named: Vec<String> = named.iter().map(name).collect();
    let last = match others.len() {
        0 => named.pop()?,
        1 => "1 other".to_owned(),
        count => format!("{count} others"),
    };
    Some(match named.as_slice() {
        [] => format!("{verb} {last}."),
        named => format!("{verb} {} and {last}.", named.join(", ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentence_counts_uses_after_the_fifth() {
        let of = |count: u32| sentence("Returned by", &(0..count).collect::<Vec<_>>(), u32::to_string);
        assert_eq!(of(0), None);
        for (count, expected) in [
            (1, "Returned by 0."),
            (2, "Returned by 0 and 1."),
            (5, "Returned by 0, 1, 2, 3 and 4."),
            (6, "Returned by 0, 1, 2, 3, 4 and 1 other."),
            (8, "Returned by 0, 1, 2, 3, 4 and 3 others."),
        ] {
            assert_eq!(of(count).as_deref(), Some(expected));
        }
    }
}
