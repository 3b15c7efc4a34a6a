//! The names of the keys.

/// One of the texts that credentials consist of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::enum_variant_names)] // Their names are those of configuration files.
pub enum Key {
    /// Names the application; sent with every signed call.
    ApplicationKey,
    /// Signs, and is never sent.
    ApplicationSecret,
    /// Stands for the user and the rights that the user has granted.
    ConsumerKey,
    /// Names an OAuth2 client.
    ClientId,
    /// Sent to the token service only.
    ClientSecret,
    /// A token from elsewhere.
    AccessToken,
}

/// A way to authenticate. Each key belongs to one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Classic,
    OAuth2,
    AccessToken,
}

impl Key {
    pub(crate) const ALL: &[Self] = &[
        Self::ApplicationKey,
        Self::ApplicationSecret,
        Self::ConsumerKey,
        Self::ClientId,
        Self::ClientSecret,
        Self::AccessToken,
    ];

    /// As configuration files have it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ApplicationKey => "application_key",
            Self::ApplicationSecret => "application_secret",
            Self::ConsumerKey => "consumer_key",
            Self::ClientId => "client_id",
            Self::ClientSecret => "client_secret",
            Self::AccessToken => "access_token",
        }
    }

    /// As the environment has it.
    pub(crate) const fn variable(self) -> &'static str {
        match self {
            Self::ApplicationKey => "OVH_APPLICATION_KEY",
            Self::ApplicationSecret => "OVH_APPLICATION_SECRET",
            Self::ConsumerKey => "OVH_CONSUMER_KEY",
            Self::ClientId => "OVH_CLIENT_ID",
            Self::ClientSecret => "OVH_CLIENT_SECRET",
            Self::AccessToken => "OVH_ACCESS_TOKEN",
        }
    }

    pub(crate) const fn way(self) -> Way {
        match self {
            Self::ApplicationKey | Self::ApplicationSecret | Self::ConsumerKey => Way::Classic,
            Self::ClientId | Self::ClientSecret => Way::OAuth2,
            Self::AccessToken => Way::AccessToken,
        }
    }

    /// What this key is of no use without.
    pub(crate) const fn needs(self) -> Option<Self> {
        match self {
            Self::ApplicationKey | Self::ConsumerKey => Some(Self::ApplicationSecret),
            Self::ApplicationSecret => Some(Self::ApplicationKey),
            Self::ClientId => Some(Self::ClientSecret),
            Self::ClientSecret => Some(Self::ClientId),
            Self::AccessToken => None,
        }
    }
}
