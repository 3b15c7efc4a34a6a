//! Everything that an answer is read as. The build script writes the table.

use ovh_api::json::{DecodeError, FromJson, decode};

/// A response type.
#[derive(Debug, Clone, Copy)]
pub struct Decoder {
    pub is_v2: bool,
    /// The name in the schemas.
    pub name: &'static str,
    pub read: fn(&[u8]) -> Result<(), DecodeError>,
}

const fn decoder<T: FromJson>(is_v2: bool, name: &'static str) -> Decoder {
    Decoder { is_v2, name, read: |body| decode::<T>(body).map(drop) }
}

include!(concat!(env!("OUT_DIR"), "/decoders.rs"));
