//! Validates downloaded schemas.

use generator::schema::Schema;
use serde_json::{Map, Value};

use super::canonical;

/// Checks that a document is the schema of the requested API, has lists where they belong, and can be read by the
/// generator. Errors name the position as a JSON pointer.
pub(crate) fn shape(document: &Value, requested: &str) -> Result<(), String> {
    let root =
        document.as_object().ok_or_else(|| format!("not a schema: expected an object, found {}", kind(document)))?;
    match root.get("resourcePath") {
        Some(Value::String(path)) if path == requested => {}
        Some(Value::String(path)) => {
            return Err(format!("requested {requested}, but its resourcePath is {path:?}"));
        }
        Some(other) => return Err(mismatch("/resourcePath", "a string", other)),
        None => return Err("not a schema: it has no resourcePath".to_owned()),
    }
    if let Some(models) = root.get("models") {
        models.as_object().ok_or_else(|| mismatch("/models", "an object", models))?;
    }
    for (position, api) in list(root, "apis", "")?.iter().enumerate() {
        let pointer = format!("/apis/{position}");
        let api = keyed(api, "path", &pointer)?;
        for (position, operation) in list(api, "operations", &pointer)?.iter().enumerate() {
            keyed(operation, "httpMethod", &format!("{pointer}/operations/{position}"))?;
        }
    }
    // Before sorting, so that the JSON pointer of an error matches the server's file.
    let bytes = serde_json::to_vec(document).map_err(|error| error.to_string())?;
    readable(&bytes)
}

/// Checks that the generator can read a schema, including paths and header names.
fn readable(bytes: &[u8]) -> Result<(), String> {
    match Schema::read("", bytes) {
        Ok(_) => Ok(()),
        Err(fault) => Err(format!("not a schema: at {}: {}", fault.pointer, fault.message)),
    }
}

/// Checks that reading the canonical bytes and writing them again returns the same bytes.
pub(crate) fn validate(bytes: &[u8]) -> Result<(), String> {
    let document: Value =
        serde_json::from_slice(bytes).map_err(|error| format!("bug: invalid canonical form: {error}"))?;
    match canonical::schema(document, true) {
        Ok(again) if again == bytes => readable(bytes),
        Ok(_) => Err("bug: unstable canonical form".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn list<'value>(object: &'value Map<String, Value>, key: &str, at: &str) -> Result<&'value [Value], String> {
    match object.get(key) {
        None => Ok(&[]),
        Some(Value::Array(list)) => Ok(list),
        Some(other) => Err(mismatch(&format!("{at}/{key}"), "an array", other)),
    }
}

fn keyed<'value>(value: &'value Value, key: &str, at: &str) -> Result<&'value Map<String, Value>, String> {
    let object = value.as_object().ok_or_else(|| mismatch(at, "an object", value))?;
    match object.get(key) {
        Some(Value::String(_)) => Ok(object),
        Some(other) => Err(mismatch(&format!("{at}/{key}"), "a string", other)),
        None => Err(format!("not a schema: {at} has no {key}")),
    }
}

fn mismatch(at: &str, expected: &str, found: &Value) -> String {
    format!("not a schema: expected {expected} at {at}, found {}", kind(found))
}

const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
