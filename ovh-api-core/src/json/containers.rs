//! Optional values, lists, maps, and values of any form.

use std::collections::BTreeMap;

use super::document::Node;
use super::{Expected, FromJson, Json, MapKey, Value};
use crate::Patch;

impl<T: FromJson> FromJson for Option<T> {
    const EXPECTED: Expected = Expected::Nullable;

    #[inline]
    fn from_json(value: Value<'_>) -> Self {
        if T::is_absent(value) { None } else { Some(T::from_json(value)) }
    }
}

impl<T: FromJson> FromJson for Patch<T> {
    const EXPECTED: Expected = Expected::Nullable;

    #[inline]
    fn from_json(value: Value<'_>) -> Self {
        if value.node().is_none() {
            Self::Absent
        } else if T::is_absent(value) {
            Self::Null
        } else {
            Self::Value(T::from_json(value))
        }
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: Value<'_>) -> Self {
        let mut list = Self::new();
        // A loop, for adapters of iterators would be built anew for each type.
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
        for (key, value) in roomy_entries(value, size_of::<(K, T)>()) {
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

/// The entries of a map as long as there is room for them.
fn roomy_entries(value: Value<'_>, size: usize) -> impl Iterator<Item = (&str, Value<'_>)> {
    /// A B-tree's smallest node has room for as many.
    const NODE: usize = 11;
    let needed = std::iter::once(NODE.saturating_mul(size)).chain(std::iter::repeat(size));
    value.entries().zip(needed).take_while(move |(_, needed)| value.has_room(*needed)).map(|(entry, _)| entry)
}

/// Takes any JSON, an empty body, and a text such as `OK`: `void` operations return `null`, an empty body, or something
/// undeclared. A page of HTML is an error: nothing was done.
impl FromJson for () {
    const EXPECTED: Expected = Expected::Nothing;

    #[inline]
    fn from_json(_value: Value<'_>) -> Self {}
}

/// A missing value is read as `null`.
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
                // One by one: to collect them is to sort them first, and sorting would be built for it.
                for (key, value) in roomy_entries(value, size_of::<(String, Self)>()) {
                    object.insert(key.to_owned(), Self::from_json(value));
                }
                Self::Object(object)
            }
        }
    }
}
