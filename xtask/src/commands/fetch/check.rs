//! Whether a document is the schema it should be.

use generator::schema::Schema;
use serde_json::{Map, Value};

use super::canonical;

/// Checks what every later step relies on: which API it is, that lists are lists, and that the generator can read it. The
/// error names the place as a JSON pointer.
pub(crate) fn shape(document: &Value, asked: &str) -> Result<(), String> {
    let root =
        document.as_object().ok_or_else(|| format!("not a schema: expected an object, found {}", kind(document)))?;
    match root.get("resourcePath") {
        Some(Value::String(path)) if path == asked => {}
        Some(Value::String(path)) => {
            return Err(format!("asked for {asked}, but its resourcePath is {path:?}"));
        }
        Some(other) => return Err(wrong("/resourcePath", "a string", other)),
        None => return Err("not a schema: it has no resourcePath".to_owned()),
    }
    if let Some(models) = root.get("models") {
        models.as_object().ok_or_else(|| wrong("/models", "an object", models))?;
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

/// Checks that the generator can read a schema, paths and names of headers included.
fn readable(bytes: &[u8]) -> Result<(), String> {
    match Schema::read("", bytes) {
        Ok(_) => Ok(()),
        Err(fault) => Err(format!("not a schema: at {}: {}", fault.pointer, fault.message)),
    }
}

/// Checks the bytes that are about to be written: reading them back must give these very bytes.
pub(crate) fn validate(bytes: &[u8]) -> Result<(), String> {
    let document: Value =
        serde_json::from_slice(bytes).map_err(|error| format!("its canonical form is broken: {error}"))?;
    match canonical::schema(document, true) {
        // What the generator could not read later must not replace a snapshot that it can.
        Ok(again) if again == bytes => readable(bytes),
        Ok(_) => Err("its canonical form is not stable".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn list<'value>(object: &'value Map<String, Value>, key: &str, at: &str) -> Result<&'value [Value], String> {
    match object.get(key) {
        None => Ok(&[]),
        Some(Value::Array(list)) => Ok(list),
        Some(other) => Err(wrong(&format!("{at}/{key}"), "an array", other)),
    }
}

fn keyed<'value>(value: &'value Value, key: &str, at: &str) -> Result<&'value Map<String, Value>, String> {
    let object = value.as_object().ok_or_else(|| wrong(at, "an object", value))?;
    match object.get(key) {
        Some(Value::String(_)) => Ok(object),
        Some(other) => Err(wrong(&format!("{at}/{key}"), "a string", other)),
        None => Err(format!("not a schema: {at} has no {key}")),
    }
}

fn wrong(at: &str, expected: &str, found: &Value) -> String {
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
