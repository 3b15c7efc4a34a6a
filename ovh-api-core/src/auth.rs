//! Authentication: keys, and the headers that each attempt carries.
//!
//! [`credentials`] are the keys as a program sets them, [`authentication`] makes headers of them: a [`signature`] dated
//! by the service's [`clock`], or a token of [`oauth2`].

mod authentication;
mod clock;
mod credentials;
mod oauth2;
mod refresh;
mod service;
mod signature;

pub(crate) use self::authentication::{AttemptAuth, Authentication};
pub(crate) use self::clock::{Clock, ServerTime};
pub(crate) use self::credentials::{AuthScheme, is_header_text};
pub use self::credentials::{Credentials, Key};
pub(crate) use self::service::Service;
