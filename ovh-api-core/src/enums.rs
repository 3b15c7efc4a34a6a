//! Enums that keep unknown values.

mod define;
mod wire;

use std::any::type_name;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::mem::discriminant;

pub use define::{debug, kind};

use crate::json::ToJson;
use crate::parameter::Parameter;
use crate::patch::Patch;

/// A known or unknown value of the enum `T`.
///
/// The service may add values at any time, so a response with a new value is still valid. Values are compared and
/// displayed in the spelling of the service, and can be compared with values of `T`:
///
/// ```
/// use ovh_api::consumer_key::CredentialState;
/// use ovh_api::{Enum, OpenEnum};
///
/// let state: OpenEnum<CredentialState> = ovh_api::json::decode(b"\"validated\"")?;
/// assert!(state == CredentialState::Validated);
/// match state {
///     OpenEnum::Known(CredentialState::Validated) => println!("The key is valid."),
///     OpenEnum::Known(other) => println!("The key is {}.", other.as_str()),
///     OpenEnum::Unknown(new) => println!("{new} is unknown to this version of the crate."),
/// }
/// # Ok::<(), ovh_api::json::DecodeError>(())
/// ```
///
/// Requests accept both types ([`EnumValue`]). `OpenEnum::from("validated")` returns the known value with this
/// spelling, or an unknown value.
#[derive(Clone)]
pub enum OpenEnum<T> {
    /// A value of the schema.
    Known(T),
    /// A value that the service added later.
    Unknown(UnknownValue),
}

impl<T: Enum> OpenEnum<T> {
    /// Returns the value in the spelling of the service.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(value) => value.as_str(),
            Self::Unknown(value) => value.as_str(),
        }
    }

    /// Returns the value, if it is known.
    #[must_use]
    pub const fn known(&self) -> Option<T> {
        match self {
            Self::Known(value) => Some(*value),
            Self::Unknown(_) => None,
        }
    }
}

impl<T: Enum> Eq for OpenEnum<T> {}

impl<T: Enum> PartialEq for OpenEnum<T> {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl<T: Enum> PartialEq<T> for OpenEnum<T> {
    fn eq(&self, other: &T) -> bool {
        self.as_str() == other.as_str()
    }
}

impl<T: Enum> Ord for OpenEnum<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl<T: Enum> PartialOrd for OpenEnum<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Enum> Hash for OpenEnum<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl<T: Enum> fmt::Debug for OpenEnum<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        define::debug_text::<T>(self.as_str(), formatter)
    }
}

impl<T: Enum> fmt::Display for OpenEnum<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl<T: Enum> From<T> for OpenEnum<T> {
    fn from(value: T) -> Self {
        Self::Known(value)
    }
}

impl<T: Enum> From<&str> for OpenEnum<T> {
    fn from(spelled: &str) -> Self {
        let known = T::known();
        match position(known.texts, spelled).and_then(|index| known.values.get(index)) {
            Some(value) => Self::Known(*value),
            None => Self::Unknown(UnknownValue(spelled.into())),
        }
    }
}

/// Allows setting a field of an update with `Value.into()`.
impl<T: Enum> From<T> for Patch<OpenEnum<T>> {
    fn from(value: T) -> Self {
        Self::Value(OpenEnum::Known(value))
    }
}

/// Not generic, so that it is compiled once.
fn position(texts: &[&str], spelled: &str) -> Option<usize> {
    texts.iter().position(|text| *text == spelled)
}

/// An enum value that this version of the crate does not know.
///
/// Only [`OpenEnum::from`] and decoding create unknown values, so a known value of the enum is never
/// [`OpenEnum::Unknown`], unless it comes from another enum.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// Returns the value in the spelling of the service.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// An enum of the API. Responses contain an [`OpenEnum`] of it.
///
/// Other traits are implemented once, for `OpenEnum`, which can be the key of a map: implementing them for each of some
/// two thousand enums noticeably increases compile time (`docs/performance.md`).
pub trait Enum: Copy + 'static {
    /// Returns the values and their spellings. Not a constant, which would be evaluated whenever the crate is checked.
    #[doc(hidden)]
    fn known() -> Known<Self>;

    /// Whether the values are JSON numbers.
    #[doc(hidden)]
    const NUMERIC: bool = false;

    /// Returns the value in the spelling of the service.
    #[must_use]
    fn as_str(self) -> &'static str {
        let known = Self::known();
        let mut texts = known.texts.iter();
        // A loop: iterator adapters would be instantiated for each enum.
        for value in known.values {
            match texts.next() {
                Some(text) if discriminant(value) == discriminant(&self) => return text,
                _ => {}
            }
        }
        ""
    }

    /// Returns the value with this spelling.
    ///
    /// # Errors
    ///
    /// Fails if the schema has no such value.
    fn parse(text: &str) -> Result<Self, ParseEnumError> {
        match OpenEnum::from(text) {
            OpenEnum::Known(value) => Ok(value),
            OpenEnum::Unknown(UnknownValue(text)) => Err(parse_error(text, type_name::<Self>(), Self::known().texts)),
        }
    }

    /// Returns all values in the order of the schema.
    #[must_use]
    fn values() -> &'static [Self] {
        Self::known().values
    }
}

/// The error for text that is not a value of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseEnumError {
    text: Box<str>,
    name: &'static str,
    values: &'static [&'static str],
}

/// Not generic, so that it is compiled once.
fn parse_error(text: Box<str>, path: &'static str, values: &'static [&'static str]) -> ParseEnumError {
    ParseEnumError { text, name: path.rsplit("::").next().unwrap_or(path), values }
}

/// `unknown RecordType "ANY"; expected A, AAAA, CAA, … (19 values)`
impl fmt::Display for ParseEnumError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// The maximum number of listed values.
        const MAX_LISTED: usize = 12;
        let (count, listed) = (self.values.len(), self.values.get(..MAX_LISTED).unwrap_or(self.values));
        write!(formatter, "unknown {} {:?}; ", self.name, self.text)?;
        if count == 0 {
            return formatter.write_str("the schema has no values for it");
        }
        write!(formatter, "expected {}", listed.join(", "))?;
        if listed.len() < count { write!(formatter, ", … ({count} values)") } else { Ok(()) }
    }
}

impl std::error::Error for ParseEnumError {}

/// The values of an enum and their spellings.
#[doc(hidden)]
#[derive(Debug)]
pub struct Known<T: 'static> {
    /// In the order of the schema.
    pub values: &'static [T],
    /// The spelling of each value.
    pub texts: &'static [&'static str],
}

/// A parameter of the enum type `T`: a value of `T` or of [`OpenEnum<T>`](OpenEnum).
///
/// Not implemented for strings. Use `OpenEnum::from("text")` for a value that this version of the crate may not know.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of the enum `{T}`",
    note = "use `OpenEnum::from(\"text\")` for a value that this version of the crate may not know"
)]
pub trait EnumValue<T: Enum>: Parameter + ToJson + Into<OpenEnum<T>> {}

impl<T: Enum> EnumValue<T> for T {}

impl<T: Enum> EnumValue<T> for OpenEnum<T> {}
