//! Values in the path and the query of a URL.

use std::borrow::Cow;
use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};

use crate::{Enum, OpenEnum};

/// Everything but the unreserved characters of RFC 3986: a value stays one path segment or one query value whatever it
/// holds. An IP block `192.0.2.0/24` with its slash left as it is was a reported fault of three official wrappers.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A value that can stand in the path or the query of a URL.
pub trait Parameter {
    /// The value as text, before any encoding; none for a number that is infinite or not a number.
    fn text(&self) -> Option<Cow<'_, str>>;

    /// Whether `Debug` must not show the value.
    #[inline]
    fn is_secret(&self) -> bool {
        false
    }

    /// Appends the value as one path segment, and says whether it has a text.
    fn append_to(&self, url: &mut String) -> bool {
        let text = self.text();
        if let Some(text) = &text {
            push_encoded(url, text);
        }
        text.is_some()
    }
}

/// Appends `text` as one path segment, query key or query value.
pub(crate) fn push_encoded(url: &mut String, text: &str) {
    url.extend(utf8_percent_encode(text, RESERVED));
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

    /// Most ids are numbers: their digits go where they belong.
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

impl<T: Enum> Parameter for OpenEnum<T> {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self.as_str()))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Enum> Parameter for T {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_none_have_no_text() {
        assert_eq!(f64::NAN.text(), None);
        assert_eq!(f64::INFINITY.text(), None);
        assert_eq!(1.5.text().as_deref(), Some("1.5"));
    }

    #[test]
    fn a_block_is_one_segment() {
        let mut url = String::new();
        push_encoded(&mut url, "192.0.2.0/24 ~é%");
        assert_eq!(url, "192.0.2.0%2F24%20~%C3%A9%25");
    }
}
