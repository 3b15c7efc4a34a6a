//! `PartialEq` of generated structs.

use std::collections::BTreeMap;

use jiff::Span;
use secrecy::{ExposeSecret, SecretString};

use crate::patch::Patch;

/// Implements `PartialEq` for a struct with these fields. Fields after the slash are compared with [`Same`].
#[doc(hidden)]
#[macro_export]
macro_rules! equality {
    ($name:ident $(<$($generic:ident),+>)? : $($field:ident)* $(/ $($same:ident)+)?) => {
        impl $(<$($generic: ::core::cmp::PartialEq),+>)? ::core::cmp::PartialEq for $name $(<$($generic),+>)? {
            #[inline]
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                let _ = other;
                true $( && self.$field == other.$field )* $($( && $crate::internal::same(&self.$same, &other.$same) )+)?
            }
        }
    };
}

/// A type of a field that does not implement `PartialEq`: secrets, and durations, which are equal if each of their units
/// is.
pub trait Same {
    /// Returns whether two values are equal.
    fn same(&self, other: &Self) -> bool;
}

/// Returns whether two values are equal.
pub fn same<T: Same>(one: &T, other: &T) -> bool {
    one.same(other)
}

impl Same for SecretString {
    fn same(&self, other: &Self) -> bool {
        self.expose_secret() == other.expose_secret()
    }
}

impl Same for Span {
    fn same(&self, other: &Self) -> bool {
        self.fieldwise() == other.fieldwise()
    }
}

impl<T: Same> Same for Box<T> {
    fn same(&self, other: &Self) -> bool {
        (**self).same(other)
    }
}

impl<T: Same> Same for Option<T> {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(one), Some(other)) => one.same(other),
            (None, None) => true,
            _ => false,
        }
    }
}

impl<T: Same> Same for Patch<T> {
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Value(one), Self::Value(other)) => one.same(other),
            (Self::Absent, Self::Absent) | (Self::Null, Self::Null) => true,
            _ => false,
        }
    }
}

impl<T: Same> Same for Vec<T> {
    fn same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(one, other)| one.same(other))
    }
}

impl<K: PartialEq, T: Same> Same for BTreeMap<K, T> {
    fn same(&self, other: &Self) -> bool {
        let equal = |((key, one), (other_key, other)): ((&K, &T), (&K, &T))| key == other_key && one.same(other);
        self.len() == other.len() && self.iter().zip(other).all(equal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Login {
        name: String,
        password: Option<SecretString>,
        validity: Patch<Vec<Span>>,
    }

    crate::equality! { Login: name / password validity }

    struct Empty {}

    crate::equality! { Empty: }

    fn login(password: Option<&str>, hours: &[i64]) -> Login {
        Login {
            name: "ada".to_owned(),
            password: password.map(Into::into),
            validity: Patch::Value(hours.iter().map(|hours| Span::new().hours(*hours)).collect()),
        }
    }

    #[test]
    fn structs_are_equal_if_all_fields_are() {
        assert!(login(Some("a"), &[1, 2]) == login(Some("a"), &[1, 2]));
        for other in [login(Some("b"), &[1, 2]), login(None, &[1, 2]), login(Some("a"), &[1])] {
            assert!(login(Some("a"), &[1, 2]) != other);
        }
        assert!(Empty {} == Empty {});
    }
}
