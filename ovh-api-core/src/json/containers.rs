//! Optional values, lists, maps and arbitrary JSON.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::document::Node;
use super::map_key::MapKey;
use super::value::{Expected, FromJson, Value};
use super::writer::{ToJson, Writer};

impl<T: FromJson> FromJson for Option<T> {
    const EXPECTED: Expected = Expected::Nullable;

    #[inline]
    fn from_json(value: Value<'_>) -> Self {
        if T::is_absent(value) { None } else { Some(T::from_json(value)) }
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: Value<'_>) -> Self {
        let mut list = Self::new();
        // A loop: iterator adapters would be instantiated for each type.
        for element in value.elements() {
            if !value.has_room(size_of::<T>()) {
                break;
            }
            list.push(T::from_json(element));
        }
        list
    }
}

impl<K: MapKey, T: FromJson> FromJson for BTreeMap<K, T> {
    fn from_json(value: Value<'_>) -> Self {
        let mut map = Self::new();
        for (key, value) in entries_with_room(value, size_of::<(K, T)>()) {
            match K::from_key(key) {
                Some(key) => {
                    map.insert(key, T::from_json(value));
                }
                None => value.fail(K::EXPECTED),
            }
        }
        map
    }
}

/// Returns the entries of a map until the memory limit is reached.
fn entries_with_room(value: Value<'_>, size: usize) -> impl Iterator<Item = (&str, Value<'_>)> {
    /// The capacity of the smallest node of a B-tree.
    const NODE: usize = 11;
    let needed = std::iter::once(NODE.saturating_mul(size)).chain(std::iter::repeat(size));
    value.entries().zip(needed).take_while(move |(_, needed)| value.has_room(*needed)).map(|(entry, _)| entry)
}

/// Accepts any JSON, an empty body, and text such as `OK`: `void` operations return `null`, an empty body, or an
/// undeclared value. An HTML page is an error, because it does not come from the operation.
impl FromJson for () {
    const EXPECTED: Expected = Expected::Nothing;

    #[inline]
    fn from_json(_value: Value<'_>) -> Self {}
}

/// Reads a missing value as `null`.
impl FromJson for Json {
    const EXPECTED: Expected = Expected::Nullable;

    fn from_json(value: Value<'_>) -> Self {
        match value.node() {
            None | Some(Node::Null) => Self::Null,
            Some(Node::Bool(value)) => Self::Bool(*value),
            Some(Node::Integer(number)) => Self::from(*number),
            Some(Node::Unsigned(number)) => Self::from(*number),
            Some(Node::Float(number)) => Self::from(*number),
            Some(Node::Text { .. } | Node::Decoded(_)) => Self::from(value.as_str().unwrap_or_default()),
            Some(Node::Array { .. }) => Self::Array(Vec::from_json(value)),
            Some(Node::Object { .. }) => {
                let mut object = serde_json::Map::new();
                // A loop: `collect` would instantiate a sort for this type.
                for (key, value) in entries_with_room(value, size_of::<(String, Self)>()) {
                    object.insert(key.to_owned(), Self::from_json(value));
                }
                Self::Object(object)
            }
        }
    }
}

impl<T: ToJson> ToJson for &[T] {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        (**self).to_json(writer);
    }
}

/// Writes `None` as `null`.
impl<T: ToJson> ToJson for Option<T> {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.to_json(writer),
            None => writer.null(),
        }
    }
}

impl<T: ToJson> ToJson for [T] {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.array(self);
    }
}

impl<T: ToJson, const N: usize> ToJson for [T; N] {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.array(self);
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.array(self);
    }
}

impl<K: MapKey, T: ToJson> ToJson for BTreeMap<K, T> {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.map(self);
    }
}

impl ToJson for () {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.null();
    }
}

impl ToJson for Json {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.json(self);
    }
}
