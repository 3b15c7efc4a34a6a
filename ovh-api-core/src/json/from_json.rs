//! The trait of everything that an answer can be read as.

use super::decode_error::DecodeError;
use super::document::Document;
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
    /// True for types that take any body at all, JSON or not.
    const TAKES_ANYTHING: bool = false;

    /// Reads the value. One that does not fit calls [`Value::fail`] and returns any value of the type, which nobody
    /// will see.
    fn from_json(value: Value<'_>) -> Self;

    /// Whether the value stands for none where the type is optional: missing or `null`, and for types written as a
    /// text of a certain form, also the empty text.
    #[inline]
    #[must_use]
    fn is_absent(value: Value<'_>) -> bool {
        value.is_null()
    }
}

/// Reads a body. An empty one is taken for `null`.
///
/// # Errors
///
/// If the body is no JSON, nests deeper than 128 levels, goes on after the first value, or does not fit `T`.
pub fn decode<T: FromJson>(body: &[u8]) -> Result<T, DecodeError> {
    let body = Body::parse(body, T::TAKES_ANYTHING)?;
    let value = T::from_json(Value::root(&body.document));
    match body.fault() {
        None => Ok(value),
        Some(fault) => Err(fault),
    }
}

/// The part of [`decode`] that is the same for all types, and built once.
struct Body<'b> {
    document: Document<'b>,
    is_empty: bool,
}

impl<'b> Body<'b> {
    fn parse(body: &'b [u8], takes_anything: bool) -> Result<Self, DecodeError> {
        // Windows programs put a byte order mark in front of UTF-8; JSON does not allow for one.
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        let is_empty = body.trim_ascii().is_empty();
        if is_empty {
            return Ok(Self { document: Document::null(), is_empty });
        }
        match Document::parse(body) {
            Ok(document) => Ok(Self { document, is_empty }),
            Err(_) if takes_anything => Ok(Self { document: Document::null(), is_empty: true }),
            Err(error) => Err(DecodeError::syntax(error)),
        }
    }

    /// The fault that was found meanwhile.
    fn fault(&self) -> Option<DecodeError> {
        self.document.fault().map(|fault| DecodeError::mismatch(&self.document, fault, self.is_empty))
    }
}
