//! Lists of strings, independent of how the caller stores them.

use super::writer::{ToJson, Writer};

/// A borrowed list of strings: `&[&str]`, `&[String]` or a slice of any other string type.
///
/// ```
/// use ovh_api::json::{Texts, encode};
///
/// assert_eq!(encode(&Texts(&["a", "b"]))?, br#"["a","b"]"#);
/// # Ok::<(), ovh_api::json::EncodeError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Texts<'a, T>(pub &'a [T]);

impl<T: AsRef<str>> ToJson for Texts<'_, T> {
    #[inline]
    fn to_json(&self, writer: &mut Writer) {
        writer.array(self.0.iter().map(AsRef::as_ref));
    }
}
