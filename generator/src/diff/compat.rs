//! Whether code that was written for an operation still builds with another one.

use super::calls::call;
use super::matched::{Call, View};
use crate::model::{Operation, Parameter};

/// Whether calls with the same arguments build. Rust knows them by place and type alone.
pub fn same_arguments(view: &View<'_>, old: &Operation, new: &Operation) -> bool {
    let same = |(old, new): (&Parameter, &Parameter)| view.same(&old.ty, &new.ty);
    old.arguments.len() == new.arguments.len() && old.arguments.iter().zip(&new.arguments).all(same)
}

/// Whether a setter of this name takes what it took before.
pub fn has_setter(view: &View<'_>, old: &Parameter, new: &Operation) -> bool {
    new.options.iter().any(|option| option.ident == old.ident && view.same(&old.ty, &option.ty))
}

/// Whether the name of an old operation now belongs to another one that takes and answers the same.
pub fn is_taken_over(view: &View<'_>, old: Call<'_>) -> bool {
    let name = old.name();
    let all = view.new.apis.iter().flat_map(|api| api.operations.iter().map(move |operation| (api, operation)));
    let now = all.filter(|(api, operation)| call(api, operation) == name);
    now.into_iter().any(|(_, new)| {
        same_arguments(view, old.operation, new)
            && view.same(&old.operation.response, &new.response)
            && old.operation.options.iter().all(|option| has_setter(view, option, new))
    })
}
