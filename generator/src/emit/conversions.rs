//! `FromJson`, `ToJson`, `Clone` and `Debug` of structs, as text: they have three forms only, which cost a fraction of what a
//! formatter takes.

use std::collections::BTreeSet;

use proc_macro2::Literal;

use super::cfg;
use super::layout::call;
use crate::model::{Object, Presence};

/// Code for more fields than these is built once, with the crate, and not again by each program that calls it: of the four
/// committed APIs that concerns 17 structs, which are a seventh of what a caller of ten operations takes to build
/// (`docs/performance.md`). Code for fewer fields costs less than keeping it for everybody.
const FIELDS_TO_INLINE: usize = 12;

/// As many as the longest tuple in `ovh-api-core/src/clone_and_debug.rs` has.
const FIELDS_IN_A_ROW: usize = 16;

/// How the struct of an answer reads itself.
pub fn from_json(object: &Object, module: &BTreeSet<String>) -> String {
    let get = |name: &str| [Literal::string(name).to_string()];
    let fields = object.fields.iter().map(|field| {
        let method = if field.boxed { "get_boxed" } else { "get" };
        call(12, &format!("{}: ", field.ident), "object", method, &get(&field.name), ",") + "\n"
    });
    let fields: String = fields.collect();
    let (binding, value) = match fields.as_str() {
        "" => ("_", "Self {}".to_owned()),
        fields => ("object", format!("Self {{\n{fields}        }}")),
    };
    let body = format!("        let {binding} = value.object();\n        {value}\n");
    implementation(object, module, "FromJson", "from_json(value: crate::json::Value<'_>) -> Self", &body)
}

/// How the struct of a request writes itself.
pub fn to_json(object: &Object, module: &BTreeSet<String>) -> String {
    let mut body = "        writer.begin_object();\n".to_owned();
    for field in &object.fields {
        let method = match (field.presence, field.boxed) {
            (Presence::Value | Presence::Nullable, false) => "field",
            (Presence::Value | Presence::Nullable, true) => "field_boxed",
            (Presence::Optional, false) => "optional",
            (Presence::Optional, true) => "optional_boxed",
            (Presence::Patch, false) => "patch",
            (Presence::Patch, true) => "patch_boxed",
        };
        let arguments = [Literal::string(&field.name).to_string(), format!("&self.{}", field.ident)];
        body.push_str(&call(8, "", "writer", method, &arguments, ";"));
        body.push('\n');
    }
    body.push_str("        writer.end_object();\n");
    implementation(object, module, "ToJson", "to_json(&self, writer: &mut crate::json::Writer)", &body)
}

/// How a struct is copied and shows itself. On one line, so that one more field is one line of a difference.
pub fn clone_and_debug(object: &Object, module: &BTreeSet<String>) -> String {
    let generics = if object.generics.is_empty() { String::new() } else { format!("<{}>", object.generics.join(", ")) };
    let names: Vec<&str> = object.fields.iter().map(|field| field.ident.as_str()).collect();
    let fields: String = if names.len() > FIELDS_IN_A_ROW {
        names.chunks(FIELDS_IN_A_ROW).map(|row| format!(" [{}]", row.join(" "))).collect()
    } else {
        names.iter().map(|name| format!(" {name}")).collect()
    };
    let cfg = cfg::line_any_of(&object.features, Some(module));
    format!("{cfg}crate::json::clone_and_debug! {{ {}{generics}:{fields} }}\n\n", object.name)
}

fn implementation(object: &Object, module: &BTreeSet<String>, name: &str, signature: &str, body: &str) -> String {
    let list = |bound: &str| {
        let generics: Vec<String> = object.generics.iter().map(|generic| format!("{generic}{bound}")).collect();
        if generics.is_empty() { String::new() } else { format!("<{}>", generics.join(", ")) }
    };
    let (bounds, arguments) = (list(&format!(": crate::json::{name}")), list(""));
    format!(
        "{cfg}impl{bounds} crate::json::{name} for {object}{arguments} {{\n{inline}    fn {signature} {{\n{body}    }}\n}}\n",
        cfg = cfg::line_any_of(&object.features, Some(module)),
        inline = if object.fields.len() > FIELDS_TO_INLINE { "" } else { "    #[inline]\n" },
        object = object.name,
    )
}
