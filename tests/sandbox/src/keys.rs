//! Authentication and access rules.

mod check;
mod limits;
mod ring;
mod rules;
mod signature;

pub(crate) use self::check::Signed;
pub(crate) use self::ring::{Application, Credential, InitialKeys, KeyRing, Status};
pub(crate) use self::rules::{Rule, action_fits};

pub(crate) use self::limits::{MAX_ADDRESSES, MAX_RULES, MAX_TEXT};

/// An authenticated caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) means: Means,
}

/// What a caller authenticated with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Means {
    /// A consumer key, by the id of its credential.
    Credential(i64),
    /// An OAuth2 token.
    Token(String),
}
