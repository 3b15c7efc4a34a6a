//! Small schemas.

use serde_json::{Value, json};

/// Returns a small schema.
pub(crate) fn schema(api: &str) -> Value {
    json!({
        "apiVersion": "1.0",
        "resourcePath": api,
        "basePath": "https://eu.api.ovh.com/1.0",
        "apis": [
            {"path": format!("{api}/{{id}}"), "description": "One", "operations": [
                {"httpMethod": "PUT", "description": "Change", "noAuthentication": false, "responseType": "void",
                 "apiStatus": {"value": "PRODUCTION", "description": "Stable"},
                 "parameters": [
                     {"name": "id", "paramType": "path", "dataType": "long", "required": true, "description": "Id"},
                     {"paramType": "body", "dataType": "x.Thing", "required": true},
                 ]},
                {"httpMethod": "GET", "description": "Read", "noAuthentication": false, "responseType": "x.Thing",
                 "apiStatus": {"value": "DEPRECATED", "description": "Old", "replacement": "/new",
                               "deprecatedDate": "2020-01-01T00:00:00Z"},
                 "parameters": [{"name": "description", "paramType": "query", "dataType": "string", "required": false}]},
            ]},
            {"path": api, "operations": [{"httpMethod": "GET", "responseType": "long[]", "parameters": []}]},
        ],
        "models": {
            "x.Thing": {"id": "Thing", "namespace": "x", "description": "A thing", "properties": {
                "size": {"type": "long", "canBeNull": false, "readOnly": true, "description": "How large"},
                "description": {"type": "string", "canBeNull": true, "readOnly": false, "description": "What it is"},
            }},
            "description": {"id": "description", "enum": ["zeta", "alpha"], "enumType": "string", "description": "Odd"},
        },
    })
}

/// Returns the schemas of four APIs.
pub(crate) fn first_four() -> Vec<Value> {
    ["/me", "/vps", "/services", "/domain"].map(schema).to_vec()
}
