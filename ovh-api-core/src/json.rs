//! JSON as the service really sends it.
//!
//! An answer is read once into a flat table of nodes; every type then takes its fields from the table by name. Nothing
//! in between can fail: a document remembers the first field that did not fit, the half-built value is thrown away, and
//! [`decode`] answers with a [`DecodeError`] that names the JSON path. This keeps generated code small (one plain
//! function per type, nothing generic over a deserializer) and lets one place decide how lenient answers are read:
//!
//! - an unknown field is ignored, an unknown enum value is kept;
//! - `100.0` and `"443"` are taken for an integer, number texts for a number, `"true"` and `1` for a boolean, and a
//!   number for a text, because users of the official wrappers met such answers;
//! - `[]` is taken for an object or a map without entries (the service has PHP behind it);
//! - a field may be absent or `null` only where the type says so: [`Option`], `()`, [`Patch`](crate::Patch) and
//!   [`Json`];
//! - an empty text where a date, a number, an address or a UUID is optional counts as absent, and so does the date
//!   `0000-00-00`.
//!
//! A text of a few bytes may stand for a value of many: `{}` for an object of fifty optional fields. What the elements of
//! lists and maps take is limited to 256 MiB and 16 times the body; beyond that the list is a fault.
//!
//! If a key is repeated within one object, one of its values is taken; which one is not specified.
//!
//! ```
//! let ids: Vec<i64> = ovh_api::json::decode(b"[1, \"2\", 3.0]")?;
//! assert_eq!(ids, [1, 2, 3]);
//!
//! let error = ovh_api::json::decode::<Vec<i64>>(b"[1, {}]").unwrap_err();
//! assert_eq!(error.to_string(), "$[1]: expected an integer, found an object");
//! # Ok::<(), ovh_api::json::DecodeError>(())
//! ```

mod containers;
mod decode_error;
mod document;
mod enums;
mod from_json;
mod map_key;
mod scalars;
mod text_list;
mod text_scalars;
mod to_json;
mod value;
mod writer;

pub use decode_error::DecodeError;
pub use from_json::{FromJson, decode};
pub use map_key::MapKey;
pub use text_list::Texts;
pub use to_json::{EncodeError, ToJson, encode};
pub use value::{Elements, Entries, Object, Value};
pub use writer::Writer;

#[doc(hidden)]
pub use crate::{clone_and_debug, open_enum};

/// Any JSON value: what a field holds whose type the service does not describe.
pub use serde_json::Value as Json;
