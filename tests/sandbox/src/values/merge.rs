//! Merges values.

use generator::model::{Presence, Type, Types};
use serde_json::{Map, Value};

use super::{Direction, check, closed, enumeration, object};

/// Merges the conforming parts of `source` into `target`, a response value of type `ty`: objects field by field, other
/// values as a whole. The rest is ignored, so `target` still conforms afterwards. `fresh` generates missing objects.
pub(crate) fn merge(
    types: &Types,
    ty: &Type,
    target: &mut Value,
    source: &Value,
    fresh: &mut dyn FnMut(&Type) -> Value,
) {
    match (ty, source) {
        (Type::Defined(id, _), Value::Object(from)) if enumeration(types, id).is_none() => {
            if !target.is_object() {
                if check(types, ty, source, Direction::Output).is_ok() {
                    target.clone_from(source);
                    return;
                }
                *target = fresh(ty);
            }
            if let Value::Object(into) = target {
                fields(types, ty, into, from, fresh);
            }
        }
        (Type::List(item), Value::Array(values)) if check(types, ty, source, Direction::Output).is_err() => {
            if !values.iter().all(Value::is_object) {
                return;
            }
            let merged = values.iter().map(|value| {
                let mut element = fresh(item);
                merge(types, item, &mut element, value, fresh);
                element
            });
            *target = merged.collect();
        }
        _ => {
            if check(types, ty, source, Direction::Output).is_ok() {
                target.clone_from(source);
            }
        }
    }
}

fn fields(
    types: &Types,
    ty: &Type,
    into: &mut Map<String, Value>,
    from: &Map<String, Value>,
    fresh: &mut dyn FnMut(&Type) -> Value,
) {
    let Type::Defined(id, arguments) = ty else { return };
    let Some(shape) = object(types, id, Direction::Output) else { return };
    for field in &shape.fields {
        match from.get(&field.name) {
            None => {}
            Some(Value::Null) if field.presence != Presence::Nullable => {}
            Some(Value::Null) => {
                into.insert(field.name.clone(), Value::Null);
            }
            Some(value) => {
                let ty = closed(&field.ty, shape, arguments);
                let place = into.entry(field.name.clone()).or_insert(Value::Null);
                merge(types, &ty, place, value, fresh);
            }
        }
    }
}
