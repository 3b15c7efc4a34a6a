//! Leaves the descriptions out of a schema and keeps every fact.
//!
//! The walk follows the structure of the format. A model, a property or a parameter may well be *named* `description`:
//! names are keys of `models` and of `properties`, and values of `name`, where nothing is removed.

use serde_json::{Map, Value};

/// The keys that hold free text wherever the format has them.
const PROSE: [&str; 2] = ["description", "longDescription"];

type Object = Map<String, Value>;

/// Removes all free text from a schema.
pub(crate) fn remove(document: &mut Value) {
    object(document, |root| {
        each(root, "subsections", |_| {});
        each(root, "apis", |api| each(api, "operations", operation));
        each(root, "models", |model| each(model, "properties", |_| {}));
    });
}

fn operation(operation: &mut Object) {
    each(operation, "parameters", |_| {});
    each(operation, "responseTypes", |_| {});
    each(operation, "iamActions", |_| {});
    each(operation, "errors", |_| {});
    each(operation, "scopes", |_| {});
    if let Some(status) = operation.get_mut("apiStatus") {
        // Keeps `replacement`, which is a path, and the dates.
        object(status, |_| {});
    }
}

/// Treats each element of a list, or each value of a map by name, that is an object.
fn each(parent: &mut Object, key: &str, inner: impl Fn(&mut Object)) {
    match parent.get_mut(key) {
        Some(Value::Array(list)) => list.iter_mut().for_each(|value| object(value, &inner)),
        Some(Value::Object(map)) => map.values_mut().for_each(|value| object(value, &inner)),
        _ => {}
    }
}

/// Removes the free text of one object of the format, then treats what is in it.
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
    fn descriptions_go_and_names_stay() {
        let mut document = json!({
            "description": "x",
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
