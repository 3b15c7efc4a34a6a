//! Two schemas of an API, before and after a change.

use serde_json::{Value, json};

/// Returns an API with a list, an object and an enum.
pub(crate) fn thing() -> Value {
    json!({
        "resourcePath": "/thing",
        "apis": [
            {"path": "/thing", "operations": [operation("GET", "string[]", &[])]},
            {"path": "/thing/{name}", "operations": [
                operation("GET", "thing.Thing", &[parameter("path", "name", "string", true)]),
                operation("DELETE", "void", &[parameter("path", "name", "string", true)]),
            ]},
        ],
        "models": {
            "thing.Thing": {"properties": {
                "name": {"type": "string", "canBeNull": false, "readOnly": true},
                "size": {"type": "long", "canBeNull": false, "readOnly": true},
                "state": {"type": "thing.StateEnum", "canBeNull": true, "readOnly": true},
            }},
            "thing.StateEnum": {"enum": ["on", "off"], "enumType": "string"},
        },
    })
}

/// Returns the API with changes of each impact and with deprecations.
pub(crate) fn changed() -> Value {
    let mut schema = thing();
    schema["models"]["thing.Thing"]["properties"]["size"]["type"] = json!("double");
    schema["models"]["thing.StateEnum"]["enum"] = json!(["on", "off", "lost"]);
    let list = &mut schema["apis"][0]["operations"][0];
    list["parameters"] = json!([parameter("query", "state", "thing.StateEnum", false)]);
    list["apiStatus"] = deprecated("2999-01-01T00:00:00Z");
    let one = &mut schema["apis"][1]["operations"];
    one[0]["noAuthentication"] = json!(true);
    one[0]["apiStatus"] = deprecated("2001-01-01T00:00:00Z");
    one.as_array_mut().unwrap().remove(1);
    schema
}

fn deprecated(deletion: &str) -> Value {
    json!({"value": "DEPRECATED", "deprecatedDate": "2000-01-01T00:00:00Z", "deletionDate": deletion, "replacement": "/other"})
}

pub(crate) fn operation(method: &str, response: &str, parameters: &[Value]) -> Value {
    json!({"httpMethod": method, "responseType": response, "parameters": parameters, "noAuthentication": false,
           "apiStatus": {"value": "PRODUCTION"}})
}

pub(crate) fn parameter(place: &str, name: &str, ty: &str, required: bool) -> Value {
    json!({"paramType": place, "name": name, "dataType": ty, "required": required})
}
