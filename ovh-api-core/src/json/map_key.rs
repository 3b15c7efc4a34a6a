//! What the keys of a JSON object can be read as.

use std::borrow::Cow;

/// A type for the keys of a map.
pub trait MapKey: Ord + Sized {
    /// Completes "expected …" where a key has another form.
    const EXPECTED: &'static str;

    /// Reads a key; none if it has not the form that the type needs.
    fn from_key(key: &str) -> Option<Self>;

    /// The key as it is written into JSON.
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
