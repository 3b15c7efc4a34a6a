//! Generates values that conform to a type.

mod scalars;
mod typical;

use std::cell::Cell;

use fastrand::Rng;
use generator::model::{Field, Object, Presence, Scalar, Type, TypeId, Types};
use serde_json::{Map, Value};

use crate::values::{Direction, closed, enumeration, object};

/// Maximum depth of generated values. Below it, lists and maps are empty and nullable fields are null.
const MAX_DEPTH: usize = 6;
/// Maximum depth of values that a schema requires. Clients reject JSON that is much deeper, so the rest is null, which
/// does not conform: a type that requires itself has no conforming value.
const MAX_REQUIRED_DEPTH: usize = 100;
/// Maximum number of objects of a value; the rest is null.
const MAX_OBJECTS: usize = 50_000;

/// Which of the conforming values are generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Plausible values.
    Typical,
    /// All values that a schema allows: each enum value, nulls, empty and unusual strings, limits of numbers and dates.
    Arbitrary,
}

/// Generates values of types.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ValueGenerator<'t> {
    pub(crate) types: &'t Types,
    pub(crate) style: Style,
}

/// The depth of a value, and how many objects the whole may still get.
#[derive(Clone, Copy)]
struct Budget<'r> {
    depth: usize,
    objects: &'r Cell<usize>,
}

impl Budget<'_> {
    fn below(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

impl ValueGenerator<'_> {
    /// Generates a value of a response type. `name` is the field or parameter that it is for.
    pub(crate) fn value(&self, ty: &Type, name: &str, rng: &mut Rng) -> Value {
        self.at_depth(ty, name, rng, Budget { depth: 0, objects: &Cell::new(MAX_OBJECTS) })
    }

    fn at_depth(&self, ty: &Type, name: &str, rng: &mut Rng, budget: Budget<'_>) -> Value {
        match ty {
            Type::Scalar(scalar) => self.scalar(*scalar, name, rng),
            Type::Parameter(_) => self.scalar(Scalar::Json, name, rng),
            Type::List(item) => {
                let length = self.length(rng, budget.depth);
                let mut values: Vec<Value> =
                    (0..length).map(|_| self.at_depth(item, name, rng, budget.below())).collect();
                if matches!(&**item, Type::Defined(id, _) if enumeration(self.types, id).is_some()) {
                    values.sort_by_key(Value::to_string);
                    values.dedup();
                }
                values.into()
            }
            Type::Map(key, item) => {
                let mut entries = Map::new();
                for index in 0..self.length(rng, budget.depth) {
                    let key = match key {
                        Some(id) => self.enum_text(id, rng),
                        None => format!("key{index}"),
                    };
                    entries.insert(key, self.at_depth(item, name, rng, budget.below()));
                }
                entries.into()
            }
            Type::Defined(id, arguments) => match enumeration(self.types, id) {
                Some(values) => {
                    let text = self.enum_text(id, rng);
                    if values.numeric { text.parse::<i64>().map_or(text.into(), Value::from) } else { text.into() }
                }
                None => match object(self.types, id, Direction::Output) {
                    Some(shape) => self.object(shape, arguments, rng, budget),
                    None => Value::Object(Map::new()),
                },
            },
        }
    }

    fn object(&self, shape: &Object, arguments: &[Type], rng: &mut Rng, budget: Budget<'_>) -> Value {
        let left = budget.objects.get();
        if left == 0 || budget.depth > MAX_REQUIRED_DEPTH {
            return Value::Null;
        }
        budget.objects.set(left - 1);
        let mut entries = Map::new();
        for field in &shape.fields {
            let may_be_null = field.presence == Presence::Nullable;
            let value = if may_be_null && (budget.depth > MAX_DEPTH || self.is_null(field, rng)) {
                Value::Null
            } else {
                self.at_depth(&closed(&field.ty, shape, arguments), &field.name, rng, budget.below())
            };
            entries.insert(field.name.clone(), value);
        }
        entries.into()
    }

    fn is_null(&self, field: &Field, rng: &mut Rng) -> bool {
        let one_in = match (self.style, field.boxed) {
            // Recursive types must end.
            (_, true) => 2,
            // Rare enough that deeply nested values occur.
            (Style::Arbitrary, false) => 5,
            (Style::Typical, false) => 8,
        };
        rng.u8(..one_in) == 0
    }

    fn length(&self, rng: &mut Rng, depth: usize) -> usize {
        match self.style {
            _ if depth > MAX_DEPTH => 0,
            Style::Typical if depth > 2 => 1,
            Style::Typical => rng.usize(1..3),
            Style::Arbitrary => rng.usize(..if depth > 2 { 2 } else { 4 }),
        }
    }

    fn enum_text(&self, id: &TypeId, rng: &mut Rng) -> String {
        let values = enumeration(self.types, id).map(|values| values.values.as_slice()).unwrap_or_default();
        // No value conforms to an enum without values.
        rng.choice(values).map_or_else(String::new, |(_, value)| value.clone())
    }
}
