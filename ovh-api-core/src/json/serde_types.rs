//! Types of programs in requests and responses: those that implement the traits of serde.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::map_key::MapKey;
use super::value::{Expected, FromJson, Value};
use super::writer::{EncodeError, ToJson, encode};

/// The JSON form of a type: the one of serde, or the one of this crate.
///
/// All types that implement [`DeserializeOwned`] have the form of serde. The generated types have the one of this
/// crate. Implement this trait for a type of your own that implements [`FromJson`] or [`ToJson`], and not the traits of
/// serde:
///
/// ```
/// use ovh_api::json::{FromJson, JsonForm, OwnForm, Value};
///
/// struct Lenient(i64);
///
/// impl FromJson for Lenient {
///     fn from_json(value: Value<'_>) -> Self {
///         Self(i64::from_json(value))
///     }
/// }
///
/// impl JsonForm for Lenient {
///     type Form = OwnForm;
/// }
///
/// # async fn example(client: &ovh_api::Client) -> Result<(), ovh_api::Error> {
/// let Lenient(size) = client.call(ovh_api::Method::Get, "/size").decode::<Lenient>().await?;
/// # Ok(())
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be decoded from a response",
    note = "implement `serde::Deserialize`",
    note = "`typed` decodes all types that implement `FromJson`, lists of generated types included"
)]
pub trait JsonForm {
    /// [`SerdeForm`] or [`OwnForm`].
    type Form;
}

/// The form of serde.
#[derive(Debug)]
pub enum SerdeForm {}

/// The form of [`FromJson`] and [`ToJson`].
#[derive(Debug)]
pub enum OwnForm {}

/// The form of [`ToJson`] for each element of a container.
#[derive(Debug)]
pub enum ElementForm {}

impl<T: DeserializeOwned> JsonForm for T {
    type Form = SerdeForm;
}

/// A type for `Request::json`: any that implements [`Serialize`], the generated request types, and containers of them.
///
/// `Form` is inferred. It keeps the implementations apart.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as JSON",
    note = "implement `serde::Serialize`, or `ToJson` and `JsonForm`"
)]
pub trait JsonBody<Form> {
    /// Returns the JSON text.
    #[doc(hidden)]
    fn json_text(&self) -> Result<Vec<u8>, EncodeError>;
}

impl<T: Serialize + ?Sized> JsonBody<SerdeForm> for T {
    fn json_text(&self) -> Result<Vec<u8>, EncodeError> {
        serde_json::to_vec(self).map_err(|_| EncodeError::Other)
    }
}

impl<T: JsonForm<Form = OwnForm> + ToJson> JsonBody<OwnForm> for T {
    fn json_text(&self) -> Result<Vec<u8>, EncodeError> {
        encode(self)
    }
}

/// Implements [`JsonBody`] for a container of types with the form of this crate.
macro_rules! containers {
    ($([$($generic:tt)*] $container:ty),*) => {
        $(
            impl<T: JsonForm<Form = OwnForm> + ToJson, $($generic)*> JsonBody<ElementForm> for $container {
                fn json_text(&self) -> Result<Vec<u8>, EncodeError> {
                    encode(self)
                }
            }
        )*
    };
}

containers!([] Option<T>, [] Vec<T>, [] [T], [const N: usize] [T; N], [K: MapKey] BTreeMap<K, T>);

/// Reads a `T` of this form, for `Request::decode`.
#[diagnostic::on_unimplemented(
    message = "`{T}` cannot be decoded from a response",
    note = "request types only implement `ToJson`"
)]
pub trait ReadForm<T> {
    /// Reads the value, or returns why it does not match.
    #[doc(hidden)]
    fn read(value: Value<'_>) -> Result<T, String>;
}

impl<T: FromJson> ReadForm<T> for OwnForm {
    fn read(value: Value<'_>) -> Result<T, String> {
        Ok(T::from_json(value))
    }
}

impl<T: DeserializeOwned> ReadForm<T> for SerdeForm {
    fn read(value: Value<'_>) -> Result<T, String> {
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

/// Stands for a response that is decoded as a `T`, in its [form](JsonForm); see `Request::decode`.
pub struct Decoded<T>(PhantomData<fn() -> T>);

impl<T> fmt::Debug for Decoded<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Decoded")
    }
}

impl<T: JsonForm<Form: ReadForm<T>>> ResponseBody for Decoded<T> {
    type Output = T;

    const EXPECTED: Expected = Expected::Nullable;

    fn read(value: Value<'_>) -> Result<T, String> {
        T::Form::read(value)
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
