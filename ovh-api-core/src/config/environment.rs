//! Environment variables.

use secrecy::zeroize::Zeroizing;

use super::setting::Setting;
use crate::error::{Error, ErrorKind};

/// The known variables that are set, in memory that is wiped on drop.
///
/// A list, because a map of its own type would be 3 % of the code that a release build generates for this crate
/// (`docs/performance.md`).
#[derive(Default)]
pub(super) struct Environment(Vec<(&'static str, Zeroizing<String>)>);

impl Environment {
    /// Reads the variables of this process. Empty variables count as unset.
    pub(super) fn of_process() -> Result<Self, Error> {
        let mut found = Vec::new();
        for Setting { variable, .. } in Setting::all() {
            match std::env::var(variable) {
                Ok(value) if !value.is_empty() => found.push((variable, Zeroizing::new(value))),
                Ok(_) | Err(std::env::VarError::NotPresent) => {}
                Err(std::env::VarError::NotUnicode(_)) => {
                    let message = format!("{variable} in the environment is not valid UTF-8");
                    return Err(Error::new(ErrorKind::Configuration, message));
                }
            }
        }
        Ok(Self(found))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
impl Environment {
    /// Parses `OVH_CLIENT_ID=a OVH_CLIENT_SECRET=b`.
    pub(super) fn of(text: &str) -> Self {
        let pairs = text.split_whitespace().map(|pair| pair.split_once('=').unwrap());
        let named = |name: &str| Setting::all().find(|known| known.variable == name).unwrap().variable;
        Self(pairs.map(|(name, value)| (named(name), value.to_owned().into())).collect())
    }
}
