//! `Clone` and `Debug` of generated structs.

use std::fmt::{Debug, Formatter, Result};

/// Implements `Clone` and `Debug` for a struct with these fields. The code of derives takes longer to compile
/// (`docs/performance.md`). Structs with more than 16 fields list them in rows: `Name: [a b] [c]`. So do those with a
/// lifetime: `Name<'a>: [a b]`.
#[doc(hidden)]
#[macro_export]
macro_rules! clone_and_debug {
    ($name:ident $(<$($generic:ident),+>)? : $($field:ident)*) => {
        impl $(<$($generic),+>)? $crate::json::JsonForm for $name $(<$($generic),+>)? {
            type Form = $crate::json::OwnForm;
        }

        impl $(<$($generic: ::core::clone::Clone),+>)? ::core::clone::Clone for $name $(<$($generic),+>)? {
            #[inline]
            fn clone(&self) -> Self {
                Self { $($field: self.$field.clone()),* }
            }
        }

        impl $(<$($generic: ::core::fmt::Debug),+>)? ::core::fmt::Debug for $name $(<$($generic),+>)? {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::internal::debug_struct(formatter, ::core::stringify!($name $($field)*), ($(&self.$field,)*))
            }
        }
    };
    ($name:ident $(<$($generic:ident),+>)? : $([$($field:ident)*])+) => {
        impl $(<$($generic),+>)? $crate::json::JsonForm for $name $(<$($generic),+>)? {
            type Form = $crate::json::OwnForm;
        }

        impl $(<$($generic: ::core::clone::Clone),+>)? ::core::clone::Clone for $name $(<$($generic),+>)? {
            #[inline]
            fn clone(&self) -> Self {
                Self { $($($field: self.$field.clone(),)*)+ }
            }
        }

        impl $(<$($generic: ::core::fmt::Debug),+>)? ::core::fmt::Debug for $name $(<$($generic),+>)? {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let rows: &[&dyn $crate::internal::Fields] = &[$(&($(&self.$field,)*)),+];
                $crate::internal::debug_rows(formatter, ::core::stringify!($name $($($field)*)+), rows)
            }
        }
    };
    ($name:ident <$lifetime:lifetime $(, $generic:ident)*> : $([$($field:ident)*])+) => {
        impl<$lifetime $(, $generic: ::core::clone::Clone)*> ::core::clone::Clone for $name<$lifetime $(, $generic)*> {
            #[inline]
            fn clone(&self) -> Self {
                // Not `self.$field.clone()`, which would clone what a reference points to.
                Self { $($($field: ::core::clone::Clone::clone(&self.$field),)*)+ }
            }
        }

        impl<$lifetime $(, $generic: ::core::fmt::Debug)*> ::core::fmt::Debug for $name<$lifetime $(, $generic)*> {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let rows: &[&dyn $crate::internal::Fields] = &[$(&($(&self.$field,)*)),+];
                $crate::internal::debug_rows(formatter, ::core::stringify!($name $($($field)*)+), rows)
            }
        }
    };
}

/// Implements `Clone`, `Debug` and `PartialEq` like [`clone_and_debug`] and [`equality`](crate::equality), in one
/// expansion, which compiles faster. All fields must implement `PartialEq`.
#[doc(hidden)]
#[macro_export]
macro_rules! common_traits {
    ($name:ident $(<$($generic:ident),+>)? : $($field:ident)*) => {
        impl $(<$($generic),+>)? $crate::json::JsonForm for $name $(<$($generic),+>)? {
            type Form = $crate::json::OwnForm;
        }

        impl $(<$($generic: ::core::clone::Clone),+>)? ::core::clone::Clone for $name $(<$($generic),+>)? {
            #[inline]
            fn clone(&self) -> Self {
                Self { $($field: self.$field.clone()),* }
            }
        }

        impl $(<$($generic: ::core::fmt::Debug),+>)? ::core::fmt::Debug for $name $(<$($generic),+>)? {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::internal::debug_struct(formatter, ::core::stringify!($name $($field)*), ($(&self.$field,)*))
            }
        }

        impl $(<$($generic: ::core::cmp::PartialEq),+>)? ::core::cmp::PartialEq for $name $(<$($generic),+>)? {
            #[inline]
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                $( self.$field == other.$field && )* true
            }
        }
    };
    ($name:ident $(<$($generic:ident),+>)? : $([$($field:ident)*])+) => {
        impl $(<$($generic),+>)? $crate::json::JsonForm for $name $(<$($generic),+>)? {
            type Form = $crate::json::OwnForm;
        }

        impl $(<$($generic: ::core::clone::Clone),+>)? ::core::clone::Clone for $name $(<$($generic),+>)? {
            #[inline]
            fn clone(&self) -> Self {
                Self { $($($field: self.$field.clone(),)*)+ }
            }
        }

        impl $(<$($generic: ::core::fmt::Debug),+>)? ::core::fmt::Debug for $name $(<$($generic),+>)? {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let rows: &[&dyn $crate::internal::Fields] = &[$(&($(&self.$field,)*)),+];
                $crate::internal::debug_rows(formatter, ::core::stringify!($name $($($field)*)+), rows)
            }
        }

        impl $(<$($generic: ::core::cmp::PartialEq),+>)? ::core::cmp::PartialEq for $name $(<$($generic),+>)? {
            #[inline]
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                $( $( self.$field == other.$field && )* )+ true
            }
        }
    };
}

/// Formats a struct as a derive would. `names` contains its name and those of its fields, separated by spaces; `values`
/// is a tuple of references to the fields.
#[allow(clippy::needless_pass_by_value)] // The tuple is created for this call.
pub fn debug_struct<F: Fields>(formatter: &mut Formatter<'_>, names: &str, values: F) -> Result {
    debug_rows(formatter, names, &[&values])
}

/// Formats a struct whose fields are in rows.
pub fn debug_rows(formatter: &mut Formatter<'_>, names: &str, rows: &[&dyn Fields]) -> Result {
    let mut names = names.split_whitespace();
    let mut shown = formatter.debug_struct(names.next().unwrap_or_default());
    for values in rows {
        values.each(&mut |value| {
            shown.field(names.next().unwrap_or_default(), value);
        });
    }
    shown.finish()
}

/// A tuple of references to the fields of a struct.
pub trait Fields {
    /// Calls `show` with each field, in order.
    fn each(&self, show: &mut dyn FnMut(&dyn Debug));
}

/// For up to 16 fields. The generator splits larger structs into rows.
macro_rules! fields {
    ($($first:ident $($other:ident)*)?) => {
        impl$(<$first: Debug $(, $other: Debug)*>)? Fields for ($(&$first, $(&$other,)*)?) {
            #[allow(non_snake_case, unused_variables)]
            fn each(&self, show: &mut dyn FnMut(&dyn Debug)) {
                $(
                    let ($first, $($other,)*) = self;
                    show($first);
                    $( show($other); )*
                )?
            }
        }
        $( fields! { $($other)* } )?
    };
}

fields! { A B C D E F G H I J K L M N O P }

#[cfg(test)]
#[allow(dead_code)] // Fields are read only by `Debug`.
mod tests {
    mod derived {
        #[derive(Clone, Debug)]
        pub(super) struct Empty {}

        #[derive(Clone, Debug)]
        pub(super) struct Borrowed<'a, T> {
            pub(super) a: &'a String,
            pub(super) b: T,
        }

        #[derive(Clone, Debug)]
        pub(super) struct One<T> {
            pub(super) type_: T,
        }

        #[derive(Clone, Debug)]
        pub(super) struct Pair<T, U> {
            pub(super) a_field: Option<One<T>>,
            pub(super) b: Vec<U>,
        }
    }

    pub(super) struct Empty {}

    pub(super) struct Borrowed<'a, T> {
        pub(super) a: &'a String,
        pub(super) b: T,
    }

    pub(super) struct One<T> {
        pub(super) type_: T,
    }

    pub(super) struct Pair<T, U> {
        pub(super) a_field: Option<One<T>>,
        pub(super) b: Vec<U>,
    }

    crate::clone_and_debug! { Empty: }
    crate::clone_and_debug! { Borrowed<'a, T>: [a b] }
    crate::clone_and_debug! { One<T>: type_ }
    crate::clone_and_debug! {
        Pair<T, U>: a_field
        b
    }

    #[test]
    fn debug_equals_that_of_a_derive() {
        assert_eq!(format!("{:?}", Empty {}), format!("{:?}", derived::Empty {}));
        let text = "x".to_owned();
        let borrowed = Borrowed { a: &text, b: 1 }.clone();
        assert_eq!(format!("{borrowed:?}"), format!("{:?}", derived::Borrowed { a: &text, b: 1 }));
        let pair = Pair { a_field: Some(One { type_: "x" }), b: vec![1, 2] };
        let derived = derived::Pair { a_field: Some(derived::One { type_: "x" }), b: vec![1, 2] };
        assert_eq!(format!("{pair:?}"), format!("{derived:?}"));
        assert_eq!(format!("{pair:#?}"), format!("{derived:#?}"));
        assert_eq!(format!("{pair:?}"), r#"Pair { a_field: Some(One { type_: "x" }), b: [1, 2] }"#);
    }

    /// Structs with 16 and more fields.
    macro_rules! large {
        ($($field:ident = $value:literal)* ; $($more:ident = $further:literal)*) => {
            struct Large {
                $($field: i64,)*
            }

            struct Larger {
                $($field: i64,)*
                $($more: i64,)*
            }

            crate::clone_and_debug! { Large: $($field)* }
            crate::clone_and_debug! { Larger: [$($field)*] [$($more)*] }

            const LARGE: Large = Large { $($field: $value,)* };
            const LARGER: Larger = Larger { $($field: $value,)* $($more: $further,)* };
            const FIELDS: &str = concat!($(stringify!($field), ": ", $value, ", ",)*);
            const MORE: &str = concat!($(stringify!($more), ": ", $further, ", ",)*);
        };
    }

    large! {
        a = 1 b = 2 c = 3 d = 4 e = 5 f = 6 g = 7 h = 8 i = 9 j = 10 k = 11 l = 12 m = 13 n = 14 o = 15 p = 16;
        q = 17 r = 18
    }

    #[test]
    fn large_struct_keeps_all_fields() {
        let shown = |name: &str, fields: &str| format!("{name} {{ {} }}", fields.trim_end_matches(", "));
        assert_eq!(format!("{:?}", LARGE.clone()), shown("Large", FIELDS));
        assert_eq!(format!("{:?}", LARGER.clone()), shown("Larger", &format!("{FIELDS}{MORE}")));
    }

    #[test]
    fn clone_equals_the_original() {
        let pair = Pair { a_field: Some(One { type_: "x".to_owned() }), b: vec![1, 2] };
        let copy = pair.clone();
        assert_eq!(format!("{copy:?}"), format!("{pair:?}"));
        assert_eq!(format!("{:?}", Empty {}.clone()), "Empty");
    }
}
