//! The rules for identifiers and for clashes between them.
//!
//! A name depends only on what it names (an operation's path and method, a type's full name), so unchanged operations
//! and types keep their names when the schema changes. This is not possible where two names are the same in Rust:
//!
//! - Operations: a parameter after a word that is not in `nouns.rs` (explained in `operation.rs`), or the same words
//!   split differently: `a/b` and `aB` are both `a_b`.
//! - APIs: roots that differ only in case and slashes, such as `/dedicated/server` and `/dedicatedServer`.
//! - Types: full names that differ only in case or in the suffix `Enum`, such as `vps.RestoreState` and
//!   `vps.RestoreStateEnum`; or a type called `XInput` beside the request form of `X`.
//!
//! `clash.rs` decides these cases, and `diff` reports each name that changes.

mod clash;
mod device;
mod direction;
mod ident;
mod nouns;
mod operation;
pub mod reserved;
mod verbs;
mod words;

pub use self::clash::distinct;
pub use self::device::is_device_name;
pub use self::direction::{is_creation, is_request};
pub use self::ident::{PRIMITIVES, bare, constant, field, marker, module, type_name, variant};
pub use self::operation::{Names, Segment, operation, segments};
