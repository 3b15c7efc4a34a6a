//! JSON bodies of requests.

use generator::model::{Presence, Type, Types};
use generator::schema::{Location, Method};
use serde_json::{Map, Value};

use super::{missing, unknown};
use crate::api::Api;
use crate::error_response::ErrorResponse;
use crate::routes::{Meaning, Route};
use crate::values::{self, Direction, Problem, closed, object};

/// Maximum number of JSON values in a body, including nested ones: a megabyte of `{}` would take far more memory.
const MAX_VALUES: usize = 10_000;

/// Parses a body. That of a GET is ignored: some clients send `{}` with every request.
pub(super) fn read(types: &Types, route: &Route, body: &[u8]) -> Result<Value, ErrorResponse> {
    if route.operation.method == Method::Get {
        return Ok(Value::Null);
    }
    let mut value = if body.trim_ascii().is_empty() {
        Value::Null
    } else {
        serde_json::from_slice(body)
            .map_err(|error| ErrorResponse::bad_request(format!("Invalid JSON received: {error}")))?
    };
    let mut left = MAX_VALUES;
    if !is_small(&value, &mut left) {
        return Err(ErrorResponse::bad_request(format!("The body has more than {MAX_VALUES} values")));
    }
    for (parameter, required) in route.parameters_in(Location::Body) {
        match &parameter.name {
            None => remove_nulls(types, &parameter.ty, &mut value),
            Some(name) => remove_null(types, name, &parameter.ty, !required, &mut value),
        }
    }
    Ok(value)
}

/// Removes nulls that mean "not given": those of optional parameters and of optional fields that are not nullable.
fn remove_nulls(types: &Types, ty: &Type, value: &mut Value) {
    match (ty, &mut *value) {
        (Type::List(item), Value::Array(values)) => {
            values.iter_mut().for_each(|value| remove_nulls(types, item, value));
        }
        (Type::Map(_, item), Value::Object(entries)) => {
            entries.values_mut().for_each(|value| remove_nulls(types, item, value));
        }
        (Type::Defined(id, arguments), Value::Object(_)) => {
            let Some(shape) = object(types, id, Direction::Input) else { return };
            for field in &shape.fields {
                let is_optional = field.presence == Presence::Optional && !field.nullable;
                remove_null(types, &field.name, &closed(&field.ty, shape, arguments), is_optional, value);
            }
        }
        _ => {}
    }
}

/// Removes an entry that is null if it is optional, and otherwise the nulls in it.
fn remove_null(types: &Types, name: &str, ty: &Type, is_optional: bool, object: &mut Value) {
    let Some(entries) = object.as_object_mut() else { return };
    match entries.get_mut(name) {
        Some(Value::Null) if is_optional => {
            entries.remove(name);
        }
        Some(value) => remove_nulls(types, ty, value),
        None => {}
    }
}

/// Checks a body against the parameters of an operation.
pub(super) fn check(api: &Api, route: &Route, value: Value) -> Result<Value, ErrorResponse> {
    let types = &api.model.types;
    let whole = route.parameters_in(Location::Body).find(|(parameter, _)| parameter.name.is_none());
    if let Some((parameter, required)) = whole {
        if value.is_null() {
            // A body without required fields is optional.
            let empty = Value::Object(Map::new());
            return match values::check(types, &parameter.ty, &empty, Direction::Input) {
                Ok(()) => Ok(empty),
                Err(problem) if required => Err(invalid(problem)),
                Err(_) => Ok(Value::Null),
            };
        }
        let invalid_body = |problem: Problem| invalid(problem.or_read_only(|name| is_read(api, route, name)));
        values::check(types, &parameter.ty, &value, Direction::Input).map_err(invalid_body)?;
        return Ok(value);
    }
    let entries = match value {
        Value::Null => Map::new(),
        Value::Object(entries) => entries,
        // PHP encodes an empty map like this.
        Value::Array(values) if values.is_empty() => Map::new(),
        _ => return Err(ErrorResponse::bad_request("The body must be a JSON object")),
    };
    for (parameter, required) in route.parameters_in(Location::Body) {
        let name = parameter.name.as_deref().unwrap_or_default();
        match entries.get(name) {
            None if !required => {}
            None => return Err(missing(name)),
            Some(value) => values::check(types, &parameter.ty, value, Direction::Input).map_err(|problem| {
                let path = if problem.path.is_empty() { name.to_owned() } else { format!("{name}.{}", problem.path) };
                invalid(Problem { path, ..problem })
            })?,
        }
    }
    let known = |key: &str| route.parameters_in(Location::Body).any(|(known, _)| known.name.as_deref() == Some(key));
    match entries.keys().find(|key| !known(key)) {
        Some(key) => Err(unknown(key)),
        None => Ok(if entries.is_empty() { Value::Null } else { Value::Object(entries) }),
    }
}

/// Returns whether a value consists of at most `left` values.
fn is_small(value: &Value, left: &mut usize) -> bool {
    if *left == 0 {
        return false;
    }
    *left -= 1;
    match value {
        Value::Array(values) => values.iter().all(|value| is_small(value, left)),
        Value::Object(entries) => entries.values().all(|value| is_small(value, left)),
        _ => true,
    }
}

/// Returns whether responses on the same path have a field of that name, which is then read-only.
fn is_read(api: &Api, route: &Route, name: &str) -> bool {
    let read = match &route.meaning {
        Meaning::Change { read } => read.as_ref(),
        Meaning::Create(collection) => {
            api.table.collection(*collection).and_then(|collection| collection.item.as_ref())
        }
        Meaning::Act { over } => over.as_ref(),
        Meaning::List(_) | Meaning::Read | Meaning::Remove { .. } => None,
    };
    let Some(Type::Defined(id, _)) = read else { return false };
    let shape = object(&api.model.types, id, Direction::Output);
    shape.is_some_and(|shape| shape.fields.iter().any(|field| field.name == name))
}

fn invalid(problem: Problem) -> ErrorResponse {
    ErrorResponse::bad_request(problem.message()).detail("parameter", problem.path)
}
