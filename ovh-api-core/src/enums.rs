//! Enums that keep values they do not know.

mod define;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::mem::discriminant;

pub use define::{debug, kind};

use crate::json::ToJson;
use crate::{Parameter, Patch};

/// A value of an enum of the service, known to this version of the crate or not.
///
/// The service adds values at any time; an answer that holds a new one is still an answer. Values compare by the service's spelling,
/// print as the service spells them, and compare with those of the enum itself:
///
/// ```
/// use ovh_api::consumer_key::CredentialState;
/// use ovh_api::{Enum, OpenEnum};
///
/// let state: OpenEnum<CredentialState> = ovh_api::json::decode(b"\"validated\"")?;
/// assert!(state == CredentialState::Validated);
/// match state {
///     OpenEnum::Known(CredentialState::Validated) => println!("It works."),
///     OpenEnum::Known(other) => println!("It is {}.", other.as_str()),
///     OpenEnum::Unknown(new) => println!("A newer version of the crate knows what {new} is."),
/// }
/// # Ok::<(), ovh_api::json::DecodeError>(())
/// ```
///
/// Calls take a value of either type ([`EnumValue`]). `OpenEnum::from("validated")` finds the value of a spelling, and keeps one that is
/// not known.
#[derive(Clone)]
pub enum OpenEnum<T> {
    /// One of those that the schema lists.
    Known(T),
    /// One that the service has added since.
    Unknown(UnknownValue),
}

impl<T: Enum> OpenEnum<T> {
    /// The value as the service spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(value) => value.as_str(),
            Self::Unknown(value) => value.as_str(),
        }
    }

    /// The value, if it is a known one.
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

/// So that a field of an update is set by `Value.into()`.
impl<T: Enum> From<T> for Patch<OpenEnum<T>> {
    fn from(value: T) -> Self {
        Self::Value(OpenEnum::Known(value))
    }
}

/// Not generic, so that it is built once.
fn position(texts: &[&str], spelled: &str) -> Option<usize> {
    texts.iter().position(|text| *text == spelled)
}

/// A value of an enum that this version of the crate does not know.
///
/// Only [`OpenEnum::from`] and reading an answer make one, so what the enum knows is not called unknown. One that is moved here from
/// another enum still compares by its spelling.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// The value as the service spells it.
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

/// The values of an enum that this version of the crate knows. What the service sends is an [`OpenEnum`] of them.
///
/// All else that enums have is implemented once, for `OpenEnum`: to implement it for each of a few hundred is felt by who compiles them
/// (`docs/performance.md`).
pub trait Enum: Copy + 'static {
    /// The values and their spellings. A function, for a constant would be evaluated when the crate is checked.
    #[doc(hidden)]
    fn known() -> Known<Self>;

    /// Whether JSON numbers stand for the values.
    #[doc(hidden)]
    const NUMERIC: bool = false;

    /// The value as the service spells it.
    #[must_use]
    fn as_str(self) -> &'static str {
        let known = Self::known();
        let mut texts = known.texts.iter();
        // A loop, for adapters of iterators would be built anew for each enum that a program has.
        for value in known.values {
            match texts.next() {
                Some(text) if discriminant(value) == discriminant(&self) => return text,
                _ => {}
            }
        }
        ""
    }

    /// All values, in the order of the schema.
    #[must_use]
    fn values() -> &'static [Self] {
        Self::known().values
    }
}

/// The values of an enum as data: one function costs a compiler less than one for each of its parts.
#[doc(hidden)]
#[derive(Debug)]
pub struct Known<T: 'static> {
    /// In the order of the schema.
    pub values: &'static [T],
    /// How the service spells each.
    pub texts: &'static [&'static str],
}

/// What calls take where the service takes a value of the enum `T`: one of `T` itself, or an [`OpenEnum`] of it.
///
/// A text is none of them: `OpenEnum::from("text")` says that a value may be one that this version of the crate does not know.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value of the enum `{T}`",
    note = "`OpenEnum::from(\"text\")` is one that this version of the crate may not know"
)]
pub trait EnumValue<T: Enum>: Parameter + ToJson + Into<OpenEnum<T>> {}

impl<T: Enum> EnumValue<T> for T {}

impl<T: Enum> EnumValue<T> for OpenEnum<T> {}
