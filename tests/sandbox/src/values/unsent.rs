//! Fields of a new object that were not sent.

use generator::model::{Presence, Scalar, Type, Types};
use serde_json::{Map, Value};

use super::{Direction, closed, enumeration, object};

/// Texts that are empty, rather than generated, if they were not sent and may not be null.
const FREE_TEXTS: &[&str] = &["comment", "description"];

/// Lists of texts that the service fills.
const FILLED_LISTS: &[&str] = &["ips", "nameServers", "regions"];

/// Clears what a caller could have sent with a new object and did not: nullable fields become null and lists empty. At
/// the top these are the `writable` fields, and lists of references such as `attachedTo`; within an object that was
/// sent, all fields.
pub(crate) fn clear_unsent(types: &Types, ty: &Type, value: &mut Value, sent: &Value, writable: &[String]) {
    each(types, ty, value, sent, &|name, ty| {
        let is_writable = writable.iter().any(|known| known == name);
        is_writable || *ty == Type::List(Box::new(Type::Scalar(Scalar::Text))) && !FILLED_LISTS.contains(&name)
    });
}

fn each(types: &Types, ty: &Type, value: &mut Value, sent: &Value, is_clear: &dyn Fn(&str, &Type) -> bool) {
    match (ty, value, sent) {
        (Type::List(item), Value::Array(values), Value::Array(sent)) => {
            for (value, sent) in values.iter_mut().zip(sent).filter(|(_, sent)| sent.is_object()) {
                each(types, item, value, sent, &|_, _| true);
            }
        }
        (Type::Defined(id, arguments), Value::Object(entries), Value::Object(sent)) => {
            let Some(shape) = object(types, id, Direction::Output) else { return };
            for field in &shape.fields {
                let Some(value) = entries.get_mut(&field.name) else { continue };
                let ty = closed(&field.ty, shape, arguments);
                match sent.get(&field.name) {
                    None | Some(Value::Null) if is_clear(&field.name, &ty) => {
                        clear(&field.name, &ty, field.presence, value);
                    }
                    None => {}
                    Some(sent) => each(types, &ty, value, sent, &|_, _| true),
                }
            }
        }
        _ => {}
    }
}

fn clear(name: &str, ty: &Type, presence: Presence, value: &mut Value) {
    match ty {
        Type::List(_) => *value = Value::Array(Vec::new()),
        _ if presence == Presence::Nullable => *value = Value::Null,
        Type::Map(..) => *value = Value::Object(Map::new()),
        Type::Scalar(Scalar::Text) if FREE_TEXTS.contains(&name) => *value = Value::from(""),
        _ => {}
    }
}

/// Returns the enum fields of an object that the path names: the `engine` of `/database/postgresql`.
pub(crate) fn named_by_path(types: &Types, ty: &Type, path: &str) -> Map<String, Value> {
    let Type::Defined(id, _) = ty else { return Map::new() };
    let fields = object(types, id, Direction::Output).map(|shape| &shape.fields);
    let named = fields.into_iter().flatten().filter_map(|field| {
        let Type::Defined(id, _) = &field.ty else { return None };
        let (_, value) =
            enumeration(types, id)?.values.iter().find(|(_, value)| path.split('/').any(|part| part == value))?;
        Some((field.name.clone(), Value::from(value.as_str())))
    });
    named.collect()
}
