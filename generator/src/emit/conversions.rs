//! `FromJson`, `ToJson`, `Clone`, `Debug`, `PartialEq` and `WaitableTask` of structs.

use std::collections::BTreeSet;

use super::cfg;
use super::scope::FileScope;
use super::ty::TypeWriter;
use crate::model::{Field, Object, Presence, Scalar, Type};

/// Methods for more fields are compiled once, with the crate, and not again in each program that calls them. In the
/// first four APIs that applies to 17 structs, which took a seventh of the time to build a caller of ten operations
/// (`docs/performance.md`). For fewer fields, inlining costs less than a copy for every program.
const FIELDS_TO_INLINE: usize = 12;

/// The length of the longest tuple that the macros in `ovh-api-core` support.
const FIELDS_IN_A_ROW: usize = 16;

/// Writes `FromJson` of a response struct.
pub fn from_json(object: &Object, scope: &FileScope<'_>, module: &BTreeSet<String>) -> String {
    let fields: String = object
        .fields
        .iter()
        .map(|field| {
            let method = if field.boxed { "get_boxed" } else { "get" };
            format!("            {}: object.{method}({:?}),\n", field.ident, field.name)
        })
        .collect();
    let body = match fields.as_str() {
        "" => "        let _ = value.object();\n        Self {}\n".to_owned(),
        fields => format!("        let object = value.object();\n        Self {{\n{fields}        }}\n"),
    };
    let signature = format!("from_json(value: {}<'_>) -> Self", scope.import("crate::json::Value"));
    implementation(object, module, &scope.import("crate::json::FromJson"), &signature, &body)
}

/// Writes `ToJson` of a request struct.
pub fn to_json(object: &Object, scope: &FileScope<'_>, module: &BTreeSet<String>) -> String {
    let fields: String = object
        .fields
        .iter()
        .map(|field| {
            let method = match (field.presence, field.boxed) {
                (Presence::Value | Presence::Nullable, false) => "field",
                (Presence::Value | Presence::Nullable, true) => "field_boxed",
                (Presence::Optional, false) => "optional",
                (Presence::Optional, true) => "optional_boxed",
                (Presence::Patch, false) => "patch",
                (Presence::Patch, true) => "patch_boxed",
            };
            format!("        writer.{method}({:?}, &self.{});\n", field.name, field.ident)
        })
        .collect();
    let body = format!("        writer.begin_object();\n{fields}        writer.end_object();\n");
    let signature = format!("to_json(&self, writer: &mut {})", scope.import("crate::json::Writer"));
    implementation(object, module, &scope.import("crate::json::ToJson"), &signature, &body)
}

/// Writes the macro call for `WaitableTask`, if the struct is a task.
pub fn task(object: &Object, writer: TypeWriter<'_>, module: &BTreeSet<String>) -> Option<String> {
    let task = object.task(writer.types)?;
    Some(format!(
        "{cfg}{define}! {{ {name}{generics}: {status}{id} }}\n",
        cfg = cfg::any_of(&object.features, Some(module)),
        define = writer.scope.import("crate::json::task"),
        name = object.name,
        generics = generics(object, ""),
        status = task.status.ident,
        id = task.id.map(|id| format!(" {}", id.ident)).unwrap_or_default(),
    ))
}

/// Writes the macro call for `Clone`, `Debug` and `PartialEq`, on one line so that a new field changes one line.
pub fn common_traits(object: &Object, scope: &FileScope<'_>, module: &BTreeSet<String>) -> String {
    let cfg = cfg::any_of(&object.features, Some(module));
    let (generics, all) = (generics(object, ""), idents(object.fields.iter()));
    if !object.fields.iter().any(|field| needs_same(&field.ty)) {
        return cfg + &call("crate::json::common_traits", &object.name, &generics, &all, scope);
    }
    let (same, equal): (Vec<_>, Vec<_>) = object.fields.iter().partition(|field| needs_same(&field.ty));
    format!(
        "{cfg}{clone_and_debug}\n{cfg}{equality}! {{ {name}{generics}:{equal} /{same} }}\n",
        clone_and_debug = call("crate::json::clone_and_debug", &object.name, &generics, &all, scope),
        equality = scope.import("crate::json::equality"),
        name = object.name,
        equal = list(&idents(equal.into_iter())),
        same = list(&idents(same.into_iter())),
    )
}

fn idents<'f>(fields: impl Iterator<Item = &'f Field>) -> Vec<&'f str> {
    fields.map(|field| field.ident.as_str()).collect()
}

/// Writes the macro call for `Clone` and `Debug` of a struct of arguments.
pub fn clone_and_debug(name: &str, generics: &str, fields: &[&str], scope: &FileScope<'_>) -> String {
    call("crate::json::clone_and_debug", name, generics, fields, scope)
}

fn call(define: &'static str, name: &str, generics: &str, fields: &[&str], scope: &FileScope<'_>) -> String {
    let fields: String = if fields.len() > FIELDS_IN_A_ROW || generics.starts_with("<'") {
        fields.chunks(FIELDS_IN_A_ROW).map(|row| format!(" [{}]", row.join(" "))).collect()
    } else {
        list(fields)
    };
    let define = scope.import(define);
    format!("{define}! {{ {name}{generics}:{fields} }}\n")
}

fn list(idents: &[&str]) -> String {
    idents.iter().map(|ident| format!(" {ident}")).collect()
}

/// Returns whether a type contains one that does not implement `PartialEq`, outside of other structs.
fn needs_same(ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => matches!(scalar, Scalar::Secret | Scalar::Duration),
        Type::List(item) | Type::Map(_, item) => needs_same(item),
        Type::Defined(..) | Type::Parameter(_) => false,
    }
}

/// Writes the type parameters of a struct, each with a bound.
pub fn generics(object: &Object, bound: &str) -> String {
    let generics: Vec<String> = object.generics.iter().map(|generic| format!("{generic}{bound}")).collect();
    if generics.is_empty() { String::new() } else { format!("<{}>", generics.join(", ")) }
}

fn implementation(object: &Object, module: &BTreeSet<String>, name: &str, signature: &str, body: &str) -> String {
    format!(
        "{cfg}impl{bounds} {name} for {object}{arguments} {{\n{inline}    fn {signature} {{\n{body}    }}\n}}\n",
        cfg = cfg::any_of(&object.features, Some(module)),
        bounds = generics(object, &format!(": {name}")),
        arguments = generics(object, ""),
        inline = if object.fields.len() > FIELDS_TO_INLINE { "" } else { "    #[inline]\n" },
        object = object.name,
    )
}

#[cfg(test)]
mod tests {
    use super::FIELDS_IN_A_ROW;

    #[test]
    fn row_length_equals_longest_tuple_of_core() {
        let source = include_str!("../../../ovh-api-core/src/clone_and_debug.rs");
        let tuples = source.lines().find_map(|line| line.strip_prefix("fields! {")?.strip_suffix('}'));
        assert_eq!(tuples.unwrap().split_whitespace().count(), FIELDS_IN_A_ROW);
    }
}
