//! What `ovh-api` builds on and shows to nobody.

#[cfg(feature = "blocking")]
pub use crate::blocking::Background;
pub use crate::client::{Answer, Client, Custom, Exchange, Policy, Settings};
pub use crate::clone_and_debug::{Fields, debug_rows, debug_struct};
pub use crate::config::{Configuration, Sources};
pub use crate::credentials::Key;
pub use crate::request::{Options, Parts};
pub use crate::transport::{Own, Proxy};

/// What `open_enum!` calls.
pub mod open_enum {
    pub use crate::enums::{Known, debug, kind};
}
