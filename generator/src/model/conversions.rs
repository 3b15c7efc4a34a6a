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

use std::collections::BTreeSet;

use super::{Direction, Field, Presence, Type, TypeId, Types, Wrapper};

/// Returns the types whose request form can be created from their response form.
pub fn conversions(types: &Types) -> BTreeSet<TypeId> {
    let has_both = |id: &&TypeId| Direction::BOTH.iter().all(|direction| has_form(types, id, *direction));
    let mut found: BTreeSet<TypeId> = types.keys().filter(has_both).cloned().collect();
    // A type that holds one without a conversion has none either.
    loop {
        let lost: Vec<TypeId> = found.iter().filter(|id| !converts(types, &found, id)).cloned().collect();
        if lost.is_empty() {
            return found;
        }
        found.retain(|id| !lost.contains(id));
    }
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

fn converts(types: &Types, found: &BTreeSet<TypeId>, id: &TypeId) -> bool {
    let Some(definition) = types.get(id) else { return false };
    let (Some(output), Some(input)) = (definition.object(Direction::Output), definition.object(Direction::Input))
    else {
        return false;
    };
    let field_converts = |field: &Field| {
        let source = output.fields.iter().find(|other| other.name == field.name);
        source.is_some_and(|source| {
            let is_lost = source.wrapper() == Wrapper::Option && field.presence == Presence::Value;
            !is_lost && source.ty == field.ty && source.boxed == field.boxed && type_converts(types, found, &field.ty)
        })
    };
    output.generics == input.generics && input.fields.iter().all(field_converts)
}

fn type_converts(types: &Types, found: &BTreeSet<TypeId>, ty: &Type) -> bool {
    match ty {
        Type::List(item) | Type::Map(_, item) => type_converts(types, found, item),
        Type::Defined(id, arguments) if found.contains(id) => {
            arguments.iter().all(|argument| is_same_in_both_directions(types, argument))
        }
        ty => is_same_in_both_directions(types, ty),
    }
}
