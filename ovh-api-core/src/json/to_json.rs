//! The trait of everything that can stand in a request body.

use std::collections::BTreeMap;
use std::fmt;

use super::map_key::MapKey;
use super::writer::Writer;
use crate::Patch;

/// A type that writes itself as JSON.
///
/// ```
/// use ovh_api::json::{ToJson, Writer, encode};
///
/// struct Point { x: i64, label: Option<String> }
///
/// impl ToJson for Point {
///     fn to_json(&self, writer: &mut Writer) {
///         writer.begin_object();
///         writer.field("x", &self.x);
///         writer.optional("label", &self.label);
///         writer.end_object();
///     }
/// }
///
/// assert_eq!(encode(&Point { x: 4, label: None })?, br#"{"x":4}"#);
/// # Ok::<(), ovh_api::json::EncodeError>(())
/// ```
pub trait ToJson {
    /// Writes exactly one value.
    fn to_json(&self, writer: &mut Writer);
}

/// Writes a value as compact JSON.
///
/// # Errors
///
/// If it holds a number that is infinite or not a number.
pub fn encode<T: ToJson + ?Sized>(value: &T) -> Result<Vec<u8>, EncodeError> {
    let mut writer = Writer::default();
    value.to_json(&mut writer);
    writer.finish()
}

/// A value that cannot be written as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodeError {
    /// A number is infinite or not a number.
    NotFinite,
    /// The JSON library refused a value, which it has no reason to.
    Other,
}

impl fmt::Display for EncodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotFinite => "a number is infinite or not a number, which JSON cannot express",
            Self::Other => "a value cannot be expressed in JSON",
        })
    }
}

impl std::error::Error for EncodeError {}

impl ToJson for &str {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        (**self).to_json(writer);
    }
}

impl<T: ToJson> ToJson for &[T] {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        (**self).to_json(writer);
    }
}

/// None is `null`.
impl<T: ToJson> ToJson for Option<T> {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.to_json(writer),
            None => writer.null(),
        }
    }
}

/// Absent is `null` where a value must stand; [`Writer::patch`] leaves it out.
impl<T: ToJson> ToJson for Patch<T> {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        match self {
            Self::Value(value) => value.to_json(writer),
            Self::Absent | Self::Null => writer.null(),
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
