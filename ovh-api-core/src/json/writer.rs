//! The trait of types that can be encoded, and the writer that they use.

use std::fmt;
use std::io::Write as _;

use super::map_key::MapKey;

/// A type that can be encoded as JSON.
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

/// Encodes a value as compact JSON.
///
/// # Errors
///
/// Fails if the value contains an infinite number or NaN.
pub fn encode<T: ToJson + ?Sized>(value: &T) -> Result<Vec<u8>, EncodeError> {
    let mut writer = Writer::default();
    value.to_json(&mut writer);
    writer.finish()
}

/// The error for a value without a JSON form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodeError {
    /// A number is infinite or NaN.
    NotFinite,
    /// The JSON library rejected a value, such as a map with keys that are not strings.
    Other,
}

impl fmt::Display for EncodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotFinite => "JSON cannot represent an infinite number or NaN",
            Self::Other => "JSON cannot represent the value",
        })
    }
}

impl std::error::Error for EncodeError {}

/// Writes compact JSON. [`ToJson::to_json`] writes exactly one value to it.
#[derive(Default)]
pub struct Writer {
    bytes: Vec<u8>,
    error: Option<EncodeError>,
}

/// Prints only the length: bodies contain secrets.
impl fmt::Debug for Writer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Writer").field("length", &self.bytes.len()).field("error", &self.error).finish()
    }
}

impl Writer {
    /// Begins an object. Write its fields with [`field`](Self::field) and similar methods, then call
    /// [`end_object`](Self::end_object).
    #[inline]
    pub fn begin_object(&mut self) {
        self.bytes.push(b'{');
    }

    /// Ends the current object.
    #[inline]
    pub fn end_object(&mut self) {
        self.bytes.push(b'}');
    }

    /// Writes a field. `None` is written as `null`.
    #[inline]
    pub fn field<T: ToJson + ?Sized>(&mut self, name: &str, value: &T) {
        self.key(name);
        value.to_json(self);
    }

    /// Writes a field unless its value is `None`.
    #[inline]
    pub fn optional<T: ToJson>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.field(name, value);
        }
    }

    /// Writes a field of a recursive type like [`field`](Self::field).
    pub fn field_boxed<T: ToJson>(&mut self, name: &str, value: &Option<Box<T>>) {
        match value {
            Some(value) => self.field(name, &**value),
            None => self.field(name, &None::<T>),
        }
    }

    /// Writes a field of a recursive type like [`optional`](Self::optional).
    pub fn optional_boxed<T: ToJson>(&mut self, name: &str, value: &Option<Box<T>>) {
        if let Some(value) = value {
            self.field(name, &**value);
        }
    }

    /// Writes an array.
    #[inline]
    pub fn array<'v, T: ToJson + ?Sized + 'v>(&mut self, elements: impl IntoIterator<Item = &'v T>) {
        self.bytes.push(b'[');
        for element in elements {
            self.separate();
            element.to_json(self);
        }
        self.bytes.push(b']');
    }

    /// Writes an object with the keys and values of a map.
    #[inline]
    pub fn map<'v, K: MapKey + 'v, T: ToJson + 'v>(&mut self, entries: impl IntoIterator<Item = (&'v K, &'v T)>) {
        self.begin_object();
        for (key, value) in entries {
            self.field(&key.to_key(), value);
        }
        self.end_object();
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.bytes.extend_from_slice(b"null");
    }

    /// Writes `true` or `false`.
    pub fn bool(&mut self, value: bool) {
        self.bytes.extend_from_slice(if value { b"true" } else { b"false" });
    }

    /// Writes an integer.
    pub fn integer(&mut self, value: i64) {
        self.print(format_args!("{value}"));
    }

    /// Writes a number. Encoding fails if the number is infinite or NaN.
    pub fn number(&mut self, value: f64) {
        if value.is_finite() {
            self.serde(&value);
        } else {
            self.error = Some(EncodeError::NotFinite);
            self.null();
        }
    }

    /// Writes a string.
    pub fn text(&mut self, value: &str) {
        self.serde(value);
    }

    /// Writes any JSON value.
    pub fn json(&mut self, value: &serde_json::Value) {
        self.serde(value);
    }

    /// Returns the JSON text, or the last error.
    pub(crate) fn finish(self) -> Result<Vec<u8>, EncodeError> {
        match self.error {
            None => Ok(self.bytes),
            Some(error) => Err(error),
        }
    }

    fn key(&mut self, name: &str) {
        self.separate();
        self.text(name);
        self.bytes.push(b':');
    }

    /// Writes the comma before an element or a field, unless it is the first one. Then the last byte is an opening
    /// bracket; after a string it would be a quote.
    fn separate(&mut self) {
        if !matches!(self.bytes.last(), Some(b'{' | b'[')) {
            self.bytes.push(b',');
        }
    }

    fn print(&mut self, value: fmt::Arguments<'_>) {
        if self.bytes.write_fmt(value).is_err() {
            self.error = Some(EncodeError::Other);
        }
    }

    fn serde<T: serde::Serialize + ?Sized>(&mut self, value: &T) {
        if serde_json::to_writer(&mut self.bytes, value).is_err() {
            self.error = Some(EncodeError::Other);
        }
    }
}
