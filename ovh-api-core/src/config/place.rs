//! Where a value was found.

use super::environment::Environment;
use super::ini::{File, shown};
use crate::auth::Key;

/// A setting, by its name in the environment and in files.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub(super) variable: &'static str,
    pub(super) name: &'static str,
}

impl Setting {
    pub(super) const ENDPOINT: Self = Self { variable: "OVH_ENDPOINT", name: "endpoint" };
    pub(super) const PROFILE: Self = Self { variable: "OVH_PROFILE", name: "profile" };
    pub(super) const TOKEN_URL: Self = Self { variable: "OVH_OAUTH2_TOKEN_URL", name: "oauth2_token_url" };

    pub(super) fn all() -> impl Iterator<Item = Self> {
        Key::ALL.iter().copied().map(Self::from).chain([Self::ENDPOINT, Self::PROFILE, Self::TOKEN_URL])
    }
}

impl From<Key> for Setting {
    fn from(key: Key) -> Self {
        Self { variable: key.variable(), name: key.name() }
    }
}

/// A place that can hold all settings.
#[derive(Clone, Copy)]
pub(super) enum Place<'s> {
    Environment(&'s Environment),
    Section { file: &'s File<'s>, section: &'s str },
}

impl<'s> Place<'s> {
    /// The value, unless it is missing or empty.
    pub(super) fn get(self, setting: impl Into<Setting>) -> Option<&'s str> {
        let setting = setting.into();
        match self {
            Self::Environment(variables) => variables.get(setting.variable),
            Self::Section { file, section } => file.get(section, setting.name),
        }
    }

    /// The file, if it is one.
    pub(super) fn file(self) -> Option<&'s File<'s>> {
        match self {
            Self::Environment(_) => None,
            Self::Section { file, .. } => Some(file),
        }
    }

    /// Whether both are in the same file, or both in the environment.
    pub(super) fn is_with(self, other: Place<'_>) -> bool {
        match (self.file(), other.file()) {
            (None, None) => true,
            (Some(file), Some(other)) => std::ptr::eq(file.source, other.source),
            _ => false,
        }
    }

    /// What the setting is called there.
    pub(super) fn name_of(self, setting: impl Into<Setting>) -> &'static str {
        let setting = setting.into();
        match self {
            Self::Environment(_) => setting.variable,
            Self::Section { .. } => setting.name,
        }
    }

    /// `OVH_CLIENT_ID in the environment`, or `./ovh.conf, line 3: client_id in [ovh-eu]`.
    pub(super) fn describe(self, setting: impl Into<Setting>) -> String {
        let setting = setting.into();
        match self {
            Self::Environment(_) => format!("{} in the environment", setting.variable),
            Self::Section { file, section } => {
                let line = file.line(section, setting.name);
                format!("{}, line {line}: {} in [{}]", file.name(), setting.name, shown(section))
            }
        }
    }

    /// For another setting of the same place: `OVH_ACCESS_TOKEN`, or `access_token (line 4)`.
    pub(super) fn describe_other(self, setting: impl Into<Setting>) -> String {
        let setting = setting.into();
        match self {
            Self::Environment(_) => setting.variable.to_owned(),
            Self::Section { file, section } => {
                format!("{} (line {})", setting.name, file.line(section, setting.name))
            }
        }
    }

    /// The keys that are there, in their order.
    pub(super) fn keys(self) -> impl Iterator<Item = Key> {
        Key::ALL.iter().copied().filter(move |key| self.get(*key).is_some())
    }
}
