//! Hostile responses cause an error with a path, and no panic, hang or excessive memory.

mod decoders;
mod responses;
mod samples;
#[allow(dead_code)] // Also used by the build script.
mod source;
mod transport;
mod values;
