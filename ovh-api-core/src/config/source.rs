//! The sources of settings.

use super::environment::Environment;
use super::ini::{IniFile, printable_name};
use super::setting::Setting;
use crate::auth::Key;

/// A source that can contain all settings.
#[derive(Clone, Copy)]
pub(super) enum ConfigSource<'s> {
    Environment(&'s Environment),
    Section { file: &'s IniFile<'s>, section: &'s str },
}

impl<'s> ConfigSource<'s> {
    /// Returns the value, unless it is missing or empty.
    pub(super) fn get(self, setting: impl Into<Setting>) -> Option<&'s str> {
        let setting = setting.into();
        match self {
            Self::Environment(variables) => variables.get(setting.variable),
            Self::Section { file, section } => file.get(section, setting.name),
        }
    }

    /// Returns the file, if the source is a file.
    pub(super) fn file(self) -> Option<&'s IniFile<'s>> {
        match self {
            Self::Environment(_) => None,
            Self::Section { file, .. } => Some(file),
        }
    }

    /// Returns whether the source is a section of this name.
    pub(super) fn is_section(self, name: &str) -> bool {
        matches!(self, Self::Section { section, .. } if section == name)
    }

    /// Returns whether both are in the same file, or both in the environment.
    pub(super) fn is_same_as(self, other: ConfigSource<'_>) -> bool {
        match (self.file(), other.file()) {
            (None, None) => true,
            (Some(file), Some(other)) => std::ptr::eq(file.source, other.source),
            _ => false,
        }
    }

    /// Returns the name of the setting in this source.
    pub(super) fn name_of(self, setting: impl Into<Setting>) -> &'static str {
        let setting = setting.into();
        match self {
            Self::Environment(_) => setting.variable,
            Self::Section { .. } => setting.name,
        }
    }

    /// Describes the setting: `OVH_CLIENT_ID in the environment`, or `./ovh.conf, line 3: client_id in [ovh-eu]`.
    pub(super) fn describe(self, setting: impl Into<Setting>) -> String {
        let setting = setting.into();
        match self {
            Self::Environment(_) => format!("{} in the environment", setting.variable),
            Self::Section { file, section } => {
                let line = file.line(section, setting.name);
                format!("{}, line {line}: {} in [{}]", file.name(), setting.name, printable_name(section))
            }
        }
    }

    /// Describes another setting of the same source: `OVH_ACCESS_TOKEN`, or `access_token (line 4)`.
    pub(super) fn describe_other(self, setting: impl Into<Setting>) -> String {
        let setting = setting.into();
        match self {
            Self::Environment(_) => setting.variable.to_owned(),
            Self::Section { file, section } => {
                format!("{} (line {})", setting.name, file.line(section, setting.name))
            }
        }
    }

    /// Returns the keys that are set.
    pub(super) fn keys(self) -> impl Iterator<Item = Key> {
        Key::ALL.iter().copied().filter(move |key| self.get(*key).is_some())
    }
}
