//! The generator's output under review: a change of it is a change of a snapshot.
//!
//! `quirks/` holds one small snapshot of schemas for each quirk of the format; `cargo insta review` shows what a change
//! of the generator, or of a quirk, does to the code.

mod compile;
mod hostile;
mod quirks;
mod surface;
