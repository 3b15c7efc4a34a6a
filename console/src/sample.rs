//! Sample values of requests.

use std::collections::BTreeSet;

use generator::model::{Direction, Field, Kind, Parameter, Presence, Scalar, Type, TypeId, Types};
use generator::scalars::JsonForm;
use generator::schema::Location;
use serde_json::{Map, Value};

use crate::form::{Values, all};
use crate::operations::Found;

/// Maximum number of objects in a sample.
const MAX_OBJECTS: usize = 400;

/// How much of a request is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Required values.
    Required,
    /// All values, except those that would repeat without end.
    Full,
}

/// Returns values that conform to the types of an operation.
pub(crate) fn values(types: &Types, found: Found<'_>, extent: Extent) -> Values {
    let mut values = Values::default();
    for (parameter, is_required) in all(found) {
        if is_required || extent == Extent::Full {
            let mut sampler = Sampler { types, extent, inside: BTreeSet::new(), left: MAX_OBJECTS };
            let name = parameter.name.as_deref().unwrap_or("body");
            if let Some(value) = sampler.value(&parameter.ty, name) {
                values.set(parameter, as_sent(parameter, value));
            }
        }
    }
    values
}

/// Headers and paths hold text.
fn as_sent(parameter: &Parameter, value: Value) -> Value {
    match parameter.location {
        Location::Path | Location::Header => Value::String(crate::form::plain_text(&value)),
        Location::Query | Location::Body => value,
    }
}

struct Sampler<'t> {
    types: &'t Types,
    extent: Extent,
    /// The objects around the current place.
    inside: BTreeSet<&'t TypeId>,
    left: usize,
}

impl<'t> Sampler<'t> {
    /// Returns a value for the field or parameter `name`, or `None` if it has no end.
    fn value(&mut self, ty: &Type, name: &str) -> Option<Value> {
        Some(match ty {
            Type::Scalar(scalar) => scalar_value(*scalar, name),
            Type::List(item) => Value::Array(self.value(item, name).into_iter().collect()),
            Type::Map(key, item) => {
                let key = match key {
                    Some(id) => self.first_value(id).unwrap_or_else(|| "key".to_owned()),
                    None => "key".to_owned(),
                };
                Value::Object(self.value(item, name).into_iter().map(|value| (key.clone(), value)).collect())
            }
            Type::Defined(id, arguments) => return self.defined(id, arguments, name),
            Type::Parameter(_) => Value::String(text(name).to_owned()),
        })
    }

    fn first_value(&self, id: &TypeId) -> Option<String> {
        let (_, value) = self.types.get(id)?.as_enum()?.values.first()?;
        Some(value.clone())
    }

    fn defined(&mut self, id: &TypeId, arguments: &[Type], name: &str) -> Option<Value> {
        let Some((id, definition)) = self.types.get_key_value(id) else { return Some(Value::Object(Map::new())) };
        let object = match &definition.kind {
            Kind::Enum(values) => {
                let first = values.values.first().map_or(name, |(_, value)| value);
                let number = if values.numeric { first.parse::<i64>().ok() } else { None };
                return Some(number.map_or_else(|| Value::from(first), Value::from));
            }
            Kind::Object { .. } => definition.object(Direction::Input)?,
        };
        self.left = self.left.checked_sub(1)?;
        if !self.inside.insert(id) {
            return None;
        }
        let mut entries = Map::new();
        let mut has_end = true;
        for field in &object.fields {
            match self.field(field, &object.substitute(&field.ty, arguments)) {
                Some(Some(value)) => drop(entries.insert(field.name.clone(), value)),
                Some(None) => {}
                None => has_end = false,
            }
        }
        self.inside.remove(id);
        has_end.then_some(Value::Object(entries))
    }

    /// Returns the value of a field, `Some(None)` if it is left out.
    fn field(&mut self, field: &Field, ty: &Type) -> Option<Option<Value>> {
        let is_left_out = self.extent == Extent::Required && field.presence != Presence::Value;
        match field.presence {
            Presence::Nullable if is_left_out => Some(Some(Value::Null)),
            _ if is_left_out => Some(None),
            Presence::Value => self.value(ty, &field.name).map(Some),
            Presence::Nullable => Some(Some(self.value(ty, &field.name).unwrap_or(Value::Null))),
            Presence::Optional | Presence::Patch => Some(self.value(ty, &field.name)),
        }
    }
}

fn scalar_value(scalar: Scalar, name: &str) -> Value {
    let facts = scalar.facts();
    match facts.form {
        // The shortest time that DNS records may have.
        JsonForm::Integer if name == "ttl" => 60.into(),
        JsonForm::Integer => facts.sample.parse::<i64>().map_or(Value::from(1), Value::from),
        JsonForm::Number => facts.sample.parse::<f64>().map_or(Value::from(1.5), Value::from),
        JsonForm::Boolean => Value::Bool(facts.sample == "true"),
        JsonForm::Any | JsonForm::Null => Value::Object(Map::new()),
        JsonForm::Text if scalar == Scalar::Text => Value::from(text(name)),
        JsonForm::Text => Value::from(facts.sample),
    }
}

/// Names in schemas and a value that the service could have.
const TEXTS: [(&str, &str); 14] = [
    ("X-Pagination-Cursor", ""),
    ("contactAdmin", "gh1702-ovh"),
    ("contactBilling", "gh1702-ovh"),
    ("contactTech", "gh1702-ovh"),
    ("description", "An example"),
    ("domain", "example.com"),
    ("email", "flora@example.com"),
    ("ip", "192.0.2.7"),
    ("name", "example"),
    ("path", "/me"),
    ("redirection", "https://example.org/"),
    ("subDomain", "www"),
    ("target", "192.0.2.7"),
    ("zoneName", "example.com"),
];

fn text(name: &str) -> &'static str {
    let place = TEXTS.binary_search_by(|(known, _)| (*known).cmp(name));
    place.ok().and_then(|place| TEXTS.get(place)).map_or(Scalar::Text.facts().sample, |(_, text)| text)
}
