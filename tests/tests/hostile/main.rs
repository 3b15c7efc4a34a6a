//! Answers that no service should give: an error that says where, and never a panic, a hang or a surprise in memory.

mod answers;
mod decoders;
mod samples;
#[allow(dead_code)] // It writes the table of decoders, in the build script.
mod source;
mod transport;
mod values;
