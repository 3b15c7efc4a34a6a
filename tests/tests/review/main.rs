//! Review snapshots of the generator's output.
//!
//! `quirks/` has a small folder of schemas for each special case of the format. `cargo insta review` shows how a change
//! of the generator or of a schema affects the code.

mod compile;
mod features;
mod groups;
mod hostile;
mod names;
mod paths;
mod quirks;
mod surface;
