//! `Debug` of generated structs.

use std::fmt::{Debug, Formatter, Result};

/// Implements `Debug` for a struct, after whose name stand those of its fields. What a derive writes takes a compiler longer
/// (`docs/performance.md`).
#[doc(hidden)]
#[macro_export]
macro_rules! debug_struct {
    ($name:ident $(<$($generic:ident),+>)? : $($field:ident)*) => {
        impl $(<$($generic: ::core::fmt::Debug),+>)? ::core::fmt::Debug for $name $(<$($generic),+>)? {
            #[inline]
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::internal::debug_struct(formatter, ::core::stringify!($name $($field)*), ($(&self.$field,)*))
            }
        }
    };
}

/// Shows a struct as a derive would. `names` are its own and those of its fields with spaces between them, `values` a tuple of
/// references to the fields.
#[allow(clippy::needless_pass_by_value)] // The tuple is made for this call.
pub fn debug_struct<F: Fields>(formatter: &mut Formatter<'_>, names: &str, values: F) -> Result {
    debug(formatter, names, &values)
}

/// Not generic, so that it is built once.
fn debug(formatter: &mut Formatter<'_>, names: &str, values: &dyn Fields) -> Result {
    let mut names = names.split_whitespace().map(|name| name.trim_start_matches("r#"));
    let mut shown = formatter.debug_struct(names.next().unwrap_or_default());
    values.each(&mut |value| {
        shown.field(names.next().unwrap_or_default(), value);
    });
    shown.finish()
}

/// A tuple of references to the fields of a struct.
pub trait Fields {
    /// Calls `show` with each field in turn.
    fn each(&self, show: &mut dyn FnMut(&dyn Debug));
}

/// For up to 16 fields. The generator lets larger structs derive it.
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
#[allow(dead_code)] // Fields are read by `Debug` alone.
mod tests {
    mod derived {
        #[derive(Debug)]
        pub(super) struct Empty {}

        #[derive(Debug)]
        pub(super) struct One<T> {
            pub(super) r#type: T,
        }

        #[derive(Debug)]
        pub(super) struct Pair<T, U> {
            pub(super) a_field: Option<One<T>>,
            pub(super) b: Vec<U>,
        }
    }

    pub(super) struct Empty {}

    pub(super) struct One<T> {
        pub(super) r#type: T,
    }

    pub(super) struct Pair<T, U> {
        pub(super) a_field: Option<One<T>>,
        pub(super) b: Vec<U>,
    }

    crate::debug_struct! { Empty: }
    crate::debug_struct! { One<T>: r#type }
    crate::debug_struct! {
        Pair<T, U>: a_field
        b
    }

    #[test]
    fn a_struct_shows_itself_as_if_it_were_derived() {
        assert_eq!(format!("{:?}", Empty {}), format!("{:?}", derived::Empty {}));
        let pair = Pair { a_field: Some(One { r#type: "x" }), b: vec![1, 2] };
        let derived = derived::Pair { a_field: Some(derived::One { r#type: "x" }), b: vec![1, 2] };
        assert_eq!(format!("{pair:?}"), format!("{derived:?}"));
        assert_eq!(format!("{pair:#?}"), format!("{derived:#?}"));
        assert_eq!(format!("{pair:?}"), r#"Pair { a_field: Some(One { type: "x" }), b: [1, 2] }"#);
    }

    struct Sixteen(i64);

    impl std::fmt::Debug for Sixteen {
        fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            let it = &self.0;
            let names = "Sixteen a b c d e f g h i j k l m n o p";
            let values = (it, it, it, it, it, it, it, it, it, it, it, it, it, it, it, it);
            super::debug_struct(formatter, names, values)
        }
    }

    #[test]
    fn the_largest_shows_all_of_its_fields() {
        let fields: Vec<String> = ('a'..='p').map(|name| format!("{name}: 7")).collect();
        assert_eq!(format!("{:?}", Sixteen(7)), format!("Sixteen {{ {} }}", fields.join(", ")));
    }
}
