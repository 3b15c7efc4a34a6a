//! Methods of request types that set a field and return the value.

/// Defines a setter for each optional field of a struct. Fields in front of the slash are options, those after it
/// patches, which also take `Patch::Null`.
#[doc(hidden)]
#[macro_export]
macro_rules! setters {
    (
        $name:ident $(<$($generic:ident),+>)?:
        $($option:ident: $option_type:ty,)* / $($patch:ident: $patch_type:ty,)*
    ) => {
        impl $(<$($generic),+>)? $name $(<$($generic),+>)? {
            $(
                #[doc = ::core::concat!("Sets `", ::core::stringify!($option), "`.")]
                #[inline]
                #[must_use]
                pub fn $option(mut self, value: impl ::core::convert::Into<$option_type>) -> Self {
                    self.$option = ::core::option::Option::Some(value.into());
                    self
                }
            )*
            $(
                #[doc = ::core::concat!("Sets `", ::core::stringify!($patch), "`, or clears it with `Patch::Null`.")]
                #[inline]
                #[must_use]
                pub fn $patch(mut self, value: impl $crate::internal::IntoPatch<$patch_type>) -> Self {
                    self.$patch = value.into_patch();
                    self
                }
            )*
        }
    };
}

#[cfg(test)]
mod tests {
    use crate::patch::Patch;

    #[derive(Default)]
    struct Update<T> {
        name: Option<String>,
        kind: Option<Box<T>>,
        ttl: Patch<i64>,
        note: Patch<String>,
        tags: Patch<Vec<bool>>,
    }

    crate::setters! { Update<T>:
        name: String,
        kind: Box<T>,
    /
        ttl: i64,
        note: String,
        tags: Vec<bool>,
    }

    #[test]
    fn setters_take_values_and_null() {
        let update = Update::default().name("a").kind(true).ttl(60).note("b");
        assert_eq!((update.name.as_deref(), update.kind.as_deref()), (Some("a"), Some(&true)));
        assert_eq!((update.ttl, update.note.value().map(String::as_str)), (Patch::Value(60), Some("b")));
        assert_eq!(Update::<()>::default().ttl(Patch::Null).ttl, Patch::Null);
        assert_eq!(Update::<()>::default().tags([true]).tags, Patch::Value(vec![true]));
    }
}
