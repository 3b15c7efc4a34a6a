//! Enums: one macro call each, with one line for each value.

use std::collections::BTreeSet;

use proc_macro2::Literal;

use super::source::Chunk;
use super::{cfg, docs};
use crate::model::{Definition, Enum, TypeId};

/// The macro call for an enum, as text: a formatter has no rules for a macro's own syntax.
pub fn enumeration(id: &TypeId, definition: &Definition, own: &Enum, module: &BTreeSet<String>) -> Chunk {
    let mut text = cfg::line_any_of(&own.features, Some(module));
    text.push_str("crate::json::open_enum! {\n");
    let mut docs = definition.description.as_deref().map(docs::prose).unwrap_or_default();
    if !docs.is_empty() {
        docs.push(String::new());
    }
    docs.push(format!("The values of {}.", docs::code(&id.name)));
    for line in docs {
        let line = format!("    /// {line}");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    let kind = if own.numeric { ": long " } else { "" };
    text.push_str(&format!("    pub enum {} {kind}{{\n", own.name));
    for (variant, value) in &own.values {
        text.push_str(&format!("        {variant} = {},\n", Literal::string(value)));
    }
    text.push_str("    }\n}\n");
    Chunk::Text(text)
}
