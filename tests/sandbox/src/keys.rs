//! Who calls, and what they may.

mod check;
mod limits;
mod ring;
mod rules;
mod signature;

pub(crate) use self::check::Signed;
pub(crate) use self::ring::{Application, Credential, InitialKeys, KeyRing, Status};
pub(crate) use self::rules::{Rule, action_fits};

pub(crate) use self::limits::{MAX_ADDRESSES, MAX_RULES, MAX_TEXT};

/// Whoever has signed a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) means: Means,
}

/// How a caller has shown who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Means {
    /// With a consumer key, that of the credential with the id.
    Credential(i64),
    /// With a token that an OAuth2 client got.
    Token(String),
}
