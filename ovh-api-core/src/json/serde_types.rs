//! Types of programs in requests and responses: those that implement the traits of serde.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::value::{Expected, FromJson, Value};
use super::writer::{EncodeError, ToJson, encode};

/// A type for `Request::json`: any that implements [`Serialize`], and the request types of this crate.
///
/// `Via` is inferred. It keeps the implementations for [`Serialize`] and [`ToJson`] apart.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as JSON",
    note = "implement `serde::Serialize`, or `ToJson` and `OwnJson`"
)]
pub trait JsonBody<Via> {
    /// Returns the JSON text.
    #[doc(hidden)]
    fn json_text(&self) -> Result<Vec<u8>, EncodeError>;
}

/// Marks bodies that are encoded with [`Serialize`].
#[derive(Debug)]
pub enum ViaSerialize {}

/// Marks bodies that are encoded with [`ToJson`].
#[derive(Debug)]
pub enum ViaToJson {}

/// A type whose only JSON form is that of [`ToJson`] or [`FromJson`], because it implements no trait of serde. It marks
/// which form [`JsonBody`] uses.
pub trait OwnJson {}

impl<T: OwnJson> OwnJson for Option<T> {}
impl<T: OwnJson> OwnJson for Vec<T> {}
impl<T: OwnJson> OwnJson for [T] {}
impl<T: OwnJson, const N: usize> OwnJson for [T; N] {}
impl<K, T: OwnJson> OwnJson for BTreeMap<K, T> {}

impl<T: Serialize + ?Sized> JsonBody<ViaSerialize> for T {
    fn json_text(&self) -> Result<Vec<u8>, EncodeError> {
        serde_json::to_vec(self).map_err(|_| EncodeError::Other)
    }
}

impl<T: OwnJson + ToJson + ?Sized> JsonBody<ViaToJson> for T {
    fn json_text(&self) -> Result<Vec<u8>, EncodeError> {
        encode(self)
    }
}

/// A type for `Request::decode`: any that implements [`DeserializeOwned`], and the response types of this crate.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be decoded from a response",
    note = "implement `serde::Deserialize`; `typed` decodes types that implement `FromJson`"
)]
pub trait Decode: Sized {
    /// Reads the value, or returns why it does not match.
    #[doc(hidden)]
    fn decode(value: Value<'_>) -> Result<Self, String>;
}

impl<T: DeserializeOwned> Decode for T {
    fn decode(value: Value<'_>) -> Result<Self, String> {
        serde_json::from_value(Json::from_json(value)).map_err(|error| reason(&error.to_string()))
    }
}

/// Returns the message of an error of serde without the value, which may be a secret.
fn reason(message: &str) -> String {
    if message.starts_with("missing field `") {
        return message.to_owned();
    }
    if message.starts_with("unknown field `") || message.starts_with("duplicate field `") {
        return message.split(',').next().unwrap_or_default().to_owned();
    }
    let found = message.strip_prefix("invalid type: ").and_then(|found| found.split([' ', ',']).next());
    match (found, message.rsplit_once(", expected ")) {
        (Some(found), Some((_, expected))) => format!("expected {expected}, found {found}"),
        _ => "a value is not accepted by the type".to_owned(),
    }
}

/// What a request returns: implemented for each [`FromJson`] type, which returns itself, and for [`Decoded`].
///
/// This trait is sealed.
pub trait ResponseBody: sealed::Sealed {
    /// The type of the decoded response.
    type Output;

    /// The bodies accepted for this type.
    #[doc(hidden)]
    const EXPECTED: Expected;

    /// Reads the value.
    #[doc(hidden)]
    fn read(value: Value<'_>) -> Result<Self::Output, String>;
}

impl<T: FromJson> ResponseBody for T {
    type Output = T;

    const EXPECTED: Expected = T::EXPECTED;

    #[inline]
    fn read(value: Value<'_>) -> Result<T, String> {
        Ok(T::from_json(value))
    }
}

/// Stands for a response that is decoded as a `T` with serde; see `Request::decode`.
pub struct Decoded<T>(PhantomData<fn() -> T>);

impl<T> fmt::Debug for Decoded<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Decoded")
    }
}

impl<T: Decode> ResponseBody for Decoded<T> {
    type Output = T;

    const EXPECTED: Expected = Expected::Nullable;

    fn read(value: Value<'_>) -> Result<T, String> {
        T::decode(value)
    }
}

mod sealed {
    /// Keeps other crates from implementing [`ResponseBody`](super::ResponseBody).
    pub trait Sealed {}

    impl<T: super::FromJson> Sealed for T {}

    impl<T> Sealed for super::Decoded<T> {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_of_serde_error_contains_no_value() {
        let of = |json: &str| serde_json::from_str::<Vec<u8>>(json).map_err(|error| reason(&error.to_string()));
        assert_eq!(of(r#"["canary, expected x"]"#).unwrap_err(), "expected u8 at line 1 column 21, found string");
        assert_eq!(of("[7000]").unwrap_err(), "a value is not accepted by the type");
    }
}
