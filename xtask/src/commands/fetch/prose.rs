//! Removes the descriptions of a schema.
//!
//! The code follows the structure of the format, since models, properties and parameters can be *named* `description`.
//! Names are the keys of `models` and `properties` and the values of `name`, which are kept.

use serde_json::{Map, Value};

/// The keys of free text.
const PROSE: [&str; 2] = ["description", "longDescription"];

type Object = Map<String, Value>;

/// Removes the free text of a schema.
pub(crate) fn remove(document: &mut Value) {
    object(document, |root| {
        if let Some(Value::Object(subsections)) = root.get_mut("subsections") {
            subsections.values_mut().for_each(subsection);
        }
        each(root, "apis", |api| each(api, "operations", operation));
        each(root, "models", |model| each(model, "properties", |_| {}));
    });
}

/// Empties the text of a subsection. The keys of the map are names.
fn subsection(text: &mut Value) {
    match text {
        Value::String(text) => text.clear(),
        other => object(other, |_| {}),
    }
}

fn operation(operation: &mut Object) {
    each(operation, "parameters", |_| {});
    each(operation, "responseTypes", |_| {});
    each(operation, "iamActions", |_| {});
    each(operation, "errors", |_| {});
    each(operation, "scopes", |_| {});
    if let Some(status) = operation.get_mut("apiStatus") {
        // Keeps `replacement`, a path, and the dates.
        object(status, |_| {});
    }
}

/// Calls [`object`] for the elements of a list or the values of a map.
fn each(parent: &mut Object, key: &str, inner: impl Fn(&mut Object)) {
    match parent.get_mut(key) {
        Some(Value::Array(list)) => list.iter_mut().for_each(|value| object(value, &inner)),
        Some(Value::Object(map)) => map.values_mut().for_each(|value| object(value, &inner)),
        _ => {}
    }
}

/// Removes the free text of an object, then calls `inner`.
fn object(value: &mut Value, inner: impl Fn(&mut Object)) {
    if let Value::Object(object) = value {
        object.retain(|key, _| !PROSE.contains(&key.as_str()));
        inner(object);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn descriptions_are_removed_and_names_kept() {
        let mut document = json!({
            "description": "x",
            "subsections": {"description": "x", "Reference": "y", "Other": {"description": "x", "name": "n"}, "Null": null},
            "apis": [{"path": "/description", "description": "x", "operations": [{
                "description": "x", "longDescription": "x", "httpMethod": "GET",
                "apiStatus": {"description": "x", "value": "DEPRECATED", "replacement": "/y"},
                "parameters": [{"name": "description", "description": "x"}],
                "iamActions": [{"name": "n", "description": "x"}],
                "errors": ["Client::description"],
                "responseTypes": {"200": "string", "201": {"description": "x", "type": "long"}},
            }]}],
            "models": {
                "description": {"description": "x", "properties": {
                    "description": {"type": "string", "description": "x"},
                    "longDescription": {"type": "string"},
                }},
                "E": {"description": null, "enum": ["description"]},
            },
        });
        remove(&mut document);
        let expected = json!({
            "subsections": {"description": "", "Reference": "", "Other": {"name": "n"}, "Null": null},
            "apis": [{"path": "/description", "operations": [{
                "httpMethod": "GET",
                "apiStatus": {"value": "DEPRECATED", "replacement": "/y"},
                "parameters": [{"name": "description"}],
                "iamActions": [{"name": "n"}],
                "errors": ["Client::description"],
                "responseTypes": {"200": "string", "201": {"type": "long"}},
            }]}],
            "models": {
                "description": {"properties": {
                    "description": {"type": "string"},
                    "longDescription": {"type": "string"},
                }},
                "E": {"enum": ["description"]},
            },
        });
        assert_eq!(document, expected);
    }
}
