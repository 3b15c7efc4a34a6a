//! Enum values in JSON and in URLs.

use std::borrow::Cow;

use super::{Enum, OpenEnum};
use crate::json::{FromJson, JsonForm, MapKey, OwnForm, ToJson, Value, Writer, parse_integer};
use crate::parameter::Parameter;
use crate::parameter::sealed::Sealed;

/// Accepts a string or a number. An absent value is corrected to the unknown value `""`.
impl<T: Enum> FromJson for OpenEnum<T> {
    fn from_json(value: Value<'_>) -> Self {
        Self::from(&*spelling(value))
    }
}

/// Returns a string as it is, and a number as text (`1` for `1.0`). Any other value is a mismatch.
fn spelling(value: Value<'_>) -> Cow<'_, str> {
    if let Some(text) = value.as_str() {
        return Cow::Borrowed(text);
    }
    match value.number_text() {
        Some(text) => Cow::Owned(parse_integer(text).map_or_else(|| text.to_owned(), |number| number.to_string())),
        None => {
            value.fail_unless_absent("a string");
            Cow::Borrowed("")
        }
    }
}

/// Writes the value as the service spells it.
impl<T: Enum> ToJson for OpenEnum<T> {
    fn to_json(&self, writer: &mut Writer) {
        write(T::NUMERIC, self.as_str(), writer);
    }
}

// This rules out an impl for references and boxes, because another crate might implement `Enum` for one of them.
#[diagnostic::do_not_recommend]
impl<T: Enum> ToJson for T {
    fn to_json(&self, writer: &mut Writer) {
        write(T::NUMERIC, self.as_str(), writer);
    }
}

fn write(numeric: bool, text: &str, writer: &mut Writer) {
    match text.parse() {
        Ok(number) if numeric => writer.integer(number),
        _ => writer.text(text),
    }
}

impl<T: Enum> MapKey for OpenEnum<T> {
    const EXPECTED: &'static str = "a string as its key";

    fn from_key(key: &str) -> Option<Self> {
        Some(Self::from(key))
    }

    fn to_key(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }
}

impl<T: Enum> JsonForm for OpenEnum<T> {
    type Form = OwnForm;
}

impl<T: Enum> Sealed for OpenEnum<T> {}

impl<T: Enum> Sealed for T {}

impl<T: Enum> Parameter for OpenEnum<T> {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self.as_str()))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Enum> Parameter for T {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self.as_str()))
    }
}
