//! The lock of assigned names: `schemas/names.lock`.
//!
//! A name depends on the thing itself as far as possible (`names`). Where two things have the same Rust name, no such
//! rule can tell which of them came first: `cloud.RegionStatusEnum` is `RegionStatus` until `cloud.RegionStatus`
//! arrives. The lock records who has a name. The newcomer gets another one, and no name ever changes.
//!
//! Each line is the kind, the owner, the item and its Rust name, separated by tabs; lines are sorted. In items, `\t`,
//! `\n`, `\\` and `\u{…}` are escapes. Names that a newcomer cannot contest are not recorded: a type that is spelled
//! like its Rust name, and fields and values in lower camel case. They come first in any clash.

mod record;
mod text;

use std::collections::BTreeMap;

pub(crate) use self::record::{CRATE, owner, parameter};
pub use self::text::LockError;
use crate::names::HeldNames;

/// What a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// The module and accessor of an API; owned by a branch.
    Api,
    /// The Cargo feature of an API.
    Feature,
    /// A field; owned by a type.
    Field,
    /// The struct of a type's other direction, `DiskInput`; owned by a branch.
    Form,
    /// The first module of the public path of a namespace's types, `types` or that of an API; owned by a branch.
    Namespace,
    /// An operation; owned by an API.
    Operation,
    /// A parameter; owned by an operation.
    Parameter,
    /// The plain name of a type; owned by a branch.
    Type,
    /// A variant of an enum; owned by a type.
    Variant,
}

impl NameKind {
    const ALL: [Self; 9] = [
        Self::Api,
        Self::Feature,
        Self::Field,
        Self::Form,
        Self::Namespace,
        Self::Operation,
        Self::Parameter,
        Self::Type,
        Self::Variant,
    ];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Feature => "feature",
            Self::Field => "field",
            Self::Form => "form",
            Self::Namespace => "namespace",
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::Type => "type",
            Self::Variant => "variant",
        }
    }
}

/// The names assigned so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameLock {
    names: BTreeMap<NameKind, BTreeMap<String, HeldNames>>,
}

impl NameLock {
    /// Returns the names of an owner's items.
    pub(crate) fn held(&self, kind: NameKind, owner: &str) -> &HeldNames {
        static NONE: HeldNames = HeldNames::new();
        self.names.get(&kind).and_then(|owners| owners.get(owner)).unwrap_or(&NONE)
    }

    /// Returns the number of recorded names.
    pub fn len(&self) -> usize {
        self.names.values().flat_map(BTreeMap::values).map(BTreeMap::len).sum()
    }

    /// Returns whether no name is recorded.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns whether the name is new.
    fn insert(&mut self, kind: NameKind, owner: &str, item: String, name: &str) -> bool {
        let owners = self.names.entry(kind).or_default();
        if !owners.contains_key(owner) {
            owners.insert(owner.to_owned(), HeldNames::new());
        }
        let Some(held) = owners.get_mut(owner) else { return false };
        let is_new = held.get(&item).is_none_or(|known| known != name);
        if is_new {
            held.insert(item, name.to_owned());
        }
        is_new
    }
}
