//! Checks whether JSON conforms to a type.

use generator::model::{Field, Object, Presence, Scalar, Type, Types};
use serde_json::{Map, Value};

use super::{Direction, closed, enumeration, has_value, object, plain};

/// The first value that does not conform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// `renew.period`, empty for the value itself.
    pub(crate) path: String,
    pub(crate) fault: Fault,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    Missing,
    ReadOnly,
    Unknown,
    Null,
    /// The expected type, and the value found.
    IllTyped(String, String),
}

impl Problem {
    fn new(fault: Fault) -> Self {
        Self { path: String::new(), fault }
    }

    fn below(mut self, key: &str) -> Self {
        self.path = match self.path.as_str() {
            "" => key.to_owned(),
            rest if rest.starts_with('[') => format!("{key}{rest}"),
            rest => format!("{key}.{rest}"),
        };
        self
    }

    /// Turns an unknown field into a read-only one if responses have it.
    pub(crate) fn or_read_only(mut self, is_read: impl FnOnce(&str) -> bool) -> Self {
        if self.fault == Fault::Unknown && is_read(&self.path) {
            self.fault = Fault::ReadOnly;
        }
        self
    }

    /// Returns the message in the wording of the service.
    pub(crate) fn message(&self) -> String {
        let Self { path, fault } = self;
        match fault {
            Fault::Missing => format!("Missing parameter: ({path}) is mandatory"),
            Fault::ReadOnly => format!("Received a read-only parameter: ({path}) cannot be written"),
            Fault::Unknown => format!("Received not described parameters: ({path}) while calling this API"),
            Fault::Null => format!("[{path}] Given data (null) is not valid: it cannot be null"),
            Fault::IllTyped(expected, found) => {
                format!("[{path}] Given data ({found}) is not valid for type {expected}")
            }
        }
    }
}

/// Checks a value against a type. Returns the first problem.
pub(crate) fn check(types: &Types, ty: &Type, value: &Value, direction: Direction) -> Result<(), Problem> {
    match (ty, value) {
        (Type::Scalar(Scalar::Json) | Type::Parameter(_), _) => Ok(()),
        (Type::Scalar(Scalar::Unit), Value::Null) => Ok(()),
        (_, Value::Null) => Err(Problem::new(Fault::Null)),
        (Type::Scalar(scalar), _) => {
            if scalar.accepts(value) {
                Ok(())
            } else {
                Err(ill_typed(scalar.name(), value))
            }
        }
        (Type::List(item), Value::Array(values)) => values.iter().enumerate().try_for_each(|(index, value)| {
            check(types, item, value, direction).map_err(|problem| problem.below(&format!("[{index}]")))
        }),
        (Type::List(_), _) => Err(ill_typed("array", value)),
        (Type::Map(key, item), Value::Object(entries)) => entries.iter().try_for_each(|(name, value)| {
            if let Some(id) = key
                && plain(types, &Type::Defined(id.clone(), Vec::new()), name).is_none()
            {
                return Err(ill_typed(&id.name, &Value::from(name.as_str())));
            }
            check(types, item, value, direction).map_err(|problem| problem.below(name))
        }),
        (Type::Map(..), _) => Err(ill_typed("map", value)),
        (Type::Defined(id, arguments), _) => {
            if let Some(values) = enumeration(types, id) {
                let text = match value {
                    Value::String(text) if !values.numeric => Some(text.clone()),
                    Value::Number(number) if values.numeric => Some(number.to_string()),
                    _ => None,
                };
                let known = text.is_some_and(|text| has_value(values, &text));
                return if known { Ok(()) } else { Err(ill_typed(&id.name, value)) };
            }
            match value {
                Value::Object(entries) => fields(types, ty, arguments, entries, direction),
                _ => Err(ill_typed(&id.name, value)),
            }
        }
    }
}

fn fields(
    types: &Types,
    ty: &Type,
    arguments: &[Type],
    entries: &Map<String, Value>,
    direction: Direction,
) -> Result<(), Problem> {
    let Type::Defined(id, _) = ty else { return Ok(()) };
    let Some(shape) = object(types, id, direction) else {
        // The type has no struct for this direction, so any value conforms.
        return Ok(());
    };
    for field in &shape.fields {
        let value = entries.get(&field.name);
        one(types, shape, field, arguments, value, direction).map_err(|problem| problem.below(&field.name))?;
    }
    if direction == Direction::Input {
        let known = |shape: &Object, name: &str| shape.fields.iter().any(|field| field.name == name);
        if let Some(name) = entries.keys().find(|name| !known(shape, name)) {
            let answered = object(types, id, Direction::Output).is_some_and(|shape| known(shape, name));
            return Err(Problem::new(if answered { Fault::ReadOnly } else { Fault::Unknown }).below(name));
        }
    }
    Ok(())
}

fn one(
    types: &Types,
    shape: &Object,
    field: &Field,
    arguments: &[Type],
    value: Option<&Value>,
    direction: Direction,
) -> Result<(), Problem> {
    match (value, field.presence) {
        (None, Presence::Value | Presence::Nullable) if direction == Direction::Input => {
            Err(Problem::new(Fault::Missing))
        }
        (None, Presence::Value) => Err(Problem::new(Fault::Missing)),
        (None, _) | (Some(Value::Null), Presence::Nullable | Presence::Patch) => Ok(()),
        (Some(Value::Null), Presence::Optional) if field.nullable => Ok(()),
        (Some(value), _) => check(types, &closed(&field.ty, shape, arguments), value, direction),
    }
}

fn ill_typed(expected: &str, found: &Value) -> Problem {
    let text = match found {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut shown: String = text.chars().take(60).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    Problem::new(Fault::IllTyped(expected.to_owned(), shown))
}

/// Returns the name of a type as the service writes it.
pub(crate) fn type_name(ty: &Type) -> String {
    match ty {
        Type::Scalar(scalar) => scalar.name().to_owned(),
        Type::List(item) => format!("{}[]", type_name(item)),
        Type::Map(_, value) => format!("map[string]{}", type_name(value)),
        Type::Defined(id, _) => id.name.clone(),
        Type::Parameter(name) => name.clone(),
    }
}
