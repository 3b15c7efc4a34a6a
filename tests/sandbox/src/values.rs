//! Types of the model and the values that conform to them.

mod check;
mod merge;
mod text;

use std::borrow::Cow;

use generator::model::{Definition, Enum, Kind, Object, Type, TypeId, Types};

pub(crate) use self::check::{Problem, check, type_name};
pub(crate) use self::merge::merge;
pub(crate) use self::text::{Plain, plain, timestamp};

/// Which struct of a definition is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// What the service answers.
    Output,
    /// What it takes.
    Input,
}

/// The enum of that name.
pub(crate) fn enumeration<'t>(types: &'t Types, id: &TypeId) -> Option<&'t Enum> {
    match &types.get(id)?.kind {
        Kind::Enum(values) => Some(values),
        Kind::Object { .. } => None,
    }
}

/// Whether a text is one of an enum. One that lists no values says nothing about what they are.
pub(crate) fn has_value(values: &Enum, text: &str) -> bool {
    values.values.is_empty() || values.values.iter().any(|(_, value)| value == text)
}

/// The object of that name.
pub(crate) fn object<'t>(types: &'t Types, id: &TypeId, direction: Direction) -> Option<&'t Object> {
    match types.get(id) {
        Some(Definition { kind: Kind::Object { output, input }, .. }) => match direction {
            Direction::Output => output.as_ref(),
            Direction::Input => input.as_ref(),
        },
        _ => None,
    }
}

/// Whether values of the type are JSON objects with named fields.
pub(crate) fn is_object(types: &Types, ty: &Type) -> bool {
    let Type::Defined(id, _) = ty else { return false };
    types.get(id).is_some_and(|definition| matches!(definition.kind, Kind::Object { .. }))
}

/// A field's type with the type arguments of its object in the place of the parameters.
pub(crate) fn closed<'t>(ty: &'t Type, object: &Object, arguments: &[Type]) -> Cow<'t, Type> {
    if arguments.is_empty() { Cow::Borrowed(ty) } else { Cow::Owned(substitute(ty, object, arguments)) }
}

fn substitute(ty: &Type, object: &Object, arguments: &[Type]) -> Type {
    match ty {
        Type::Scalar(_) => ty.clone(),
        Type::Parameter(name) => {
            let position = object.generics.iter().position(|generic| generic == name);
            position.and_then(|position| arguments.get(position)).unwrap_or(ty).clone()
        }
        Type::List(item) => Type::List(Box::new(substitute(item, object, arguments))),
        Type::Map(key, value) => Type::Map(key.clone(), Box::new(substitute(value, object, arguments))),
        Type::Defined(id, inner) => {
            Type::Defined(id.clone(), inner.iter().map(|ty| substitute(ty, object, arguments)).collect())
        }
    }
}
