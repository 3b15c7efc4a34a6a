//! The small schema that mutations start from.

use generator::model::Model;
use generator::schema::{Branch, Schema};
use serde_json::{Value, json};

/// Resolves schemas; those with `apiVersion` 2.0 are of branch v2.
pub fn model(schemas: &[Value]) -> Model {
    let read = |schema: &Value| {
        let branch = if schema["apiVersion"] == "2.0" { Branch::V2 } else { Branch::V1 };
        (branch, Schema::read("schema.json", schema.to_string().as_bytes()).unwrap())
    };
    generator::resolve(&schemas.iter().map(read).collect::<Vec<_>>())
}

/// Returns an API with responses, requests, enums, generics and all kinds of parameters, passed by position and by
/// name.
pub fn thing() -> Value {
    let path = |name: &str, ty: &str| parameter("path", name, ty, true);
    json!({
        "resourcePath": "/thing",
        "apis": [
            {"path": "/thing", "operations": [operation("GET", "string[]", &[])]},
            {"path": "/thing/{name}", "operations": [
                operation("GET", "thing.Thing", &[path("name", "string")]),
                operation("PUT", "void", &[path("name", "string"), body("thing.Thing")]),
                operation("DELETE", "void", &[path("name", "string"), parameter("query", "force", "boolean", false)]),
            ]},
            {"path": "/thing/{name}/part/{number}", "operations": [
                operation("GET", "thing.Part", &[path("name", "string"), path("number", "string"),
                                                 parameter("query", "from", "date", true),
                                                 parameter("query", "state", "thing.StateEnum", false)]),
            ]},
            {"path": "/thing/{name}/part", "operations": [
                operation("POST", "thing.Part", &[path("name", "string"), parameter("body", "label", "string", true),
                                                  parameter("body", "title", "string", true),
                                                  parameter("body", "sizes", "map[string]long", false)]),
            ]},
            {"path": "/thing/{name}/order", "operations": [
                operation("POST", "thing.Order<thing.Part>", &[path("name", "string"), body("thing.Wish")]),
            ]},
            {"path": "/thing/{name}/ticket", "operations": [
                operation("POST", "void", &[path("name", "string"), parameter("body", "label", "string", true),
                                            parameter("body", "size", "long", true),
                                            parameter("body", "title", "string", true)]),
                operation("DELETE", "void", &[path("name", "string"), body("thing.Reason")]),
            ]},
        ],
        "models": {
            "thing.Thing": object(&json!({
                "name": property("string", "r"),
                "createdAt": property("datetime", "r"),
                "owner": property("string", "rn"),
                "notes": property("any", ""),
                "label": property("string", ""),
                "comment": property("string", "n"),
                "state": property("thing.StateEnum", "n"),
                "parts": property("thing.Part[]", "r"),
                "counts": property("map[thing.StateEnum]long", "r"),
            })),
            "thing.Part": object(&json!({"number": property("long", "r"), "kind": property("thing.KindEnum", "rn")})),
            "thing.Wish": object(&json!({
                "product": property("string", "q"),
                "shop": property("string", "q"),
                "count": property("long", ""),
                "until": property("datetime", "n"),
                "options": property("thing.Option[]", ""),
            })),
            "thing.Reason": object(&json!({
                "a": property("string", "q"),
                "b": property("long", "q"),
                "c": property("string", "q"),
            })),
            "thing.Option": object(&json!({"key": property("string", ""), "value": property("string", "")})),
            "thing.Order<T>": {"generics": ["T"], "properties": {"id": property("uuid", "r"), "item": property("T", "r")}},
            "thing.StateEnum": {"enum": ["on", "off", "in-repair"], "enumType": "string"},
            "thing.KindEnum": {"enum": ["1", "2"], "enumType": "string"},
        },
    })
}

/// Returns an operation.
pub fn operation(method: &str, response: &str, parameters: &[Value]) -> Value {
    json!({"httpMethod": method, "responseType": response, "parameters": parameters, "noAuthentication": false,
           "apiStatus": {"value": "PRODUCTION"}, "iamActions": [{"name": "thing:apiovh:use", "required": true}],
           "errors": ["Client::NotFound"]})
}

/// Returns a parameter.
pub fn parameter(place: &str, name: &str, ty: &str, required: bool) -> Value {
    json!({"paramType": place, "name": name, "dataType": ty, "required": required})
}

/// Returns a parameter for the whole body.
pub fn body(ty: &str) -> Value {
    json!({"paramType": "body", "dataType": ty, "required": true})
}

/// Returns a field; the flag `r` means read-only, `n` nullable, `q` required.
pub fn property(ty: &str, flags: &str) -> Value {
    let has = |flag| flags.contains(flag);
    json!({"type": ty, "readOnly": has('r'), "canBeNull": has('n'), "required": has('q')})
}

/// Returns an object.
pub fn object(properties: &Value) -> Value {
    json!({"properties": properties})
}
