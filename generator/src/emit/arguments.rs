//! Structs of the values that callers pass by name: `arguments` of operations and required `fields` of request types.
//! [`are_named`](crate::model::are_named) decides which values these are.
//!
//! The modules have only these structs, so that none clashes with a type of the API.

use std::collections::BTreeSet;

use super::cfg;
use super::conversions::clone_and_debug;
use super::docs::{self, lines};
use super::scope::FileScope;
use super::source::allow_case;
use super::ty::TypeWriter;
use crate::model::{Api, Direction, Field, Object, Operation, Scalar, Type};
use crate::names;

/// A struct of named values.
struct Named<'n> {
    name: String,
    generics: &'n [String],
    docs: Vec<String>,
    /// The condition on features, or an empty string.
    cfg: String,
    fields: Vec<NamedField<'n>>,
}

struct NamedField<'n> {
    ident: &'n str,
    ty: String,
    docs: Vec<String>,
}

impl Named<'_> {
    fn declaration(&self, scope: &FileScope<'_>) -> String {
        let Self { name, .. } = self;
        let lifetime = self.fields.iter().any(|field| is_borrowed(&field.ty)).then(|| "'a".to_owned());
        let generics: Vec<String> = lifetime.into_iter().chain(self.generics.iter().cloned()).collect();
        let generics = if generics.is_empty() { String::new() } else { format!("<{}>", generics.join(", ")) };
        let cfg = if self.cfg.is_empty() { String::new() } else { format!("    {}", self.cfg) };
        let fields = self.fields.iter().map(|field| {
            let docs = lines("        ", &field.docs);
            format!("{docs}        pub {}: {},\n", field.ident, field.ty)
        });
        let idents: Vec<&str> = self.fields.iter().map(|field| field.ident).collect();
        format!(
            "{docs}{cfg}{case}    pub struct {name}{generics} {{\n{fields}    }}\n\n{cfg}    {implementations}",
            docs = lines("    ", &self.docs),
            case = allow_case("    ", name),
            fields = fields.collect::<String>(),
            implementations = clone_and_debug(name, &generics, &idents, scope),
        )
    }
}

fn module(name: &str, about: &str, structs: &[Named<'_>], scope: &FileScope<'_>) -> Option<String> {
    let structs: Vec<String> = structs.iter().map(|named| named.declaration(scope)).collect();
    (!structs.is_empty()).then(|| format!("/// {about}\npub mod {name} {{\n{}}}\n", structs.join("\n")))
}

fn is_borrowed(ty: &str) -> bool {
    ty.starts_with('&')
}

/// Writes the module with a struct for each operation that has named values.
pub fn of_operations(api: &Api, writer: TypeWriter<'_>) -> Option<String> {
    let operations: Vec<(&Operation, String)> =
        api.operations.iter().filter_map(|operation| Some((operation, operation.arguments_struct()?))).collect();
    let scope = writer.scope.nested(operations.iter().map(|(_, name)| name.as_str()).collect());
    let writer = TypeWriter { scope: &scope, ..writer };
    let structs = operations.iter().map(|(operation, struct_name)| {
        let fields = operation.named().iter().map(|parameter| NamedField {
            ident: &parameter.ident,
            ty: writer.named_argument(&parameter.ty),
            docs: docs::named_argument(parameter),
        });
        let name = &operation.name;
        Named {
            name: struct_name.clone(),
            generics: &[],
            docs: vec![format!("Arguments of [`{name}`](super::{}::{name}).", api.type_name)],
            cfg: String::new(),
            fields: fields.collect(),
        }
    });
    let about = "Arguments that are passed by name: a struct for each operation that has many, or similar ones.";
    module("arguments", about, &structs.collect::<Vec<_>>(), &scope)
}

/// Returns the argument that holds the named values of an operation, and its type.
pub fn argument(operation: &Operation, writer: TypeWriter<'_>) -> Option<(String, String)> {
    let struct_name = operation.arguments_struct()?;
    let positional: Vec<&str> = operation.positional().iter().map(|argument| argument.ident.as_str()).collect();
    let candidates = |(): &()| vec!["arguments".to_owned(), "named_arguments".to_owned()];
    let ident = names::distinct(&[()], &positional, candidates).pop()?;
    let borrows = operation.named().iter().any(|it| is_borrowed(&writer.named_argument(&it.ty)));
    let lifetime = if borrows { "<'_>" } else { "" };
    Some((ident, format!("arguments::{struct_name}{lifetime}")))
}

/// Writes the module with the required fields of each request type whose constructor takes them by name.
pub fn of_types<'m>(
    objects: impl Iterator<Item = &'m Object>,
    writer: TypeWriter<'_>,
    features: &BTreeSet<String>,
) -> Option<String> {
    let objects: Vec<&Object> = objects.filter(|object| object.is_built_by_name()).collect();
    let scope = writer.scope.nested(objects.iter().map(|object| object.name.as_str()).collect());
    let writer = TypeWriter { scope: &scope, ..writer };
    let structs = objects.iter().map(|object| {
        let fields = object.required().map(|field| NamedField {
            ident: &field.ident,
            ty: named_field(field, writer),
            docs: docs::described(field.description.as_deref(), String::new()),
        });
        let name = &object.name;
        Named {
            name: name.clone(),
            generics: &object.generics,
            docs: vec![format!("The required fields of [`{name}`](super::{name}).")],
            cfg: cfg::any_of(&object.features, Some(features)),
            fields: fields.collect(),
        }
    });
    let about =
        "Required fields that `new` takes by name: a struct for each request type that has many, or similar ones.";
    module("fields", about, &structs.collect::<Vec<_>>(), &scope)
}

/// Returns the type of the argument of a constructor that takes the fields by name.
pub fn fields_of(object: &Object, writer: TypeWriter<'_>) -> String {
    let lifetime = object.required().any(|field| is_borrowed(&named_field(field, writer)));
    let generics: Vec<&str> =
        lifetime.then_some("'_").into_iter().chain(object.generics.iter().map(String::as_str)).collect();
    let generics = if generics.is_empty() { String::new() } else { format!("<{}>", generics.join(", ")) };
    format!("fields::{}{generics}", object.name)
}

fn named_field(field: &Field, writer: TypeWriter<'_>) -> String {
    match &field.ty {
        Type::Scalar(Scalar::Text) => "&'a str".to_owned(),
        _ => writer.field(field, Direction::Input),
    }
}
