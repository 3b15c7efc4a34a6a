//! Generates values that conform to a type.

mod choices;
mod moments;
mod names;
mod numbers;
mod scalars;
#[cfg(test)]
mod tests;
mod tidy;
mod typical;

use std::borrow::Cow;
use std::cell::Cell;

use fastrand::Rng;
use generator::model::{Field, Object, Presence, Scalar, Type, TypeId, Types};
use jiff::civil::Date;
use serde_json::{Map, Value};

pub(crate) use self::names::words;
pub(crate) use self::tidy::tidy;
pub(crate) use self::typical::{imitate, key};
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
    /// The day that typical dates are before or after.
    pub(crate) today: Date,
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
                let length = self.length(name, rng, budget.depth);
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
                for index in 0..self.length(name, rng, budget.depth) {
                    let key = match key {
                        Some(id) => self.enum_text(id, name, rng),
                        None if self.style == Style::Typical => typical::map_key(index).to_owned(),
                        None => format!("key{index}"),
                    };
                    let name = if self.style == Style::Typical { key.clone() } else { name.to_owned() };
                    entries.insert(key, self.at_depth(item, &name, rng, budget.below()));
                }
                entries.into()
            }
            Type::Defined(id, arguments) => match enumeration(self.types, id) {
                Some(values) => {
                    let text = self.enum_text(id, name, rng);
                    if values.numeric { text.parse::<i64>().map_or(text.into(), Value::from) } else { text.into() }
                }
                None => match object(self.types, id, Direction::Output) {
                    Some(shape) => self.object(shape, arguments, name, rng, budget),
                    None => Value::Object(Map::new()),
                },
            },
        }
    }

    fn object(&self, shape: &Object, arguments: &[Type], own: &str, rng: &mut Rng, budget: Budget<'_>) -> Value {
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
                let name = full_name(own, &field.name);
                self.at_depth(&closed(&field.ty, shape, arguments), &name, rng, budget.below())
            };
            entries.insert(field.name.clone(), value);
        }
        entries.into()
    }

    fn is_null(&self, field: &Field, rng: &mut Rng) -> bool {
        if self.style == Style::Typical && is_among(USUALLY_NULL, &field.name) {
            return true;
        }
        let one_in = match (self.style, field.boxed) {
            // Recursive types must end.
            (_, true) => 2,
            // Rare enough that deeply nested values occur.
            (Style::Arbitrary, false) => 5,
            (Style::Typical, false) => 8,
        };
        rng.u8(..one_in) == 0
    }

    fn length(&self, name: &str, rng: &mut Rng, depth: usize) -> usize {
        match self.style {
            _ if depth > MAX_DEPTH => 0,
            Style::Typical if is_among(USUALLY_EMPTY, name) => 0,
            Style::Typical if depth > 2 => 1,
            Style::Typical => rng.usize(1..3),
            Style::Arbitrary => rng.usize(..if depth > 2 { 2 } else { 4 }),
        }
    }

    fn enum_text(&self, id: &TypeId, name: &str, rng: &mut Rng) -> String {
        let values = enumeration(self.types, id).map(|values| values.values.as_slice()).unwrap_or_default();
        // No value conforms to an enum without values.
        match self.style {
            Style::Typical => choices::choose(name, values, rng).unwrap_or_default().to_owned(),
            Style::Arbitrary => rng.choice(values).map_or_else(String::new, |(_, value)| value.clone()),
        }
    }
}

/// Returns a field's name, with the name of its object if only both tell what it means: the `value` of `memorySize`.
fn full_name<'n>(own: &str, field: &'n str) -> Cow<'n, str> {
    if matches!(field, "value" | "unit" | "port") { Cow::Owned(format!("{own} {field}")) } else { Cow::Borrowed(field) }
}

/// Words of the names of fields that are null unless something happened to the object.
const USUALLY_NULL: &[&str] = &[
    "deleted",
    "deletion",
    "error",
    "failure",
    "terminated",
    "termination",
    "cancelled",
    "expired at",
    "suspended",
    "suspension",
    "blocked",
    "engaged",
    "engagement",
    "rescue",
    "parent",
    "lock reason",
    "lock status",
    "reason",
];
/// Words of the names of lists that are empty unless something happened to the object.
const USUALLY_EMPTY: &[&str] = &["current task", "error", "warning", "incident", "pending"];

fn is_among(patterns: &[&str], name: &str) -> bool {
    let words = words(name);
    patterns.iter().any(|pattern| names::matches(&words, pattern))
}
