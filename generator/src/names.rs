//! Every rule for identifiers, and every rule for what happens when two of them clash.
//!
//! A name comes from the thing itself alone (an operation's own path and method, a type's own full name), so that it
//! stays when siblings come and go. Where that cannot be, two names that are one in Rust:
//!
//! - Operations: a parameter after a word that `nouns.rs` does not know (`operation.rs` has the proof), and the same words
//!   divided otherwise: `serviceInfos` is `service_infos` and `api/application` is `api_application`, so `a/b` and `aB` are
//!   both `a_b`.
//! - APIs: `/dedicated/server` is `dedicated_server` and `/newAccount` is `new_account`, so roots that differ in capitals
//!   and slashes alone are the same.
//! - Types: `nichandle.sshKey` is `SshKey` and `vps.RestoreStateEnum` is `RestoreState`, so full names that differ in capitals or in
//!   `Enum` alone are the same; and what is sent of `X` is `XInput`, which a type may be called.
//!
//! `clash.rs` then decides, and `diff` tells of the new name and the old one.

mod clash;
mod device;
mod direction;
mod ident;
mod nouns;
mod operation;
mod verbs;
mod words;

pub use self::clash::distinct;
pub use self::device::is_device_name;
pub use self::direction::is_request;
pub use self::ident::{PRIMITIVES, constant, field, marker, module, type_name, variant};
pub use self::operation::{Names, Segment, operation, segments};
