//! Counts what the sandbox did, for tests to check afterwards.

use std::collections::{BTreeMap, BTreeSet};

use sha1::{Digest as _, Sha1};

/// Maximum number of distinct tokens that are counted; callers can make up more.
const MAX_COUNTED_TOKENS: usize = 100_000;

/// Statistics of a sandbox.
#[derive(Debug, Default)]
pub(crate) struct Stats {
    keeps_writes: bool,
    pub(crate) writes: Vec<Write>,
    bytes: usize,
    /// Injected faults of calls, by name.
    pub(crate) faults: BTreeMap<&'static str, u64>,
    /// Injected faults of token requests, by name.
    pub(crate) token_faults: BTreeMap<&'static str, u64>,
    pub(crate) tokens_granted: u64,
    /// Hashes of the `Authorization` headers of calls.
    used_tokens: BTreeSet<[u8; 20]>,
    rejected_tokens: BTreeSet<[u8; 20]>,
}

/// A successful call of any method but GET.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Write {
    /// `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: String,
    /// The path as it was sent, without the branch.
    pub path: String,
    /// The body as it was sent; invalid UTF-8 is replaced.
    pub body: String,
}

impl Stats {
    pub(crate) fn new(keeps_writes: bool) -> Self {
        Self { keeps_writes, ..Self::default() }
    }

    pub(crate) fn record_write(&mut self, method: &str, path: &str, body: &[u8]) {
        if self.keeps_writes {
            let body = String::from_utf8_lossy(body).into_owned();
            self.bytes += 96 + method.len() + path.len() + body.len();
            self.writes.push(Write { method: method.to_owned(), path: path.to_owned(), body });
        }
    }

    /// Returns the estimated size of the kept writes, in bytes.
    pub(crate) const fn bytes(&self) -> usize {
        self.bytes
    }

    pub(crate) fn record_fault(&mut self, name: &'static str) {
        *self.faults.entry(name).or_default() += 1;
    }

    pub(crate) fn record_token_fault(&mut self, name: &'static str) {
        *self.token_faults.entry(name).or_default() += 1;
    }

    /// Records the token of a call.
    pub(crate) fn record_token(&mut self, authorization: &[u8]) {
        insert(&mut self.used_tokens, authorization);
    }

    pub(crate) fn record_rejected_token(&mut self, authorization: &[u8]) {
        self.record_token(authorization);
        insert(&mut self.rejected_tokens, authorization);
    }

    /// Returns the number of distinct tokens of calls.
    pub(crate) fn tokens_used(&self) -> u64 {
        self.used_tokens.len() as u64
    }

    /// Returns the number of distinct tokens that were rejected.
    pub(crate) fn tokens_rejected(&self) -> u64 {
        self.rejected_tokens.len() as u64
    }
}

fn insert(seen: &mut BTreeSet<[u8; 20]>, authorization: &[u8]) {
    if seen.len() < MAX_COUNTED_TOKENS {
        seen.insert(Sha1::digest(authorization).into());
    }
}
