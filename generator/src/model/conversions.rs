//! The types whose request form can be created from their response form, to read, modify and write an object.
//!
//! | field in the response | in the request | conversion |
//! |---|---|---|
//! | `T` | `T`, `Option<T>`, `Patch<T>` | the value |
//! | `Option<T>` | `Option<T>` | the same; `None` is omitted, or sent as null where the request requires the field |
//! | `Option<T>` | `Patch<T>` | the value; `Patch::Absent` if it is null, as the service keeps what is not sent |
//! | `Option<T>` | `T` | none |
//! | object | object | its own conversion, in lists, maps and boxes as well |
//!
//! A type has a conversion if all fields of its request form have one, so that sending it unchanged changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::{Direction, Presence, Type, TypeId, Types, Wrapper};

/// Returns the types whose request form can be created from their response form.
pub fn conversions(types: &Types) -> BTreeSet<TypeId> {
    let mut held_by: BTreeMap<TypeId, Vec<&TypeId>> = BTreeMap::new();
    let mut found = BTreeSet::new();
    let mut lost: Vec<&TypeId> = Vec::new();
    for id in types.keys() {
        match needed(types, id) {
            Some(needed) => {
                needed.into_iter().for_each(|held| held_by.entry(held).or_default().push(id));
                found.insert(id.clone());
            }
            None => lost.push(id),
        }
    }
    // A type that holds one without a conversion has none either.
    while let Some(id) = lost.pop() {
        lost.extend(held_by.remove(id).into_iter().flatten().filter(|holder| found.remove(*holder)));
    }
    found
}

/// Returns whether a type is the same in responses and in requests.
pub fn is_same_in_both_directions(types: &Types, ty: &Type) -> bool {
    let mut is_same = true;
    ty.mentioned(&mut |id| is_same &= Direction::BOTH.iter().all(|direction| !has_form(types, id, *direction)));
    is_same
}

fn has_form(types: &Types, id: &TypeId, direction: Direction) -> bool {
    types.get(id).is_some_and(|definition| definition.object(direction).is_some())
}

/// Returns the types whose conversions the one of a type needs, or `None` if it cannot be converted.
fn needed(types: &Types, id: &TypeId) -> Option<BTreeSet<TypeId>> {
    let definition = types.get(id)?;
    let (output, input) = (definition.object(Direction::Output)?, definition.object(Direction::Input)?);
    let mut all = BTreeSet::new();
    for field in &input.fields {
        let source = output.field(&field.name)?;
        let is_lost = source.wrapper() == Wrapper::Option && field.presence == Presence::Value;
        if is_lost || source.ty != field.ty || source.boxed != field.boxed {
            return None;
        }
        all.extend(needed_by_type(types, &field.ty)?);
    }
    (output.generics == input.generics).then_some(all)
}

/// Returns the type that a field's type holds if it is not the same in both directions, or `None` if it cannot be
/// converted.
fn needed_by_type(types: &Types, ty: &Type) -> Option<Option<TypeId>> {
    match ty {
        Type::List(item) | Type::Map(_, item) => needed_by_type(types, item),
        Type::Defined(id, arguments) if !is_same_in_both_directions(types, ty) => {
            let are_same = arguments.iter().all(|argument| is_same_in_both_directions(types, argument));
            are_same.then(|| Some(id.clone()))
        }
        _ => Some(None),
    }
}
