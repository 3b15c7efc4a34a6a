//! The trait of everything that an answer can be read as.

use bytes::{Buf as _, Bytes};
use secrecy::zeroize::Zeroizing;

use super::decode_error::DecodeError;
use super::document::{Document, Fault};
use super::value::Value;

/// A type that reads itself from JSON, leniently (see the [module](super)).
///
/// ```
/// use ovh_api::json::{FromJson, Value, decode};
///
/// struct Point { x: i64, y: Option<i64> }
///
/// impl FromJson for Point {
///     fn from_json(value: Value<'_>) -> Self {
///         let object = value.object();
///         Self { x: object.get("x"), y: object.get("y") }
///     }
/// }
///
/// let point: Point = decode(br#"{"x": "4", "z": true}"#)?;
/// assert_eq!((point.x, point.y), (4, None));
/// # Ok::<(), ovh_api::json::DecodeError>(())
/// ```
pub trait FromJson: Sized {
    /// What a body of this type may be; [`Expected::Value`] unless the type says otherwise.
    const EXPECTED: Expected = Expected::Value;

    /// Reads the value. One that does not fit calls [`Value::fail`] or [`Value::fail_unless_absent`] and returns the
    /// type's zero value, or any value where there is no honest one.
    fn from_json(value: Value<'_>) -> Self;

    /// Whether the value stands for none where the type is optional: missing or `null`, and for types written as a
    /// text of a certain form, also the empty text.
    #[inline]
    #[must_use]
    fn is_absent(value: Value<'_>) -> bool {
        value.is_null()
    }
}

/// What the body of a response may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A JSON value that is not null. An empty body is an error.
    Value,
    /// A JSON value or null, which an empty body counts as.
    Nullable,
    /// Nothing, as for `void` operations: null, an empty body, or undeclared JSON or text such as `OK`. A page, or JSON
    /// that breaks off, is an error nevertheless.
    Nothing,
}

impl Expected {
    /// Whether an absent or null value is one of the type.
    #[must_use]
    pub const fn is_nullable(self) -> bool {
        !matches!(self, Self::Value)
    }
}

/// Reads a body as responses are read by default: an absent or null value where the type is never null becomes the zero
/// value of its type (see the [module](super)). An empty body is taken for `null`.
///
/// ```
/// let names: Vec<String> = ovh_api::json::decode(br#"["a", null]"#)?;
/// assert_eq!(names, ["a", ""]);
/// # Ok::<(), ovh_api::json::DecodeError>(())
/// ```
///
/// # Errors
///
/// If the body is not JSON, nests deeper than 128 levels, goes on after the first value, or does not fit `T`.
pub fn decode<T: FromJson>(body: &[u8]) -> Result<T, DecodeError> {
    Body::parse(copy(body), T::EXPECTED)?.read(false)
}

/// Reads a body as [`decode`] does, but an absent or null value where the type is never null is an error.
///
/// # Errors
///
/// Those of [`decode`], and absent values.
pub fn decode_strict<T: FromJson>(body: &[u8]) -> Result<T, DecodeError> {
    Body::parse(copy(body), T::EXPECTED)?.read(true)
}

/// A copy that is wiped when it is freed: bodies hold tokens and passwords.
fn copy(body: &[u8]) -> Bytes {
    Bytes::from_owner(Zeroizing::new(body.to_vec()))
}

/// A parsed body, before it is read as a type.
pub(crate) struct Body {
    document: Document,
    is_empty: bool,
}

impl Body {
    /// Returns a body without content, which is read as `null`.
    pub(crate) fn empty() -> Self {
        Self { document: Document::null(), is_empty: true }
    }

    pub(crate) fn parse(mut body: Bytes, expected: Expected) -> Result<Self, DecodeError> {
        // Windows programs put a byte order mark in front of UTF-8; JSON does not allow for one.
        if body.starts_with(b"\xef\xbb\xbf") {
            body.advance(3);
        }
        let first = body.trim_ascii_start().first().copied();
        if first.is_none() {
            return Ok(Self::empty());
        }
        match Document::parse(body) {
            Ok(document) => Ok(Self { document, is_empty: false }),
            // Neither a page nor JSON.
            Err(_) if expected == Expected::Nothing && !matches!(first, Some(b'<' | b'{' | b'[' | b'"')) => {
                Ok(Self { document: Document::null(), is_empty: false })
            }
            Err(error) => Err(DecodeError::syntax(error)),
        }
    }

    /// Whether there is nothing in the body, which counts as `null`.
    pub(crate) const fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// The body as a `T`. Absent values are errors if `strict`, and corrected otherwise.
    pub(crate) fn read<T: FromJson>(&self, strict: bool) -> Result<T, DecodeError> {
        let value = T::from_json(self.root(strict));
        match self.fault() {
            None => Ok(value),
            Some(fault) => Err(fault),
        }
    }

    /// The JSON paths of the absent values that were corrected.
    pub(crate) fn corrections(&self) -> Vec<String> {
        self.document.corrections.paths(&self.document)
    }

    pub(crate) fn is_corrected(&self) -> bool {
        !self.document.corrections.is_empty()
    }

    fn root(&self, strict: bool) -> Value<'_> {
        self.document.corrections.strict.set(strict);
        Value::root(&self.document)
    }

    /// The fault that was found meanwhile.
    fn fault(&self) -> Option<DecodeError> {
        let document = &self.document;
        let foreign = || document.corrections.foreign_root().map(|place| Fault { place, expected: "a value" });
        let fault = document.fault().or_else(foreign)?;
        Some(DecodeError::mismatch(document, fault, self.is_empty))
    }
}
