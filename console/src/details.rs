//! One operation with all its types: what the page of an operation shows.

use std::collections::BTreeMap;

use generator::model::{
    Definition, Direction, Field, Kind, Model, Object, Operation, Presence, Scalar, Type, TypeId, Types, is_enum,
};
use generator::schema::{Location, Method};
use ovh_api::{AccessRules, Endpoint};
use serde_json::{Map, Value, json};

use crate::catalog::summary;
use crate::execute::client_method;
use crate::form::{Values, all};
use crate::operations::Found;

/// Maximum number of types in the details of an operation; further ones are shown by name.
const MAX_TYPES: usize = 1_000;

/// Returns the details of an operation, with sample values.
pub(crate) fn details(model: &Model, found: Found<'_>, endpoint: &Endpoint, required: &Values, full: &Values) -> Value {
    let Found { api, operation } = found;
    let mut unfolded = Unfolded { types: &model.types, done: BTreeMap::new(), waiting: Vec::new() };
    let parameters: Vec<Value> = all(found)
        .map(|(parameter, is_required)| {
            json!({
                "name": parameter.name,
                "location": parameter.location.as_str(),
                "type": unfolded.mention(&parameter.ty, Direction::Input),
                "required": is_required,
                "rust": parameter.ident,
                "description": parameter.description,
            })
        })
        .collect();
    let response = unfolded.mention(&operation.response, Direction::Output);
    unfolded.all();
    let status = &operation.status;
    json!({
        "branch": operation.branch.folder(),
        "api": api.root,
        "method": operation.method.as_str(),
        "path": operation.path,
        "call": format!("{}{}", api.call(operation), operation.call_arguments()),
        "feature": api.feature,
        "summary": summary(operation),
        "description": operation.long_description,
        "authentication": operation.authenticated,
        "status": {
            "value": if status.value.is_empty() { "PRODUCTION" } else { &status.value },
            "since": status.deprecation_day(),
            "deletion": status.deletion_day(),
            "replacement": status.replacement.as_deref().map(without_version),
        },
        "replacementMethod": replacement_method(model, operation),
        "iam": operation.iam_actions.iter()
            .map(|action| json!({"name": action.name, "required": action.required})).collect::<Vec<_>>(),
        "errors": operation.errors,
        "parameters": parameters,
        "response": response,
        "responseName": operation.response.display(&model.types, Direction::Output),
        "types": unfolded.done,
        "sample": required,
        "fullSample": full,
        "item": item(model, operation),
        "tokenPage": token_page(operation, endpoint),
    })
}

/// Returns the link of a page that creates keys with the right to call one operation.
fn token_page(operation: &Operation, endpoint: &Endpoint) -> String {
    let path = operation.path.split('{').enumerate().fold(String::new(), |text, (number, part)| match number {
        0 => part.to_owned(),
        _ => text + "*" + part.split_once('}').map_or("", |(_, rest)| rest),
    });
    let method = client_method(operation.method.as_str());
    AccessRules::new().allow_path(method, operation.branch.prefixed(&path)).token_page(endpoint)
}

/// Returns a path without the version of branch v1, which replacements sometimes have.
fn without_version(path: &str) -> &str {
    path.strip_prefix("/1.0").filter(|below| below.starts_with('/')).unwrap_or(path)
}

/// Returns the method of the replacement, preferably the same. Returns `None` unless the replacement is an operation.
fn replacement_method(model: &Model, operation: &Operation) -> Option<&'static str> {
    let path = without_version(operation.status.replacement.as_deref()?);
    let at_path = |other: &&Operation| other.branch == operation.branch && other.path == path;
    let methods = model.operations().map(|(_, other)| other).filter(at_path).map(|other| other.method);
    let best = methods.min_by_key(|method| (*method != operation.method, *method != Method::Get))?;
    Some(best.as_str())
}

/// Returns the operation that returns an item of a list of ids, and the name of its last parameter.
fn item(model: &Model, operation: &Operation) -> Option<Value> {
    let Type::List(item) = &operation.response else { return None };
    let is_plain = item.is_plain(|id| is_enum(&model.types, id));
    if operation.method != Method::Get || !is_plain {
        return None;
    }
    let below = format!("{}/{{", operation.path.trim_end_matches('/'));
    model.operations().map(|(_, other)| other).find_map(|other| {
        let name = other.path.strip_prefix(&below)?.strip_suffix('}')?;
        let is_item = other.method == Method::Get && other.branch == operation.branch && !name.contains('/');
        is_item.then(|| json!({"path": other.path, "parameter": name}))
    })
}

/// Returns the name of a type as the service writes it.
pub(crate) fn type_name(ty: &Type) -> String {
    match ty {
        Type::Scalar(scalar) => scalar.name().to_owned(),
        Type::List(item) => format!("{}[]", type_name(item)),
        Type::Map(key, value) => {
            let key = key.as_ref().map_or("string", |id| id.name.as_str());
            format!("map[{key}]{}", type_name(value))
        }
        Type::Defined(id, arguments) if arguments.is_empty() => id.name.clone(),
        Type::Defined(id, arguments) => {
            let arguments: Vec<String> = arguments.iter().map(type_name).collect();
            format!("{}<{}>", id.name, arguments.join(", "))
        }
        Type::Parameter(name) => name.clone(),
    }
}

/// The types that an operation mentions, each with its fields.
struct Unfolded<'m> {
    types: &'m Types,
    done: BTreeMap<String, Value>,
    waiting: Vec<(String, &'m TypeId, Vec<Type>, Direction)>,
}

impl<'m> Unfolded<'m> {
    /// Describes a type; defined types are described by their key in `types`.
    fn mention(&mut self, ty: &Type, direction: Direction) -> Value {
        match ty {
            Type::Scalar(Scalar::Unit) => json!({"kind": "void"}),
            Type::Scalar(scalar) => json!({"kind": "scalar", "name": scalar.name()}),
            Type::List(item) => json!({"kind": "list", "item": self.mention(item, direction)}),
            Type::Map(key, item) => {
                let key = key.as_ref().map(|id| self.mention(&Type::Defined(id.clone(), Vec::new()), direction));
                json!({"kind": "map", "key": key, "item": self.mention(item, direction)})
            }
            Type::Parameter(_) => json!({"kind": "scalar", "name": "any"}),
            Type::Defined(id, arguments) => {
                let name = type_name(ty);
                let Some((id, definition)) = self.types.get_key_value(id) else {
                    return json!({"kind": "scalar", "name": "any"});
                };
                let side =
                    if definition.as_enum().is_some() || direction == Direction::Output { "" } else { " (request)" };
                let key = format!("{name}{side}");
                if !self.done.contains_key(&key) && self.done.len() < MAX_TYPES {
                    // Reserves the place, so that a recursive type ends.
                    self.done.insert(key.clone(), Value::Null);
                    self.waiting.push((key.clone(), id, arguments.clone(), direction));
                }
                json!({"kind": "type", "name": name, "key": key})
            }
        }
    }

    fn all(&mut self) {
        while let Some((key, id, arguments, direction)) = self.waiting.pop() {
            let Some(definition) = self.types.get(id) else { continue };
            let rust = definition.rust_path(id.branch, direction);
            let value = match &definition.kind {
                Kind::Enum(own) => {
                    let values: Vec<&str> = own.values.iter().map(|(_, value)| value.as_str()).collect();
                    json!({"kind": "enum", "rust": rust, "values": values, "numeric": own.numeric,
                        "description": definition.description})
                }
                Kind::Object { .. } => match definition.object(direction) {
                    Some(object) => json!({"kind": "object", "rust": rust, "description": definition.description,
                        "fields": self.fields(definition, object, &arguments, direction)}),
                    None => json!({"kind": "any"}),
                },
            };
            self.done.insert(key, value);
        }
    }

    fn fields(
        &mut self,
        definition: &Definition,
        object: &Object,
        arguments: &[Type],
        direction: Direction,
    ) -> Vec<Value> {
        let is_read_only = |field: &Field| {
            let input = definition.object(Direction::Input);
            direction == Direction::Output && input.is_some_and(|input| input.field(&field.name).is_none())
        };
        let fields = object.fields.iter().map(|field| {
            let ty = self.mention(&object.substitute(&field.ty, arguments), direction);
            let mut entry = Map::new();
            entry.insert("name".to_owned(), field.name.as_str().into());
            entry.insert("type".to_owned(), ty);
            let is_required = matches!(field.presence, Presence::Value | Presence::Nullable);
            entry.insert("required".to_owned(), is_required.into());
            entry.insert("nullable".to_owned(), field.nullable.into());
            if is_read_only(field) {
                entry.insert("readOnly".to_owned(), true.into());
            }
            if let Some(description) = &field.description {
                entry.insert("description".to_owned(), description.as_str().into());
            }
            Value::Object(entry)
        });
        fields.collect()
    }
}

/// Returns the names of the parameters in the path, in its order.
pub(crate) fn path_names(operation: &Operation) -> impl Iterator<Item = &str> {
    operation.arguments.iter().filter(|it| it.location == Location::Path).filter_map(|it| it.name.as_deref())
}
