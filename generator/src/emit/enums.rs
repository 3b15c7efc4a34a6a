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
    uses: String,
    scope: &FileScope<'_>,
    module: &BTreeSet<String>,
) -> String {
    let cfg = cfg::any_of(&own.features, Some(module));
    let values = format!("Values of {}.", docs::code(&id.name));
    let docs = docs::lines("    ", &docs::type_page(definition, values, uses));
    let kind = if own.numeric { ": long " } else { "" };
    let values: String = own.values.iter().map(|(variant, value)| entry(variant, value)).collect();
    let define = scope.import("crate::json::open_enum");
    format!("{cfg}{define}! {{\n{docs}    pub enum {} {kind}{{\n{values}    }}\n}}\n", own.name)
}

/// Writes a value. The sign before the spelling tells the macro whether to show it, and to add it to rustdoc's search.
fn entry(variant: &str, value: &str) -> String {
    if value.contains('`') || !docs::is_alias(value) {
        let shown = if value.is_empty() { "The empty string.".to_owned() } else { docs::code(value) };
        return format!("        /// {shown}\n        {variant}: {value:?},\n");
    }
    let is_found = searched(variant).eq(searched(value));
    format!("        {variant} {} {value:?},\n", if is_found { "=" } else { "=>" })
}

/// Returns the part of a name that rustdoc's search compares.
fn searched(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(|byte| *byte != b'_').map(|byte| byte.to_ascii_lowercase())
}
