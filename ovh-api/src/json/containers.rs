//! Optional values, lists, maps, and values of any form.

use std::collections::BTreeMap;

use super::document::Node;
use super::{FromJson, Json, MapKey, Value};
use crate::Patch;

impl<T: FromJson> FromJson for Option<T> {
    #[inline]
    fn from_json(value: Value<'_>) -> Self {
        if T::is_absent(value) { None } else { Some(T::from_json(value)) }
    }
}

impl<T: FromJson> FromJson for Patch<T> {
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

impl<T: FromJson> FromJson for Box<T> {
    #[inline]
    fn from_json(value: Value<'_>) -> Self {
        Self::new(T::from_json(value))
    }

    #[inline]
    fn is_absent(value: Value<'_>) -> bool {
        T::is_absent(value)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    #[inline]
    fn from_json(value: Value<'_>) -> Self {
        // After a fault nobody sees the list, and elements may take far more memory than their text.
        value.elements().take_while(|_| !value.is_spoilt()).map(T::from_json).collect()
    }
}

impl<K: MapKey, T: FromJson> FromJson for BTreeMap<K, T> {
    #[inline]
    fn from_json(value: Value<'_>) -> Self {
        let mut map = Self::new();
        for (key, value) in value.entries().take_while(|_| !value.is_spoilt()) {
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

/// Takes any body: `void` operations answer `null`, an empty body, or something that nobody declared.
impl FromJson for () {
    const TAKES_ANYTHING: bool = true;

    #[inline]
    fn from_json(_value: Value<'_>) -> Self {}
}

/// A missing value is read as `null`.
impl FromJson for Json {
    fn from_json(value: Value<'_>) -> Self {
        match value.node() {
            None | Some(Node::Null) => Self::Null,
            Some(Node::Bool(value)) => Self::Bool(*value),
            Some(Node::Integer(number)) => Self::from(*number),
            Some(Node::Unsigned(number)) => Self::from(*number),
            Some(Node::Float(number)) => Self::from(*number),
            Some(Node::Text(text)) => Self::from(text.as_ref()),
            Some(Node::Array { .. }) => value.elements().map(Self::from_json).collect(),
            Some(Node::Object { .. }) => {
                value.entries().map(|(key, value)| (key.to_owned(), Self::from_json(value))).collect()
            }
        }
    }
}
