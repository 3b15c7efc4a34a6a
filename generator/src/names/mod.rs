//! Every rule for identifiers, and every rule for what happens when two of them clash.
//!
//! A name comes from the thing itself alone (an operation's own path and method, a type's own full name), so that it
//! stays when siblings come and go.

mod clash;
mod direction;
mod ident;
mod nouns;
mod operation;
mod verbs;
mod words;

pub use self::clash::distinct;
pub use self::direction::is_request;
pub use self::ident::{PRIMITIVES, constant, field, marker, module, type_name, variant};
pub use self::operation::{Names, Segment, operation, segments};
