//! Small schemas.

use serde_json::{Value, json};

/// Returns an API with a list, an object and an enum.
pub(crate) fn thing(root: &str) -> Value {
    let namespace = root.trim_matches('/').replace('/', ".");
    let (thing, state) = (format!("{namespace}.Thing"), format!("{namespace}.StateEnum"));
    json!({
        "apiVersion": "1.0",
        "basePath": "https://eu.api.ovh.com/v1",
        "resourcePath": root,
        "apis": [
            {"path": root, "operations": [operation("GET", "string[]", &[])]},
            {"path": format!("{root}/{{name}}"), "operations": [
                operation("GET", &thing, &[parameter("path", "name", "string")]),
                operation("PUT", "void", &[parameter("path", "name", "string"),
                                           json!({"paramType": "body", "dataType": thing, "required": true})]),
            ]},
        ],
        "models": {
            (thing.clone()): {"properties": {
                "name": {"type": "string", "canBeNull": false, "readOnly": true},
                "state": {"type": state, "canBeNull": true, "readOnly": false},
            }},
            (state.clone()): {"enum": ["on", "off"], "enumType": "string"},
        },
    })
}

/// Returns an operation.
pub(crate) fn operation(method: &str, response: &str, parameters: &[Value]) -> Value {
    json!({"httpMethod": method, "responseType": response, "parameters": parameters, "noAuthentication": false,
           "apiStatus": {"value": "PRODUCTION"}})
}

/// Returns a required parameter.
pub(crate) fn parameter(place: &str, name: &str, ty: &str) -> Value {
    json!({"paramType": place, "name": name, "dataType": ty, "required": true})
}

/// Returns an API with these operations: (method, path, response type).
pub(crate) fn api(root: &str, operations: &[(&str, &str, &str)]) -> Value {
    let paths = operations
        .iter()
        .map(|(method, path, response)| json!({"path": path, "operations": [operation(method, response, &[])]}));
    json!({"resourcePath": root, "apis": paths.collect::<Vec<_>>(), "models": {}})
}
