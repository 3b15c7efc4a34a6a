//! Values that conform to a type, chosen by a seed.

mod scalars;
mod tame;

use fastrand::Rng;
use generator::model::{Field, Object, Presence, Scalar, Type, TypeId, Types};
use serde_json::{Map, Value};

use crate::values::{Direction, closed, enumeration, object};

/// Deeper than this, lists and maps are empty and what may be null is.
const DEEP: usize = 6;

/// What sort of values is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// What a reader expects to see.
    Tame,
    /// Everything that a schema allows: each enum value, nulls, empty and odd texts, the ends of numbers and dates.
    Wild,
}

/// Makes values.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answers<'t> {
    pub(crate) types: &'t Types,
    pub(crate) style: Style,
}

impl Answers<'_> {
    /// A value of the type as the service answers it; `name` is what it is for.
    pub(crate) fn value(&self, ty: &Type, name: &str, rng: &mut Rng) -> Value {
        self.at(ty, name, rng, 0)
    }

    fn at(&self, ty: &Type, name: &str, rng: &mut Rng, depth: usize) -> Value {
        match ty {
            Type::Scalar(scalar) => self.scalar(*scalar, name, rng),
            Type::Parameter(_) => self.scalar(Scalar::Json, name, rng),
            Type::List(item) => {
                let length = self.length(rng, depth);
                let mut values: Vec<Value> = (0..length).map(|_| self.at(item, name, rng, depth + 1)).collect();
                if matches!(&**item, Type::Defined(id, _) if enumeration(self.types, id).is_some()) {
                    values.sort_by_key(Value::to_string);
                    values.dedup();
                }
                values.into()
            }
            Type::Map(key, item) => {
                let mut entries = Map::new();
                for index in 0..self.length(rng, depth) {
                    let key = match key {
                        Some(id) => self.enum_text(id, rng),
                        None => format!("key{index}"),
                    };
                    entries.insert(key, self.at(item, name, rng, depth + 1));
                }
                entries.into()
            }
            Type::Defined(id, arguments) => match enumeration(self.types, id) {
                Some(values) => {
                    let text = self.enum_text(id, rng);
                    if values.numeric { text.parse::<i64>().map_or(text.into(), Value::from) } else { text.into() }
                }
                None => match object(self.types, id, Direction::Output) {
                    Some(shape) => self.object(shape, arguments, rng, depth),
                    None => Value::Object(Map::new()),
                },
            },
        }
    }

    fn object(&self, shape: &Object, arguments: &[Type], rng: &mut Rng, depth: usize) -> Value {
        let mut entries = Map::new();
        for field in &shape.fields {
            let may_be_null = field.presence == Presence::Nullable;
            let value = if may_be_null && (depth > DEEP || self.is_null(field, rng)) {
                Value::Null
            } else {
                self.at(&closed(&field.ty, shape, arguments), &field.name, rng, depth + 1)
            };
            entries.insert(field.name.clone(), value);
        }
        entries.into()
    }

    fn is_null(&self, field: &Field, rng: &mut Rng) -> bool {
        let one_in = match (self.style, field.boxed) {
            // What holds itself must come to an end.
            (_, true) => 2,
            // Rare enough for what is deep inside to be seen.
            (Style::Wild, false) => 5,
            (Style::Tame, false) => 8,
        };
        rng.u8(..one_in) == 0
    }

    fn length(&self, rng: &mut Rng, depth: usize) -> usize {
        match self.style {
            _ if depth > DEEP => 0,
            Style::Tame if depth > 2 => 1,
            Style::Tame => rng.usize(1..3),
            Style::Wild => rng.usize(..if depth > 2 { 2 } else { 4 }),
        }
    }

    fn enum_text(&self, id: &TypeId, rng: &mut Rng) -> String {
        let values = enumeration(self.types, id).map(|values| values.values.as_slice()).unwrap_or_default();
        // An enum without values conforms to nothing; any text is as good as another.
        rng.choice(values).map_or_else(String::new, |(_, value)| value.clone())
    }
}
