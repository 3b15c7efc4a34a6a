//! Types of the model and the values that conform to them.

mod check;
mod merge;
mod text;
mod unsent;

use std::borrow::Cow;

pub(crate) use generator::model::Direction;
use generator::model::{Enum, Kind, Object, Type, TypeId, Types};
pub(crate) use generator::scalars::parse_timestamp as timestamp;

pub(crate) use self::check::{Problem, check, type_name};
pub(crate) use self::merge::merge;
pub(crate) use self::text::{Plain, plain};
pub(crate) use self::unsent::{clear_unsent, named_by_path};

/// Returns the enum with this id.
pub(crate) fn enumeration<'t>(types: &'t Types, id: &TypeId) -> Option<&'t Enum> {
    types.get(id)?.as_enum()
}

/// Returns whether a text is a value of an enum. An enum without listed values accepts any text.
pub(crate) fn has_value(values: &Enum, text: &str) -> bool {
    values.values.is_empty() || values.values.iter().any(|(_, value)| value == text)
}

/// Returns the struct with this id for a direction.
pub(crate) fn object<'t>(types: &'t Types, id: &TypeId, direction: Direction) -> Option<&'t Object> {
    types.get(id)?.object(direction)
}

/// Returns whether values of the type are JSON objects with named fields.
pub(crate) fn is_object(types: &Types, ty: &Type) -> bool {
    let Type::Defined(id, _) = ty else { return false };
    types.get(id).is_some_and(|definition| matches!(definition.kind, Kind::Object { .. }))
}

/// Returns a field's type, with the type arguments of its object in place of the type parameters.
pub(crate) fn closed<'t>(ty: &'t Type, object: &Object, arguments: &[Type]) -> Cow<'t, Type> {
    if arguments.is_empty() { Cow::Borrowed(ty) } else { Cow::Owned(object.substitute(ty, arguments)) }
}
