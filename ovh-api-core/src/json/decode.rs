//! Decodes response bodies.

use bytes::{Buf as _, Bytes};
use secrecy::zeroize::Zeroizing;

use super::decode_error::DecodeError;
use super::document::{Document, Mismatch};
use super::path::path_of;
use super::serde_types::ResponseBody;
use super::value::{Expected, FromJson, Value};

/// Decodes a body like a response with default settings: absent and null values of non-nullable types become the zero
/// value of the type (see the [module](super)). An empty body counts as `null`.
///
/// ```
/// let names: Vec<String> = ovh_api::json::decode(br#"["a", null]"#)?;
/// assert_eq!(names, ["a", ""]);
/// # Ok::<(), ovh_api::json::DecodeError>(())
/// ```
///
/// # Errors
///
/// Fails if the body is not valid JSON, is nested deeper than 128 levels, has data after the first value, or does not
/// match `T`.
pub fn decode<T: FromJson>(body: &[u8]) -> Result<T, DecodeError> {
    ParsedBody::parse(copy(body), <T as FromJson>::EXPECTED)?.read::<T>(false)
}

/// Decodes a body like [`decode`], but fails on absent and null values of non-nullable types.
///
/// # Errors
///
/// Fails like [`decode`], and if a value is absent.
pub fn decode_strict<T: FromJson>(body: &[u8]) -> Result<T, DecodeError> {
    ParsedBody::parse(copy(body), <T as FromJson>::EXPECTED)?.read::<T>(true)
}

/// Copies the body to memory that is wiped on drop: bodies contain tokens and passwords.
fn copy(body: &[u8]) -> Bytes {
    Bytes::from_owner(Zeroizing::new(body.to_vec()))
}

/// A body that is parsed, but not read as a type yet.
pub(crate) struct ParsedBody {
    document: Document,
    is_empty: bool,
}

impl ParsedBody {
    /// Returns a body without content, which counts as `null`.
    pub(crate) fn empty() -> Self {
        Self { document: Document::null(), is_empty: true }
    }

    pub(crate) fn parse(mut body: Bytes, expected: Expected) -> Result<Self, DecodeError> {
        // Windows programs write a byte order mark, which JSON does not allow.
        if body.starts_with(b"\xef\xbb\xbf") {
            body.advance(3);
        }
        let first = body.trim_ascii_start().first().copied();
        if first.is_none() {
            return Ok(Self::empty());
        }
        match Document::parse(&body) {
            Ok(document) => Ok(Self { document, is_empty: false }),
            // Plain text is accepted; an HTML page or truncated JSON is not.
            Err(_) if expected == Expected::Nothing && !matches!(first, Some(b'<' | b'{' | b'[' | b'"')) => {
                Ok(Self { document: Document::null(), is_empty: false })
            }
            Err(error) => Err(DecodeError::syntax(error)),
        }
    }

    /// Returns whether the body is empty, which counts as `null`.
    pub(crate) const fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// Reads the body for a `T`. Absent values are errors if `strict`, and corrected otherwise.
    pub(crate) fn read<T: ResponseBody>(&self, strict: bool) -> Result<T::Output, DecodeError> {
        let value = T::read(self.root(strict));
        match self.error() {
            None => value.map_err(DecodeError::rejected),
            Some(error) => Err(error),
        }
    }

    /// Returns the JSON paths of the corrected values.
    pub(crate) fn corrections(&self) -> Vec<String> {
        let positions = self.document.corrections.positions();
        positions.into_iter().map(|position| path_of(&self.document, position)).collect()
    }

    pub(crate) fn is_corrected(&self) -> bool {
        !self.document.corrections.is_empty()
    }

    fn root(&self, strict: bool) -> Value<'_> {
        self.document.corrections.strict.set(strict);
        Value::root(&self.document)
    }

    /// Returns the first mismatch found while reading.
    fn error(&self) -> Option<DecodeError> {
        let document = &self.document;
        let foreign = || document.corrections.foreign_root().map(|position| Mismatch { position, expected: "a value" });
        let mismatch = document.mismatch().or_else(foreign)?;
        Some(DecodeError::mismatch(document, mismatch, self.is_empty))
    }
}
