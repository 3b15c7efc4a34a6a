//! Items for `ovh-api`, which does not re-export them.

pub use crate::auth::Key;
#[cfg(feature = "blocking")]
pub use crate::blocking::Background;
pub use crate::client::{Client, CustomTransport, Exchange, Observer, Policy, RawResponse, Settings};
pub use crate::clone_and_debug::{Fields, debug_rows, debug_struct};
pub use crate::config::{Configuration, Sources};
pub use crate::endpoint::service_hosts;
pub use crate::equality::{Same, same};
pub use crate::patch::IntoPatch;
pub use crate::polling::first;
pub use crate::request::{Options, RawRequest};
pub use crate::transport::{CustomHttpClient, Proxy};

/// Items for the macro `open_enum!`.
pub mod open_enum {
    pub use crate::enums::{Known, debug, kind};
}
