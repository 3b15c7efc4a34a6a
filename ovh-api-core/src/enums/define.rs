//! The macro that defines the enums of the API.

use std::any::type_name;
use std::fmt;

use super::Enum;

/// Maps the names after the colon in `open_enum!` to values of [`Enum::NUMERIC`].
#[allow(non_upper_case_globals)]
pub mod kind {
    /// The values are JSON numbers.
    pub const long: bool = true;
}

/// Formats a known value as `Name("value")`.
pub fn debug<T: Enum>(value: T, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    debug_text::<T>(value.as_str(), formatter)
}

/// Formats any value as `Name("value")`.
pub(super) fn debug_text<T: Enum>(text: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    named(type_name::<T>(), text, formatter)
}

/// Not generic, so that it is compiled once.
fn named(path: &str, text: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let name = path.rsplit("::").next().unwrap_or(path);
    formatter.debug_tuple(name).field(&text).finish()
}

/// Defines an enum of the API: its values, each with the spelling of the service. `: long` after the name marks values
/// that are JSON numbers.
///
/// The documentation shows the spelling after `=` or `=>`. With `=>`, rustdoc's search finds the value by it, which it
/// needs only for a spelling that differs from the name in more than case and underscores. The spelling after `:` is
/// not shown, because it would break the code span or because rustdoc rejects it. The line break in front of a spelling
/// ends the paragraph of a description.
///
/// The expansion is short because there are hundreds of enums: derives of `Clone` and `PartialEq` take longer to
/// compile, and so does `Self::` before a variant, which is resolved among all variants (`docs/performance.md`).
///
/// All paths are absolute, because modules of generated code define types called `Option` or `String`, and enums have
/// variants called `Ok` or `None`.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident $(: $kind:ident)? {
            $(
                $(#[$variant_meta:meta])*
                $variant:ident $(= $text:literal)? $(=> $alias:literal)? $(: $other:literal)?
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[non_exhaustive]
        #[allow(non_camel_case_types)]
        pub enum $name {
            $(
                $(#[$variant_meta])*
                $( #[doc = ::core::concat!("\n`", $text, "`")] )?
                $( #[doc = ::core::concat!("\n`", $alias, "`")] #[doc(alias = $alias)] )?
                $variant,
            )*
        }

        impl $crate::Enum for $name {
            #[inline]
            fn known() -> $crate::internal::open_enum::Known<Self> {
                $crate::internal::open_enum::Known {
                    values: &[ $( $name::$variant ),* ],
                    texts: &[ $( $($text)? $($alias)? $($other)? ),* ],
                }
            }

            $( const NUMERIC: ::core::primitive::bool = $crate::internal::open_enum::kind::$kind; )?
        }

        impl ::core::marker::Copy for $name {}

        impl ::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                *self as ::core::primitive::isize == *other as ::core::primitive::isize
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::internal::open_enum::debug(*self, formatter)
            }
        }
    };
}
