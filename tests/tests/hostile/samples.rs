//! A sample response of each type, with all optional fields.

use std::path::Path;

use generator::model::{Kind, Model, Scalar, Type, TypeId};
use generator::schema::Branch;
use serde_json::{Map, Value, json};

use crate::source;

/// The maximum depth of nested definitions, because types may be recursive.
const DEPTH: usize = 2;

/// Returns the model of the committed schemas.
pub fn model() -> Model {
    source::model(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas"))
}

/// Returns a sample of the type with this name in the schemas of a branch.
pub fn sample(model: &Model, is_v2: bool, name: &str) -> Value {
    let branch = if is_v2 { Branch::V2 } else { Branch::V1 };
    defined(model, &TypeId { branch, name: name.to_owned() }, &[], 0)
}

fn defined(model: &Model, id: &TypeId, arguments: &[Type], depth: usize) -> Value {
    let object = match &model.types[id].kind {
        Kind::Enum(own) => return own.values.first().map_or(json!("x"), |(_, text)| json!(text)),
        Kind::Object { output, .. } => output.as_ref().unwrap(),
    };
    let fields = object.fields.iter().map(|field| {
        let ty = match &field.ty {
            Type::Parameter(name) => {
                let place = object.generics.iter().position(|generic| generic == name);
                place.and_then(|place| arguments.get(place)).unwrap_or(&Type::Scalar(Scalar::Text))
            }
            ty => ty,
        };
        let value = if field.boxed { Value::Null } else { value(model, ty, depth + 1) };
        (field.name.clone(), value)
    });
    Value::Object(fields.collect::<Map<_, _>>())
}

fn value(model: &Model, ty: &Type, depth: usize) -> Value {
    match ty {
        Type::Scalar(scalar) => scalar_value(*scalar),
        Type::List(_) if depth > DEPTH => json!([]),
        Type::List(item) => json!([value(model, item, depth), value(model, item, depth)]),
        Type::Map(..) if depth > DEPTH => json!({}),
        Type::Map(key, item) => {
            let key = key.as_ref().map_or(json!("key"), |id| defined(model, id, &[], depth));
            json!({(key.as_str().unwrap()): value(model, item, depth)})
        }
        Type::Defined(id, arguments) => defined(model, id, arguments, depth),
        Type::Parameter(_) => json!("text"),
    }
}

fn scalar_value(scalar: Scalar) -> Value {
    match scalar {
        Scalar::Boolean => json!(true),
        Scalar::Date => json!("2026-08-01"),
        Scalar::Double => json!(1.5),
        Scalar::Duration => json!("P1M"),
        Scalar::Ip | Scalar::Ipv4 => json!("192.0.2.7"),
        Scalar::IpBlock | Scalar::Ipv4Block => json!("203.0.113.64/27"),
        Scalar::Ipv6 => json!("2001:db8::7"),
        Scalar::Ipv6Block => json!("2001:db8:77::/56"),
        Scalar::Json => json!({"any": [1, "x", null]}),
        Scalar::Long => json!(7),
        Scalar::MacAddress => json!("02:00:00:00:00:07"),
        Scalar::Secret | Scalar::Text => json!("text"),
        Scalar::Time => json!("10:20:30"),
        Scalar::Timestamp => json!("2026-08-01T10:20:30Z"),
        Scalar::Unit => Value::Null,
        Scalar::Uuid => json!("6f4d3c2b-1a09-4876-8543-210fedcba987"),
    }
}
