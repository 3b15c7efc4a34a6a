//! The rules for identifiers and for clashes between them.
//!
//! A name depends only on what it names (an operation's path and method, a type's full name), so unchanged operations
//! and types keep their names when the schema changes. Such a rule cannot decide where two names are the same in Rust:
//!
//! - Operations: a parameter after a word that is not in `nouns.rs`, or two operations with the same plain name (both
//!   explained in `operation.rs`), or the same words split differently: `a/b` and `aB` are both `a_b`.
//! - APIs: roots that differ only in case and slashes, such as `/dedicated/server` and `/dedicatedServer`.
//! - Types: full names that differ only in case or in the suffix `Enum`, such as `vps.RestoreState` and
//!   `vps.RestoreStateEnum`; or a type called `XInput` beside the request form of `X`.
//!
//! - Fields and values: texts that differ in case and separators, such as `creditCard` and `CREDIT_CARD`.
//!
//! In these cases the one that was there first keeps its name, as the lock of names knows (`lock`), and `clash.rs`
//! gives the other one a more explicit name. No name ever ends in a number.
//!
//! The rules, each with examples:
//!
//! | names of | table in |
//! |---|---|
//! | operations | `operation.rs` |
//! | types | `resolve/type_names.rs`, `roles.rs`, `direction.rs` |
//! | paths of types | `resolve/public_paths.rs` |
//! | values of enums | `ident.rs` |
//! | values that are passed by name | `model/signature.rs` |

mod accessor;
mod clash;
mod device;
mod direction;
mod ident;
mod nouns;
mod operation;
pub mod reserved;
mod roles;
mod scope;
mod style;
mod verbs;
mod words;

pub use self::accessor::accessor;
pub use self::clash::{Claim, HeldNames, assign, distinct};
pub use self::device::is_device_name;
pub use self::direction::{is_creation, is_request};
pub use self::ident::{
    PRIMITIVES, bare, constant, field, is_identifier, is_version, marker, module, type_name, variant,
};
pub use self::operation::{Segment, operation, segments};
pub use self::roles::{in_namespace, is_plain_type, plain_type};
pub use self::scope::words_of_group;
pub use self::style::{is_lower_camel, styles};
pub use self::verbs::is_action;
pub use self::words::words;
