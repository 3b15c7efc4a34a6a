//! The surface of types: fields of responses and requests, and values of enums.

use std::collections::BTreeSet;

use crate::model::{Definition, Direction, Enum, Kind, Model, Object, Presence, TypeId, Types};
use crate::text::printable;

/// Returns one line per type, field and value, separated by tabs.
///
/// - `answer`, `request` or `enum`, the Rust path below the crate, the cargo features that need it: the type itself
/// - `answer` or `request`, the type, the field, its Rust type, the JSON name, and `null` if `None` is sent as null,
///   otherwise nothing
/// - `enum`, the type, the variant, the JSON value; `enum of numbers` if the values are JSON numbers
///
/// The last column of each line is the full name of the type in the schema. Enums that are one type in Rust have
/// several names, separated by `, `.
///
/// A type's line precedes those of its fields, which are sorted by JSON name. Types are sorted by path, which starts
/// with `v2` in branch v2.
pub fn surface_of_types(model: &Model) -> String {
    let mut types: Vec<(String, String)> = Vec::new();
    for (id, definition) in &model.types {
        let path = |direction| definition.rust_path(id.branch, direction).unwrap_or_default();
        if let Kind::Enum(own) = &definition.kind {
            let path = path(Direction::Output);
            let lines = values(&path, own, &full_name(id, definition));
            types.push((path, lines));
        }
        for (direction, object) in definition.objects() {
            let path = path(direction);
            let lines = fields(&model.types, &path, object, direction, &full_name(id, definition));
            types.push((path, lines));
        }
    }
    types.sort();
    types.into_iter().map(|(_, lines)| lines).collect()
}

fn full_name(id: &TypeId, definition: &Definition) -> String {
    let mut names: Vec<String> = definition.full_names(id).map(printable).collect();
    names.sort();
    names.join(", ")
}

fn fields(types: &Types, path: &str, object: &Object, direction: Direction, full_name: &str) -> String {
    let kind = match direction {
        Direction::Output => "answer",
        Direction::Input => "request",
    };
    let generics = if object.generics.is_empty() { String::new() } else { format!("<{}>", object.generics.join(", ")) };
    let mut lines = format!("{kind}\t{path}{generics}\t{}\t{full_name}\n", listed(&object.features));
    for field in &object.fields {
        let ty = field.display(types, direction);
        // The type is the same whether `None` is sent as null or omitted.
        let is_null = direction == Direction::Input && field.presence == Presence::Nullable;
        let null = if is_null { "null" } else { "" };
        let (ident, name) = (&field.ident, printable(&field.name));
        lines.push_str(&format!("{kind}\t{path}\t{ident}\t{ty}\t{name}\t{null}\t{full_name}\n"));
    }
    lines
}

fn values(path: &str, own: &Enum, full_name: &str) -> String {
    let kind = if own.numeric { "enum of numbers" } else { "enum" };
    let mut lines = format!("{kind}\t{path}\t{}\t{full_name}\n", listed(&own.features));
    for (variant, value) in &own.values {
        lines.push_str(&format!("{kind}\t{path}\t{variant}\t{}\t{full_name}\n", printable(value)));
    }
    lines
}

fn listed(features: &BTreeSet<String>) -> String {
    features.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}
