//! Answers that no service should give: an error that says where, and never a panic, a hang or a surprise in memory.

mod answers;
mod samples;
#[allow(dead_code)] // It writes the table below, in the build script.
mod source;
mod transport;

use ovh_api::json::{DecodeError, FromJson, decode};

/// A type that answers are read as.
#[derive(Debug, Clone, Copy)]
struct Decoder {
    is_v2: bool,
    /// Its name in the schemas.
    name: &'static str,
    read: fn(&[u8]) -> Result<(), DecodeError>,
}

const fn decoder<T: FromJson>(is_v2: bool, name: &'static str) -> Decoder {
    Decoder { is_v2, name, read: |body| decode::<T>(body).map(drop) }
}

include!(concat!(env!("OUT_DIR"), "/decoders.rs"));
