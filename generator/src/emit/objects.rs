//! Structs for responses and for requests.

use std::collections::BTreeSet;

use super::arguments::fields_of;
use super::conversions::{common_traits, from_json, generics, task, to_json};
use super::docs::{self, code};
use super::field_setters::setters;
use super::source::allow_case;
use super::ty::TypeWriter;
use super::{cfg, layout};
use crate::model::{Definition, Direction, Field, Object, Presence, Scalar, Type, TypeId, is_enum};

/// Writes the struct of a response.
pub fn output(
    id: &TypeId,
    definition: &Definition,
    object: &Object,
    uses: String,
    writer: TypeWriter<'_>,
    module: &BTreeSet<String>,
) -> Vec<String> {
    let form = format!("Response form of {}.", code(&id.name));
    let docs = docs::type_page(definition, form, uses);
    let mut items = vec![
        declaration(definition, object, writer, Direction::Output, &docs, module),
        common_traits(object, writer.scope, module),
        from_json(object, writer.scope, module),
    ];
    items.extend(task(object, writer, module));
    items
}

/// Writes the struct of a request.
pub fn input(
    id: &TypeId,
    definition: &Definition,
    object: &Object,
    uses: String,
    writer: TypeWriter<'_>,
    module: &BTreeSet<String>,
) -> Vec<String> {
    let form = format!("Request form of {}.", code(&id.name));
    let docs = docs::type_page(definition, form, uses);
    let mut items = vec![declaration(definition, object, writer, Direction::Input, &docs, module)];
    items.extend(constructor(object, writer, module));
    items.extend(setters(object, writer, module));
    items.push(common_traits(object, writer.scope, module));
    items.push(to_json(object, writer.scope, module));
    items
}

fn declaration(
    definition: &Definition,
    object: &Object,
    writer: TypeWriter<'_>,
    direction: Direction,
    docs: &[String],
    module: &BTreeSet<String>,
) -> String {
    let has_default = direction == Direction::Input && object.required().next().is_none();
    let fields = object.fields.iter().map(|field| {
        let docs = docs::lines("    ", &docs::field(field, definition, direction));
        format!("{docs}    pub {}: {},\n", field.ident, writer.field(field, direction))
    });
    let fields: String = fields.collect();
    format!(
        "{cfg}{docs}{derive}{case}pub struct {name}{generics} {body}\n",
        cfg = cfg::any_of(&object.features, Some(module)),
        docs = docs::lines("", docs),
        derive = if has_default { "#[derive(Default)]\n" } else { "" },
        case = allow_case("", &object.name),
        name = object.name,
        generics = generics(object, ""),
        body = if fields.is_empty() { "{}".to_owned() } else { format!("{{\n{fields}}}") },
    )
}

/// Writes `new`, which takes the required fields: a new optional field does not break its callers.
fn constructor(object: &Object, writer: TypeWriter<'_>, module: &BTreeSet<String>) -> Option<String> {
    let is_by_name = object.is_built_by_name();
    let mut arguments: Vec<String> = object.required().map(|field| argument(field, writer)).collect();
    if arguments.is_empty() {
        return None;
    }
    if is_by_name {
        arguments = vec![format!("fields: {}", fields_of(object, writer))];
    }
    let fields = object.fields.iter().map(|field| {
        let ident = &field.ident;
        let value = if is_by_name { format!("fields.{ident}") } else { ident.clone() };
        match conversion(field, writer) {
            _ if field.presence != Presence::Value => {
                format!("{ident}: {}::default()", writer.scope.prelude("std::default::Default"))
            }
            Conversion::Text => format!("{ident}: {value}.into()"),
            Conversion::Enum(_) if !is_by_name => format!("{ident}: {value}.into()"),
            Conversion::Enum(_) | Conversion::None if is_by_name => format!("{ident}: {value}"),
            Conversion::Enum(_) | Conversion::None => value,
        }
    });
    Some(format!(
        "{cfg}impl{generics} {name}{generics} {{
    /// Creates a value from the required fields; all others are omitted.
    #[inline]
{signature}{body}    }}\n}}\n",
        cfg = cfg::any_of(&object.features, Some(module)),
        generics = generics(object, ""),
        name = object.name,
        signature = layout::signature("    ", "pub fn new", &arguments, "Self"),
        body = layout::literal("        ", "Self", &fields.collect::<Vec<_>>()),
    ))
}

/// Writes the argument of `new` for a required field.
fn argument(field: &Field, writer: TypeWriter<'_>) -> String {
    let ty = match conversion(field, writer) {
        Conversion::Enum(id) => writer.enum_value(id),
        Conversion::Text => {
            let into = writer.scope.prelude("std::convert::Into");
            format!("impl {into}<{}>", writer.owned(&field.ty, Direction::Input))
        }
        Conversion::None => writer.field(field, Direction::Input),
    };
    format!("{}: {ty}", field.ident)
}

/// How the argument for a required field becomes its value.
enum Conversion<'f> {
    None,
    Text,
    Enum(&'f TypeId),
}

fn conversion<'f>(field: &'f Field, writer: TypeWriter<'_>) -> Conversion<'f> {
    match &field.ty {
        Type::Scalar(Scalar::Text) => Conversion::Text,
        Type::Defined(id, _) if is_enum(writer.types, id) => Conversion::Enum(id),
        _ => Conversion::None,
    }
}
