//! Converts APIs to `OpenAPI` 3.0, for other generators.
//!
//! The description has all operations, with path, query and header parameters, bodies and responses. Features that
//! `OpenAPI` or progenitor does not support are replaced:
//!
//! - instances of generics become separate types;
//! - enums with values that differ only in case or punctuation become strings, because progenitor rejects them;
//! - objects in the query become strings;
//! - nullable fields become optional ones;
//! - IAM actions, statuses, error classes and authentication are omitted.

use std::collections::{BTreeMap, BTreeSet};

use generator::model::{Api, Definition, Kind, Model, Operation, Parameter, Presence, Scalar, Type, TypeId};
use generator::schema::Location;
use serde_json::{Map, Value, json};

/// Returns the description of some APIs and of all types they use.
pub(crate) fn document(model: &Model, apis: &[&Api]) -> Value {
    let mut types = Types { model, schemas: BTreeMap::new(), names: BTreeMap::new(), taken: BTreeSet::new() };
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for api in apis {
        for operation in &api.operations {
            let method = operation.method.as_str().to_lowercase();
            let described = types.operation(api, operation);
            paths.entry(&operation.path).or_default().insert(method, described);
        }
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": "OVHcloud", "version": "1.0.0" },
        "servers": [{ "url": "https://eu.api.ovh.com/v1" }],
        "paths": paths,
        "components": { "schemas": types.schemas },
    })
}

/// The described types.
#[derive(Debug)]
struct Types<'m> {
    model: &'m Model,
    schemas: BTreeMap<String, Value>,
    /// The name of each instance of each type.
    names: BTreeMap<Type, String>,
    /// Lowercase names, because names that differ only in case would become the same Rust type.
    taken: BTreeSet<String>,
}

impl Types<'_> {
    fn operation(&mut self, api: &Api, operation: &Operation) -> Value {
        let id = format!("{}_{}", api.module, operation.name);
        let all: Vec<(&Parameter, bool)> = (operation.arguments.iter().map(|argument| (argument, true)))
            .chain(operation.options.iter().map(|option| (option, false)))
            .collect();
        let mut parameters = Vec::new();
        let mut fields = Map::new();
        let mut required = Vec::new();
        let mut body = None;
        for (parameter, is_required) in all {
            match (parameter.location, &parameter.name) {
                (Location::Body, None) => body = Some((self.schema(&parameter.ty), is_required)),
                (Location::Body, Some(name)) => {
                    fields.insert(name.clone(), self.schema(&parameter.ty));
                    required.extend(is_required.then(|| name.clone()));
                }
                (location, name) => parameters.push(json!({
                    "name": name,
                    "in": location.as_str(),
                    "required": is_required,
                    "schema": self.plain(&parameter.ty),
                })),
            }
        }
        if !fields.is_empty() {
            let name = self.name(&format!("{id}_body"));
            let is_required = !required.is_empty();
            let reference = reference(&name);
            self.schemas.insert(name, object(fields, required));
            body = Some((reference, is_required));
        }
        let mut described = Map::new();
        described.insert("operationId".to_owned(), id.into());
        described.insert("parameters".to_owned(), parameters.into());
        if let Some((schema, is_required)) = body {
            let content = json!({ "application/json": { "schema": schema } });
            described.insert("requestBody".to_owned(), json!({ "required": is_required, "content": content }));
        }
        let mut response = Map::new();
        response.insert("description".to_owned(), "done".into());
        if operation.response != Type::Scalar(Scalar::Unit) {
            let content = json!({ "application/json": { "schema": self.schema(&operation.response) } });
            response.insert("content".to_owned(), content);
        }
        described.insert("responses".to_owned(), json!({ "200": response }));
        described.into()
    }

    /// Returns the schema of a type outside a body.
    fn plain(&mut self, ty: &Type) -> Value {
        match ty {
            Type::Scalar(Scalar::Json | Scalar::Unit) | Type::Map(..) | Type::Parameter(_) => {
                json!({ "type": "string" })
            }
            Type::List(item) => json!({ "type": "array", "items": self.plain(item) }),
            Type::Defined(id, _) => match self.model.types.get(id).map(|definition| &definition.kind) {
                Some(Kind::Enum(_)) => self.schema(ty),
                _ => json!({ "type": "string" }),
            },
            Type::Scalar(_) => self.schema(ty),
        }
    }

    fn schema(&mut self, ty: &Type) -> Value {
        match ty {
            Type::Scalar(scalar) => scalar_schema(*scalar),
            Type::List(item) => json!({ "type": "array", "items": self.schema(item) }),
            Type::Map(_, value) => json!({ "type": "object", "additionalProperties": self.schema(value) }),
            Type::Parameter(_) => json!({}),
            Type::Defined(id, arguments) => self.defined(ty, id, arguments),
        }
    }

    /// Returns a reference to a type, and describes the type if it is new.
    fn defined(&mut self, ty: &Type, id: &TypeId, arguments: &[Type]) -> Value {
        if let Some(name) = self.names.get(ty) {
            return reference(name);
        }
        let Some(definition) = self.model.types.get(id) else { return json!({}) };
        let name = self.name(&format!("{}{}", id.name, suffix(arguments)));
        self.names.insert(ty.clone(), name.clone());
        let described = self.definition(definition, arguments);
        self.schemas.insert(name.clone(), described);
        reference(&name)
    }

    fn definition(&mut self, definition: &Definition, arguments: &[Type]) -> Value {
        match &definition.kind {
            Kind::Enum(own) => enumeration(own.numeric, own.values.iter().map(|(_, spelled)| spelled.as_str())),
            Kind::Object { output, input } => {
                let Some(own) = output.as_ref().or(input.as_ref()) else { return json!({}) };
                let mut fields = Map::new();
                let mut required = Vec::new();
                for field in &own.fields {
                    fields.insert(field.name.clone(), self.schema(&own.substitute(&field.ty, arguments)));
                    required.extend((field.presence == Presence::Value).then(|| field.name.clone()));
                }
                object(fields, required)
            }
        }
    }

    /// Returns a unique name, ignoring case.
    fn name(&mut self, wanted: &str) -> String {
        let letters: String = wanted.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let mut name = letters.clone();
        let mut count = 1;
        while !self.taken.insert(name.to_lowercase().replace('_', "")) {
            count += 1;
            name = format!("{letters}_{count}");
        }
        name
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn object(fields: Map<String, Value>, required: Vec<String>) -> Value {
    let mut object = Map::new();
    object.insert("type".to_owned(), "object".into());
    object.insert("properties".to_owned(), fields.into());
    // `OpenAPI` does not allow an empty list here.
    if !required.is_empty() {
        object.insert("required".to_owned(), required.into());
    }
    object.into()
}

fn enumeration<'v>(numeric: bool, values: impl Iterator<Item = &'v str>) -> Value {
    if numeric {
        return json!({ "type": "integer", "format": "int64" });
    }
    let values: Vec<&str> = values.collect();
    let bare = |value: &str| -> String { value.chars().filter(char::is_ascii_alphanumeric).collect() };
    let different: BTreeSet<String> = values.iter().map(|value| bare(value).to_lowercase()).collect();
    if different.len() < values.len() || different.contains("") {
        return json!({ "type": "string" });
    }
    json!({ "type": "string", "enum": values })
}

fn scalar_schema(scalar: Scalar) -> Value {
    let (ty, format) = match scalar {
        Scalar::Boolean => ("boolean", None),
        Scalar::Long => ("integer", Some("int64")),
        Scalar::Double => ("number", Some("double")),
        Scalar::Date => ("string", Some("date")),
        Scalar::Timestamp => ("string", Some("date-time")),
        Scalar::Uuid => ("string", Some("uuid")),
        Scalar::Ip => ("string", Some("ip")),
        Scalar::Ipv4 => ("string", Some("ipv4")),
        Scalar::Ipv6 => ("string", Some("ipv6")),
        Scalar::Json | Scalar::Unit => return json!({}),
        _ => ("string", None),
    };
    match format {
        Some(format) => json!({ "type": ty, "format": format }),
        None => json!({ "type": ty }),
    }
}

/// Returns a suffix that distinguishes instances of a generic type.
fn suffix(arguments: &[Type]) -> String {
    let word = |ty: &Type| match ty {
        Type::Scalar(scalar) => format!("{scalar:?}"),
        Type::Defined(id, _) => id.name.clone(),
        Type::List(_) => "List".to_owned(),
        Type::Map(..) => "Map".to_owned(),
        Type::Parameter(name) => name.clone(),
    };
    arguments.iter().map(|argument| format!("_{}", word(argument))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace;

    #[test]
    fn operation_ids_are_unique_and_references_resolve() {
        let model = workspace::model(&workspace::schemas());
        let apis: Vec<&Api> = model.apis.iter().collect();
        let document = document(&model, &apis);

        let paths = document["paths"].as_object().unwrap().values();
        let operations: Vec<&Value> = paths.flat_map(|path| path.as_object().unwrap().values()).collect();
        assert_eq!(operations.len(), model.counts.operations);
        let ids: BTreeSet<&str> =
            operations.iter().map(|operation| operation["operationId"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), operations.len());

        let schemas = document["components"]["schemas"].as_object().unwrap();
        let letters = |name: &String| name.replace('_', "").to_lowercase();
        assert_eq!(schemas.keys().map(letters).collect::<BTreeSet<_>>().len(), schemas.len());
        let text = document.to_string();
        let mut references = 0;
        for found in text.split("\"#/components/schemas/").skip(1) {
            let name = found.split('"').next().unwrap();
            assert!(schemas.contains_key(name), "{name}");
            references += 1;
        }
        assert!(references > 1000);
    }
}
