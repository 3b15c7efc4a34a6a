//! Whether code that calls an old operation still builds with a new one.

use std::collections::BTreeMap;

use super::matched::{Call, Matched};
use crate::model::{Operation, Parameter};

/// Returns whether a call with the same arguments builds. Rust checks the order and types of those that are passed by
/// position, and the names and types of the others.
pub fn same_arguments(matched: &Matched<'_>, old: &Operation, new: &Operation) -> bool {
    let same = |old: &Parameter, new: &Parameter| matched.same(&old.ty, &new.ty);
    let (positional, named) = (new.positional(), new.named());
    let named_by_ident: BTreeMap<&str, &Parameter> = named.iter().map(|new| (new.ident.as_str(), new)).collect();
    let same_named = |old: &Parameter| named_by_ident.get(old.ident.as_str()).is_some_and(|new| same(old, new));
    (old.positional().len(), old.named().len()) == (positional.len(), named.len())
        && old.positional().iter().zip(positional).all(|(old, new)| same(old, new))
        && old.named().iter().all(same_named)
}

/// Returns whether the new operation has a setter of the same name and type.
pub fn has_setter(matched: &Matched<'_>, old: &Parameter, new: &Operation) -> bool {
    new.options.iter().any(|option| option.ident == old.ident && matched.same(&old.ty, &option.ty))
}

/// Returns whether the name of an old operation now belongs to another one with the same signature.
pub fn is_taken_over(matched: &Matched<'_>, old: Call<'_>) -> bool {
    let name = old.name();
    matched.new.operations().filter(|(api, operation)| api.call(operation) == name).any(|(_, new)| {
        same_arguments(matched, old.operation, new)
            && matched.same(&old.operation.response, &new.response)
            && old.operation.options.iter().all(|option| has_setter(matched, option, new))
    })
}
