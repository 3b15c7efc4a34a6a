//! Writing a request body.

use std::io::Write as _;

use super::map_key::MapKey;
use super::to_json::{EncodeError, ToJson};
use crate::Patch;

/// Writes compact JSON. [`ToJson::to_json`] writes exactly one value to it.
#[derive(Default)]
pub struct Writer {
    bytes: Vec<u8>,
    fault: Option<EncodeError>,
}

/// Shows the length alone: bodies hold secrets.
impl std::fmt::Debug for Writer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Writer").field("length", &self.bytes.len()).field("fault", &self.fault).finish()
    }
}

impl Writer {
    /// Opens an object; [`field`](Self::field) and its like follow, then [`end_object`](Self::end_object).
    #[inline]
    pub fn begin_object(&mut self) {
        self.bytes.push(b'{');
    }

    /// Closes the object opened last.
    #[inline]
    pub fn end_object(&mut self) {
        self.bytes.push(b'}');
    }

    /// Writes a field. A value of none is written as `null`.
    #[inline]
    pub fn field<T: ToJson + ?Sized>(&mut self, name: &str, value: &T) {
        self.key(name);
        value.to_json(self);
    }

    /// Writes a field unless its value is none.
    #[inline]
    pub fn optional<T: ToJson>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.field(name, value);
        }
    }

    /// Writes a field unless the patch leaves it alone.
    #[inline]
    pub fn patch<T: ToJson>(&mut self, name: &str, value: &Patch<T>) {
        if !value.is_absent() {
            self.field(name, value);
        }
    }

    /// [`field`](Self::field) for a type that holds itself and is boxed therefore.
    pub fn field_boxed<T: ToJson>(&mut self, name: &str, value: &Option<Box<T>>) {
        match value {
            Some(value) => self.field(name, &**value),
            None => self.field(name, &None::<T>),
        }
    }

    /// [`optional`](Self::optional) for a type that holds itself and is boxed therefore.
    pub fn optional_boxed<T: ToJson>(&mut self, name: &str, value: &Option<Box<T>>) {
        if let Some(value) = value {
            self.field(name, &**value);
        }
    }

    /// [`patch`](Self::patch) for a type that holds itself and is boxed therefore.
    pub fn patch_boxed<T: ToJson>(&mut self, name: &str, value: &Patch<Box<T>>) {
        match value {
            Patch::Absent => {}
            Patch::Null => self.field(name, &None::<T>),
            Patch::Value(value) => self.field(name, &**value),
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

    /// Writes a number. One that is not finite makes the whole body an error, for JSON has no form for it.
    pub fn number(&mut self, value: f64) {
        if value.is_finite() {
            self.serde(&value);
        } else {
            self.fault = Some(EncodeError::NotFinite);
            self.null();
        }
    }

    /// Writes a string.
    pub fn text(&mut self, value: &str) {
        self.serde(value);
    }

    /// Writes any JSON value.
    pub fn json(&mut self, value: &super::Json) {
        self.serde(value);
    }

    /// The JSON text.
    ///
    /// # Errors
    ///
    /// If a number was not finite.
    pub(crate) fn finish(self) -> Result<Vec<u8>, EncodeError> {
        match self.fault {
            None => Ok(self.bytes),
            Some(fault) => Err(fault),
        }
    }

    fn key(&mut self, name: &str) {
        self.separate();
        self.text(name);
        self.bytes.push(b':');
    }

    /// Writes the comma before an element or a field, unless it is the first: only an opening bracket can stand there
    /// then, for strings end in a quote.
    fn separate(&mut self) {
        if !matches!(self.bytes.last(), Some(b'{' | b'[')) {
            self.bytes.push(b',');
        }
    }

    fn print(&mut self, value: std::fmt::Arguments<'_>) {
        if self.bytes.write_fmt(value).is_err() {
            self.fault = Some(EncodeError::Other);
        }
    }

    fn serde<T: serde::Serialize + ?Sized>(&mut self, value: &T) {
        if serde_json::to_writer(&mut self.bytes, value).is_err() {
            self.fault = Some(EncodeError::Other);
        }
    }
}
