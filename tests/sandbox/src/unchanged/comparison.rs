//! Compares what was sent with what is there.

use std::borrow::Cow;

use generator::model::{Presence, Type, Types};
use serde_json::{Map, Value};

use crate::values::{Direction, check, closed, object, timestamp};

/// Maximum number of comparisons of list elements, so that long lists in another order do not take seconds.
const MAX_SEARCHES: usize = 20_000;

/// A field of a request.
pub(super) struct Writable<'t> {
    name: &'t str,
    ty: Cow<'t, Type>,
    required: bool,
}

impl<'t> Writable<'t> {
    pub(super) fn new(name: &'t str, ty: &'t Type, required: bool) -> Self {
        Self { name, ty: Cow::Borrowed(ty), required }
    }
}

/// What was sent, without unchanged read-only fields.
pub(super) struct Settled {
    /// Conforms to the type of the request if the change is valid.
    pub(super) checked: Value,
    /// The same, except that elements of lists are complete, because a list is replaced as a whole.
    pub(super) applied: Value,
}

/// A comparison of a request with the current value.
pub(super) struct Comparison<'t> {
    types: &'t Types,
    /// Paths of read-only fields that differ.
    pub(super) altered: Vec<String>,
    /// How many list elements may still be compared in search of one.
    searches: usize,
}

impl<'t> Comparison<'t> {
    pub(super) const fn new(types: &'t Types) -> Self {
        Self { types, altered: Vec::new(), searches: MAX_SEARCHES }
    }

    /// Compares a value of a request type.
    pub(super) fn value(&mut self, ty: &Type, path: &str, sent: &Value, current: &Value) -> Settled {
        let types = self.types;
        match (ty, sent) {
            (Type::List(item), Value::Array(values)) => {
                let elements = values.iter().enumerate().map(|(index, value)| {
                    let found = self.counterpart(item, index, value, current);
                    self.value(item, &format!("{path}[{index}]"), value, found).checked
                });
                Settled { checked: elements.collect(), applied: sent.clone() }
            }
            (Type::Map(_, item), Value::Object(entries)) => {
                let (mut checked, mut applied) = (Map::new(), Map::new());
                for (name, value) in entries {
                    let settled = self.value(item, &below(path, name), value, get(current, name));
                    checked.insert(name.clone(), settled.checked);
                    applied.insert(name.clone(), settled.applied);
                }
                Settled { checked: checked.into(), applied: applied.into() }
            }
            (Type::Defined(id, arguments), Value::Object(entries)) => {
                let Some(shape) = object(types, id, Direction::Input) else { return unchanged(sent) };
                let fields = shape.fields.iter().map(|field| Writable {
                    name: &field.name,
                    ty: closed(&field.ty, shape, arguments),
                    required: matches!(field.presence, Presence::Value | Presence::Nullable),
                });
                let readable = object(types, id, Direction::Output).into_iter().flat_map(|shape| &shape.fields);
                let readable: Vec<&str> = readable.map(|field| field.name.as_str()).collect();
                self.fields(&fields.collect::<Vec<_>>(), &readable, path, entries, current)
            }
            _ => unchanged(sent),
        }
    }

    /// Compares an object, given the fields of requests and those of responses.
    pub(super) fn fields(
        &mut self,
        writable: &[Writable<'_>],
        readable: &[&str],
        path: &str,
        entries: &Map<String, Value>,
        current: &Value,
    ) -> Settled {
        let (mut checked, mut applied) = (Map::new(), Map::new());
        for (name, value) in entries {
            let known = get(current, name);
            let mut settled = unchanged(value);
            match writable.iter().find(|field| field.name == name) {
                Some(field) => {
                    settled = self.value(&field.ty, &below(path, name), value, known);
                    let is_valid = || check(self.types, &field.ty, &settled.checked, Direction::Input).is_ok();
                    // The service may return what it does not accept, such as null.
                    if !field.required && same(value, known) && !is_valid() {
                        continue;
                    }
                }
                None if readable.contains(&name.as_str()) || current.get(name).is_some() => {
                    if !same(value, known) {
                        self.altered.push(below(path, name));
                    }
                    continue;
                }
                // Unknown; the check of the whole body reports it.
                None => {}
            }
            checked.insert(name.clone(), settled.checked);
            applied.insert(name.clone(), settled.applied);
        }
        Settled { checked: checked.into(), applied: applied.into() }
    }

    /// Returns the element of the current list that a sent element was read from: the one at the same index, or else
    /// one whose read-only fields are the same.
    fn counterpart<'v>(&mut self, item: &Type, index: usize, sent: &Value, current: &'v Value) -> &'v Value {
        let known = current.as_array().map(Vec::as_slice).unwrap_or_default();
        let at_index = known.get(index);
        let fitting = at_index.into_iter().chain(known).find(|candidate| self.fits(item, sent, candidate));
        fitting.or(at_index).unwrap_or(&Value::Null)
    }

    /// Returns whether the read-only fields of a list element are the same.
    fn fits(&mut self, item: &Type, sent: &Value, candidate: &Value) -> bool {
        if self.searches == 0 {
            return false;
        }
        let mut comparison = Comparison { searches: self.searches - 1, ..Comparison::new(self.types) };
        comparison.value(item, "", sent, candidate);
        self.searches = comparison.searches;
        comparison.altered.is_empty()
    }
}

fn unchanged(sent: &Value) -> Settled {
    Settled { checked: sent.clone(), applied: sent.clone() }
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn get<'v>(value: &'v Value, name: &str) -> &'v Value {
    value.get(name).unwrap_or(&Value::Null)
}

/// Returns whether a value that was sent is the current one. Clients may omit fields that are null, and spell numbers
/// and times in another way.
pub(super) fn same(sent: &Value, current: &Value) -> bool {
    match (sent, current) {
        (Value::Object(entries), Value::Object(known)) => {
            let mut names = entries.keys().chain(known.keys());
            names.all(|name| same(get(sent, name), get(current, name)))
        }
        (Value::Array(values), Value::Array(known)) => {
            values.len() == known.len() && values.iter().zip(known).all(|(one, other)| same(one, other))
        }
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::String(one), Value::String(other)) => {
            one == other || timestamp(one).is_some_and(|time| timestamp(other) == Some(time))
        }
        _ => sent == current,
    }
}

#[cfg(test)]
mod tests;
