//! Types for the keys of JSON objects.

use std::borrow::Cow;

/// A type that can be the key of a map.
pub trait MapKey: Ord + Sized {
    /// Completes "expected …" in the error for an invalid key.
    const EXPECTED: &'static str;

    /// Parses a key. Returns `None` if the key is invalid.
    fn from_key(key: &str) -> Option<Self>;

    /// Returns the key in its JSON form.
    fn to_key(&self) -> Cow<'_, str>;
}

impl MapKey for String {
    const EXPECTED: &'static str = "a string as its key";

    #[inline]
    fn from_key(key: &str) -> Option<Self> {
        Some(key.to_owned())
    }

    #[inline]
    fn to_key(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl MapKey for i64 {
    const EXPECTED: &'static str = "an integer as its key";

    #[inline]
    fn from_key(key: &str) -> Option<Self> {
        key.parse().ok()
    }

    #[inline]
    fn to_key(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }
}
