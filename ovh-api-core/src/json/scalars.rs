//! Strings, numbers, booleans and secrets.

use secrecy::{ExposeSecret, SecretString};

use super::document::Node;
use super::value::{FromJson, Value};
use super::writer::{ToJson, Writer};

/// Also accepts a number and returns its JSON text with all its digits, because ids may exceed 64 bits.
impl FromJson for String {
    fn from_json(value: Value<'_>) -> Self {
        match value.as_str().or_else(|| value.number_text()) {
            Some(text) => text.to_owned(),
            None => {
                value.fail_unless_absent("a string");
                Self::new()
            }
        }
    }
}

/// Also accepts the strings `"true"` and `"false"` and the numbers 1 and 0.
impl FromJson for bool {
    fn from_json(value: Value<'_>) -> Self {
        match (value.node(), value.as_str()) {
            (Some(Node::Bool(value)), _) => *value,
            (Some(Node::Integer(1)), _) | (_, Some("true")) => true,
            (Some(Node::Integer(0)), _) | (_, Some("false")) => false,
            _ => {
                value.fail_unless_absent("a boolean");
                false
            }
        }
    }

    fn is_absent(value: Value<'_>) -> bool {
        is_null_or_empty(value)
    }
}

/// Also accepts numbers such as `100.0`, and integers as strings.
impl FromJson for i64 {
    fn from_json(value: Value<'_>) -> Self {
        let number = match value.node() {
            Some(Node::Integer(number)) => Some(*number),
            Some(Node::Float(number)) => integral(*number),
            Some(Node::Unsigned(_)) => {
                value.fail("an integer below 2^63");
                None
            }
            _ => value.as_str().and_then(parse_integer),
        };
        number.unwrap_or_else(|| {
            value.fail_unless_absent("an integer");
            0
        })
    }

    fn is_absent(value: Value<'_>) -> bool {
        is_null_or_empty(value)
    }
}

/// Also accepts numbers as strings.
impl FromJson for f64 {
    // The schemas declare a double, which is inexact for integers above 2^53.
    #[allow(clippy::cast_precision_loss)]
    fn from_json(value: Value<'_>) -> Self {
        let number = match value.node() {
            Some(Node::Integer(number)) => Some(*number as Self),
            Some(Node::Unsigned(number)) => Some(*number as Self),
            Some(Node::Float(number)) => Some(*number),
            _ => value.as_str().and_then(|text| text.parse().ok()),
        };
        number.filter(|number| number.is_finite()).unwrap_or_else(|| {
            value.fail_unless_absent("a number");
            0.0
        })
    }

    fn is_absent(value: Value<'_>) -> bool {
        is_null_or_empty(value)
    }
}

impl FromJson for SecretString {
    fn from_json(value: Value<'_>) -> Self {
        String::from_json(value).into()
    }
}

impl ToJson for &str {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        (**self).to_json(writer);
    }
}

impl ToJson for str {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.text(self);
    }
}

impl ToJson for String {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.text(self);
    }
}

impl ToJson for bool {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.bool(*self);
    }
}

impl ToJson for i64 {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.integer(*self);
    }
}

impl ToJson for f64 {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.number(*self);
    }
}

/// Writes the secret in plain text.
impl ToJson for SecretString {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.text(self.expose_secret());
    }
}

/// Parses an integer, with or without `.0` at the end. Returns `None` for fractions and for values beyond 64 bits.
pub(crate) fn parse_integer(text: &str) -> Option<i64> {
    let digits = match text.split_once('.') {
        Some((digits, zeros)) if !zeros.is_empty() && zeros.bytes().all(|digit| digit == b'0') => digits,
        Some(_) => return None,
        None => text,
    };
    digits.parse().ok()
}

/// Some backends send an empty string in place of `null`.
fn is_null_or_empty(value: Value<'_>) -> bool {
    value.is_null() || value.as_str() == Some("")
}

/// Converts a float without a fraction to an integer. Returns `None` beyond 2^53, where floats are inexact.
// A whole number in this range is exactly representable as `i64`.
#[allow(clippy::cast_possible_truncation)]
fn integral(number: f64) -> Option<i64> {
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() <= LIMIT).then_some(number as i64)
}
