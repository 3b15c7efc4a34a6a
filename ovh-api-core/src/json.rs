//! JSON decoding and encoding, adapted to the responses that the service sends.
//!
//! [`decode`] parses a response once, into a flat table of nodes. Each type then reads its fields from the table by
//! name. Reading a field returns a plain value instead of a `Result`: the document records the first mismatch, the
//! partially built value is discarded, and [`decode`] returns a [`DecodeError`] with its JSON path. Generated code
//! stays small (one plain function per type, not generic over a deserializer), and this module alone decides how
//! lenient decoding is:
//!
//! - Unknown fields are ignored; unknown enum values are kept.
//! - Integers may be written as `100.0` or `"443"`, numbers as strings, booleans as `"true"` or `1`, and strings as
//!   numbers. Users of the official wrappers have reported such responses.
//! - `[]` is accepted as an empty object or map. PHP backends produce it.
//! - An absent or `null` value of a non-nullable type is corrected, as described below.
//! - Bytes that are not valid UTF-8 become U+FFFD. The service sends ISO-8859-1 in bills and call logs.
//! - The empty string counts as absent where a date, number, address or UUID is optional, and so does the date
//!   `0000-00-00`.
//!
//! # Absent values
//!
//! The service omits fields that its schemas declare as non-nullable, and older versions or other regions lack the
//! newest fields. Instead of rejecting the whole response, decoding inserts the zero value of the type: an empty
//! string, list or map, `0`, `false`, or the unknown enum value `""`. An object is read as if it were `{}`. Dates,
//! times, durations, UUIDs and IP addresses have no meaningful zero value; if one of these is absent, decoding fails.
//!
//! [`Response::corrections`](crate::Response::corrections) lists the JSON paths of all corrections. A
//! [`tracing`](https://docs.rs/tracing) event at level WARN names the operation and the path, once per client,
//! operation and path. `Request::strict` and `ClientBuilder::strict_responses` turn corrections into errors.
//!
//! The response as a whole is never corrected, so that a wrong route or an error body is not mistaken for a success:
//! `null` in place of an object is an error, and so is an object without any of its non-nullable fields.
//!
//! # Memory
//!
//! A few bytes of JSON may expand to a large value, such as `{}` for an object with fifty optional fields. The elements
//! of lists and maps may occupy 256 MiB plus 16 times the size of the body; decoding fails beyond that.
//!
//! If an object repeats a key, one of its values is used; which one is unspecified.
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
mod decode;
mod decode_error;
mod document;
mod map_key;
mod path;
mod position;
mod scalars;
mod serde_types;
mod surrogates;
mod text_list;
mod tokens;
mod value;
mod writer;

pub(crate) use decode::ParsedBody;
pub use decode::{decode, decode_strict};
pub use decode_error::DecodeError;
pub use map_key::MapKey;
pub(crate) use scalars::parse_integer;
pub use serde_types::{Decoded, ElementForm, JsonBody, JsonForm, OwnForm, ReadForm, ResponseBody, SerdeForm};
pub use text_list::Texts;
pub use value::{Elements, Entries, Expected, FromJson, Object, Value};
pub use writer::{EncodeError, ToJson, Writer, encode};

// Generated code refers to its macros by these paths.
#[doc(hidden)]
pub use crate::{clone_and_debug, common_traits, equality, open_enum, setters, task};

/// Any JSON value; the type of fields that the schemas do not describe.
pub use serde_json::Value as Json;
