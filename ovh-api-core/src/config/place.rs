//! Where a key was found.

use std::fmt;

use super::environment::Environment;
use super::ini::{File, shown};
use crate::credentials::Key;

/// A place that can hold all keys of credentials.
#[derive(Clone, Copy)]
pub(super) enum Place<'s> {
    Environment(&'s Environment),
    Section { file: &'s File, section: &'s str },
}

impl<'s> Place<'s> {
    /// The value, unless it is missing or empty.
    pub(super) fn get(self, key: Key) -> Option<&'s str> {
        match self {
            Self::Environment(variables) => variables.get(key.variable()),
            Self::Section { file, section } => file.get(section, key.name()),
        }
    }

    /// What the key is called there.
    pub(super) fn name_of(self, key: Key) -> &'static str {
        match self {
            Self::Environment(_) => key.variable(),
            Self::Section { .. } => key.name(),
        }
    }

    /// The keys that are there, in their order.
    pub(super) fn keys(self) -> impl Iterator<Item = Key> {
        Key::ALL.iter().copied().filter(move |key| self.get(*key).is_some())
    }
}

/// `the environment`, `[ovh-eu] of ./ovh.conf`
impl fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(_) => formatter.write_str("the environment"),
            Self::Section { file, section } => write!(formatter, "[{}] of {}", shown(section), file.name()),
        }
    }
}
