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
//! - a value that is absent or `null` where the type is never null is corrected: see below;
//! - bytes that are not UTF-8 are read as U+FFFD, because the service puts ISO-8859-1 into bills and call logs;
//! - an empty text where a date, a number, an address or a UUID is optional counts as absent, and so does the date
//!   `0000-00-00`.
//!
//! # Absent values
//!
//! Declared as never null, and absent nevertheless: the service omits fields, and an older service or another region does
//! not have the newest ones yet. Instead of losing the whole response, the value becomes the zero value of its type:
//! an empty text, list or map, `0`, `false`, the unknown value `""` of an enum; an object is read as if it were `{}`. A
//! date, a time, a duration, a UUID or an IP address has no honest zero value: there an absent value is an error.
//!
//! Corrections are visible: [`Response::corrections`](crate::Response::corrections) lists their JSON paths, and an event
//! of [`tracing`](https://docs.rs/tracing) at the level WARN names operation and path, once per client, operation and
//! path. `Request::strict` and `ClientBuilder::strict_responses` turn them into errors.
//!
//! The response as a whole is never corrected: `null` where an object is declared is an error, and so is an object that
//! has none of the fields which its type always has, for a wrong route or an error must not pass for a success.
//!
//! # Memory
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
mod corrections;
mod decode_error;
mod document;
mod enums;
mod from_json;
mod map_key;
mod path;
mod scalars;
mod surrogates;
mod text_list;
mod text_scalars;
mod to_json;
mod tokens;
mod value;
mod writer;

pub use decode_error::DecodeError;
pub(crate) use from_json::Body;
pub use from_json::{Expected, FromJson, decode, decode_strict};
pub use map_key::MapKey;
pub use text_list::Texts;
pub use to_json::{EncodeError, ToJson, encode};
pub use value::{Elements, Entries, Object, Value};
pub use writer::Writer;

#[doc(hidden)]
pub use crate::{clone_and_debug, open_enum};

/// Any JSON value: what a field holds whose type the service does not describe.
pub use serde_json::Value as Json;
