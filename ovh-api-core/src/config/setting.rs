//! The settings that can be configured.

use crate::auth::Key;

/// The names of a setting.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    /// The environment variable.
    pub(super) variable: &'static str,
    /// The key in configuration files.
    pub(super) name: &'static str,
}

impl Setting {
    pub(super) const ENDPOINT: Self = Self { variable: "OVH_ENDPOINT", name: "endpoint" };
    pub(super) const PROFILE: Self = Self { variable: "OVH_PROFILE", name: "profile" };
    pub(super) const TOKEN_URL: Self = Self { variable: "OVH_OAUTH2_TOKEN_URL", name: "oauth2_token_url" };

    /// Returns the setting with this key in configuration files, in upper or lower case.
    pub(super) fn named(key: &str) -> Option<Self> {
        Self::all().find(|known| known.name.eq_ignore_ascii_case(key))
    }

    pub(super) fn all() -> impl Iterator<Item = Self> {
        Key::ALL.iter().copied().map(Self::from).chain([Self::ENDPOINT, Self::PROFILE, Self::TOKEN_URL])
    }
}

impl From<Key> for Setting {
    fn from(key: Key) -> Self {
        Self { variable: key.variable(), name: key.name() }
    }
}
