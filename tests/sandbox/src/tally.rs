//! What really happened, for tests that ask afterwards.

use std::collections::{BTreeMap, BTreeSet};

use sha1::{Digest as _, Sha1};

/// Tokens that are told apart; everyone can make up more.
const MAX_TOKENS: usize = 100_000;

/// What a sandbox counts.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Whether writes are kept.
    pub(crate) keeps_writes: bool,
    pub(crate) writes: Vec<Write>,
    /// About how many bytes the writes take.
    bytes: usize,
    pub(crate) faults: BTreeMap<&'static str, u64>,
    pub(crate) tokens: u64,
    pub(crate) token_faults: BTreeMap<&'static str, u64>,
    /// Hashes of `Authorization` headers that came, and of those whose tokens were refused.
    shown: BTreeSet<[u8; 20]>,
    refused: BTreeSet<[u8; 20]>,
}

/// A write that was done: a call of another method than GET that was not refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Write {
    /// `POST`, `PUT` or `DELETE`.
    pub method: String,
    /// As it was sent, below the branch.
    pub path: String,
    /// As it was sent; what is no UTF-8 is replaced.
    pub body: String,
}

impl Tally {
    pub(crate) fn new(keeps_writes: bool) -> Self {
        Self { keeps_writes, ..Self::default() }
    }

    /// A write was done.
    pub(crate) fn wrote(&mut self, method: &str, path: &str, body: &[u8]) {
        if self.keeps_writes {
            let body = String::from_utf8_lossy(body).into_owned();
            self.bytes += 96 + method.len() + path.len() + body.len();
            self.writes.push(Write { method: method.to_owned(), path: path.to_owned(), body });
        }
    }

    /// About how many bytes the writes take.
    pub(crate) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// A call went wrong.
    pub(crate) fn failed(&mut self, fault: &'static str) {
        *self.faults.entry(fault).or_default() += 1;
    }

    /// A question for a token went wrong.
    pub(crate) fn failed_to_grant(&mut self, fault: &'static str) {
        *self.token_faults.entry(fault).or_default() += 1;
    }

    /// A call came with a token.
    pub(crate) fn shown(&mut self, authorization: &[u8]) {
        note(&mut self.shown, authorization);
    }

    /// A token was refused.
    pub(crate) fn refused(&mut self, authorization: &[u8]) {
        self.shown(authorization);
        note(&mut self.refused, authorization);
    }

    /// How many tokens came with calls, each counted once.
    pub(crate) fn tokens_shown(&self) -> u64 {
        self.shown.len() as u64
    }

    /// How many tokens were refused, each counted once.
    pub(crate) fn tokens_refused(&self) -> u64 {
        self.refused.len() as u64
    }
}

fn note(seen: &mut BTreeSet<[u8; 20]>, authorization: &[u8]) {
    if seen.len() < MAX_TOKENS {
        seen.insert(Sha1::digest(authorization).into());
    }
}
