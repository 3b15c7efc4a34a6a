//! Enums that keep values they do not know.

use std::borrow::Cow;
use std::fmt;

use super::scalars::{integer_in, number_text};
use super::{FromJson, MapKey, ToJson, Value, Writer};
use crate::parameter::Parameter;

/// A value of an enum that this version of the crate does not know.
///
/// The service adds values at any time; an answer that holds a new one is still an answer. Nobody but this crate can
/// make one, so a value that looks known is known.
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

/// What `open_enum!` writes for each enum; what is the same for all is written once, below.
///
/// All traits of this crate are implemented for whatever implements this one: to implement them for each of a few hundred enums
/// is felt by who compiles them (`docs/performance.md`). References and boxes cannot implement those traits therefore: another
/// crate might make one of them an enum.
pub trait OpenEnum: Clone + 'static {
    /// What tells this enum from others.
    const ENUM: Enum<Self>;
}

/// An enum as data: one constant costs a compiler less than a method for each of its parts.
#[derive(Debug)]
pub struct Enum<T: 'static> {
    /// Whether JSON numbers stand for the values.
    pub numeric: bool,
    /// The known values in the order of the schema.
    pub known: &'static [T],
    /// How the service spells a value.
    pub text: fn(&T) -> &str,
    /// The value for all that is not known.
    pub unknown: fn(UnknownValue) -> T,
}

/// The names after the colon in `open_enum!`, as values of [`Enum::numeric`].
#[allow(non_upper_case_globals)]
pub mod kind {
    /// Texts.
    pub const string: bool = false;
    /// Numbers.
    pub const long: bool = true;
}

fn text<T: OpenEnum>(value: &T) -> &str {
    (T::ENUM.text)(value)
}

/// Finds the value of a spelling.
pub fn from_text<T: OpenEnum>(spelled: &str) -> T {
    // A loop, for adapters of iterators would be built anew for each enum that a program reads.
    for known in T::ENUM.known {
        if text(known) == spelled {
            return known.clone();
        }
    }
    (T::ENUM.unknown)(UnknownValue(spelled.into()))
}

/// Takes a string or a number, nothing else: a draft that printed any value took `null` for an unknown one.
#[diagnostic::do_not_recommend]
impl<T: OpenEnum> FromJson for T {
    fn from_json(value: Value<'_>) -> Self {
        from_text(&spelling(value))
    }
}

/// Writes the value as it came.
#[diagnostic::do_not_recommend]
impl<T: OpenEnum> ToJson for T {
    fn to_json(&self, writer: &mut Writer) {
        write(T::ENUM.numeric, text(self), writer);
    }
}

#[diagnostic::do_not_recommend]
impl<T: OpenEnum + Ord> MapKey for T {
    const EXPECTED: &'static str = "a string as its key";

    fn from_key(key: &str) -> Option<Self> {
        Some(from_text(key))
    }

    fn to_key(&self) -> Cow<'_, str> {
        Cow::Borrowed(text(self))
    }
}

#[diagnostic::do_not_recommend]
impl<T: OpenEnum> Parameter for T {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(text(self)))
    }
}

/// A text as it is, and that of a number, `1` for `1.0`; a fault for anything else.
fn spelling(value: Value<'_>) -> Cow<'_, str> {
    if let Some(text) = value.as_str() {
        return Cow::Borrowed(text);
    }
    match number_text(value.node()) {
        Some(text) => Cow::Owned(integer_in(&text).map_or(text, |number| number.to_string())),
        None => {
            value.fail("a string");
            Cow::Borrowed("")
        }
    }
}

fn write(numeric: bool, text: &str, writer: &mut Writer) {
    match text.parse() {
        Ok(number) if numeric => writer.integer(number),
        _ => writer.text(text),
    }
}

/// `Name("value")`
pub fn debug(formatter: &mut fmt::Formatter<'_>, name: &str, text: &str) -> fmt::Result {
    formatter.debug_tuple(name).field(&text).finish()
}

/// Defines an enum of the service: its values, `UnknownValue` for all others, and conversions from and to the
/// service's spelling. After the colon stands what JSON has for a value, `string` or `long`, and `ordered` if maps have it
/// for their keys: each trait less is felt where there are a few hundred enums (`docs/performance.md`).
///
/// Values compare by the service's spelling. Derived comparisons would do as well and cost a compiler more.
///
/// Modules of generated code define types called `Option` or `String`, and enums have variants called `Ok` or `None`:
/// every path here is absolute.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident : $kind:ident $(, $ordered:ident)? {
            $( $(#[$variant_meta:meta])* $variant:ident = $text:literal ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone)]
        #[non_exhaustive]
        #[allow(non_camel_case_types)]
        pub enum $name {
            $( $(#[$variant_meta])* $variant, )*
            /// A value that this version of the crate does not know.
            UnknownValue($crate::json::UnknownValue),
        }

        impl $name {
            /// The values that this version of the crate knows.
            pub const VALUES: &'static [Self] = <Self as $crate::internal::open_enum::OpenEnum>::ENUM.known;

            /// The value as the service spells it.
            #[inline]
            #[must_use]
            pub fn as_str(&self) -> &::core::primitive::str {
                match self {
                    $( Self::$variant => $text, )*
                    Self::UnknownValue(value) => value.as_str(),
                }
            }
        }

        #[doc(hidden)]
        impl $crate::internal::open_enum::OpenEnum for $name {
            const ENUM: $crate::internal::open_enum::Enum<Self> = $crate::internal::open_enum::Enum {
                numeric: $crate::internal::open_enum::kind::$kind,
                known: &[ $( Self::$variant ),* ],
                text: Self::as_str,
                unknown: Self::UnknownValue,
            };
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::hash::Hash for $name {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(self.as_str(), state);
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::internal::open_enum::debug(formatter, ::core::stringify!($name), self.as_str())
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl ::core::convert::From<&::core::primitive::str> for $name {
            #[inline]
            fn from(text: &::core::primitive::str) -> Self {
                $crate::internal::open_enum::from_text(text)
            }
        }

        $( $crate::open_enum! { $ordered $name } )?
    };
    (ordered $name:ident) => {
        impl ::core::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                ::core::cmp::Ord::cmp(self.as_str(), other.as_str())
            }
        }

        impl ::core::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }
    };
}
