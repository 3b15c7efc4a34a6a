//! Strings, numbers, booleans and secrets.

use secrecy::{ExposeSecret, SecretString};

use super::document::Node;
use super::{FromJson, Json, ToJson, Value, Writer};

/// Also takes a number, whose JSON text it becomes, with all its digits: ids above 2^64 are no number of Rust's.
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

/// Also takes the texts `"true"` and `"false"` and the numbers 1 and 0.
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

/// Also takes a number without a fraction, such as `100.0`, and the text of one.
impl FromJson for i64 {
    fn from_json(value: Value<'_>) -> Self {
        let number = match value.node() {
            Some(Node::Integer(number)) => Some(*number),
            Some(Node::Float(number)) => integral(*number),
            Some(Node::Unsigned(_)) => {
                value.fail("an integer below 2^63");
                None
            }
            _ => value.as_str().and_then(integer_in),
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

/// Also takes the text of a number.
impl FromJson for f64 {
    // A double is what the service declares; that integers above 2^53 lose digits in it is its nature.
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

/// Writes the secret itself: the body of a request is where it has to go.
impl ToJson for SecretString {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.text(self.expose_secret());
    }
}

/// The integer that the text of a number stands for; none if there is a fraction or the value needs more than 64 bits.
pub(super) fn integer_in(text: &str) -> Option<i64> {
    let digits = match text.split_once('.') {
        Some((digits, zeros)) if !zeros.is_empty() && zeros.bytes().all(|digit| digit == b'0') => digits,
        Some(_) => return None,
        None => text,
    };
    digits.parse().ok()
}

/// Many a backend prints an empty text for a value that it has not got.
pub(super) fn is_null_or_empty(value: Value<'_>) -> bool {
    value.is_null() || value.as_str() == Some("")
}

/// The integer that a float stands for. Beyond 2^53 a float is the nearest of several integers, and taking it for one
/// would be a guess.
// A whole number in that range is exactly an i64.
#[allow(clippy::cast_possible_truncation)]
fn integral(number: f64) -> Option<i64> {
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() <= LIMIT).then_some(number as i64)
}
