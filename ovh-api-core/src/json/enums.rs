//! Values of enums in JSON.

use std::borrow::Cow;

use super::scalars::integer_in;
use super::{FromJson, MapKey, ToJson, Value, Writer};
use crate::{Enum, OpenEnum};

/// Takes a string or a number. An absent value is corrected to the unknown value `""`.
impl<T: Enum> FromJson for OpenEnum<T> {
    fn from_json(value: Value<'_>) -> Self {
        Self::from(&*spelling(value))
    }
}

/// A text as it is, and that of a number, `1` for `1.0`; a fault for anything else.
fn spelling(value: Value<'_>) -> Cow<'_, str> {
    if let Some(text) = value.as_str() {
        return Cow::Borrowed(text);
    }
    match value.number_text() {
        Some(text) => Cow::Owned(integer_in(text).map_or_else(|| text.to_owned(), |number| number.to_string())),
        None => {
            value.fail_unless_absent("a string");
            Cow::Borrowed("")
        }
    }
}

/// Writes the value as it came.
impl<T: Enum> ToJson for OpenEnum<T> {
    fn to_json(&self, writer: &mut Writer) {
        write(T::NUMERIC, self.as_str(), writer);
    }
}

// References and boxes cannot implement what all enums do: another crate might make one of them an enum.
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
