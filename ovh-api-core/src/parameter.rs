//! Path and query parameters.

use std::borrow::Cow;
use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};

/// All characters except the unreserved ones of RFC 3986, so that any value remains a single path segment or query
/// value. Three official wrappers have a bug report about the slash of IP blocks such as `192.0.2.0/24`.
const PATH_SEGMENT_ENCODE_SET: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A type for path and query parameters.
///
/// This trait is sealed, because an implementation could write anything into a signed path:
///
/// ```compile_fail,E0277
/// struct Path;
///
/// impl ovh_api::Parameter for Path {
///     fn text(&self) -> Option<std::borrow::Cow<'_, str>> {
///         Some("..".into())
///     }
/// }
/// ```
pub trait Parameter: sealed::Sealed {
    /// Returns the value as text, without percent-encoding. Returns `None` for an infinite number or NaN.
    fn text(&self) -> Option<Cow<'_, str>>;

    /// Returns whether `Debug` output must redact the value.
    #[inline]
    fn is_secret(&self) -> bool {
        false
    }

    /// Appends the value as a path segment. Returns whether the value has a text.
    fn append_to(&self, url: &mut String) -> bool {
        let text = self.text();
        if let Some(text) = &text {
            push_encoded(url, text);
        }
        text.is_some()
    }
}

/// Types that may be parameters.
pub(crate) mod sealed {
    /// Keeps other crates from implementing [`Parameter`](super::Parameter).
    pub trait Sealed {}
}

impl sealed::Sealed for &str {}
impl sealed::Sealed for String {}
impl sealed::Sealed for &SecretString {}
impl sealed::Sealed for bool {}
impl sealed::Sealed for i64 {}
impl sealed::Sealed for f64 {}

/// Appends `text`, percent-encoded for a path segment, query key or query value.
pub(crate) fn push_encoded(url: &mut String, text: &str) {
    url.extend(utf8_percent_encode(text, PATH_SEGMENT_ENCODE_SET));
}

impl Parameter for &str {
    #[inline]
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self))
    }
}

impl Parameter for String {
    #[inline]
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self))
    }
}

impl Parameter for &SecretString {
    #[inline]
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self.expose_secret()))
    }

    #[inline]
    fn is_secret(&self) -> bool {
        true
    }
}

impl Parameter for bool {
    #[inline]
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(if *self { "true" } else { "false" }))
    }
}

impl Parameter for i64 {
    #[inline]
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Owned(self.to_string()))
    }

    /// Avoids a temporary string, because most ids are numbers.
    fn append_to(&self, url: &mut String) -> bool {
        write!(url, "{self}").is_ok()
    }
}

impl Parameter for f64 {
    #[inline]
    fn text(&self) -> Option<Cow<'_, str>> {
        self.is_finite().then(|| Cow::Owned(self.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infinite_number_or_nan_has_no_text() {
        assert_eq!(f64::NAN.text(), None);
        assert_eq!(f64::INFINITY.text(), None);
        assert_eq!(1.5.text().as_deref(), Some("1.5"));
    }

    #[test]
    fn ip_block_is_encoded_as_one_segment() {
        let mut url = String::new();
        push_encoded(&mut url, "192.0.2.0/24 ~é%");
        assert_eq!(url, "192.0.2.0%2F24%20~%C3%A9%25");
    }
}
