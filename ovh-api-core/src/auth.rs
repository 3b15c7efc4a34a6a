//! Authentication: keys, and the headers that each attempt carries.
//!
//! [`credentials`] holds the keys that a program sets. [`authentication`] turns them into headers: a [`signature`] with
//! the time of the service ([`clock`]), or a token from [`oauth2`].

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
