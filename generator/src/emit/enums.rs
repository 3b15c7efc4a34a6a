//! Enums: one macro call each, with one line per value.

use std::collections::BTreeSet;

use super::scope::FileScope;
use super::{cfg, docs};
use crate::model::{Definition, Enum, TypeId};

/// Writes the macro call for an enum.
pub fn enumeration(
    id: &TypeId,
    definition: &Definition,
    own: &Enum,
    scope: &FileScope<'_>,
    module: &BTreeSet<String>,
) -> String {
    let cfg = cfg::any_of(&own.features, Some(module));
    let values = format!("Values of {}.", docs::code(&id.name));
    let docs = docs::lines("    ", &docs::described(definition.description.as_deref(), values));
    let kind = if own.numeric { ": long " } else { "" };
    let values: String =
        own.values.iter().map(|(variant, value)| format!("        {variant} = {value:?},\n")).collect();
    let define = scope.import("crate::json::open_enum");
    format!("{cfg}{define}! {{\n{docs}    pub enum {} {kind}{{\n{values}    }}\n}}\n", own.name)
}
