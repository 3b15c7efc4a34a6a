//! The keys of credentials, and their names.

/// One of the keys that credentials consist of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(clippy::enum_variant_names)] // They are named as in configuration files.
pub enum Key {
    /// Identifies the application; sent with every signed request.
    ApplicationKey,
    /// Signs requests; never sent.
    ApplicationSecret,
    /// Identifies the user and the rights that the user has granted.
    ConsumerKey,
    /// Identifies an OAuth2 client.
    ClientId,
    /// Sent only to the token service.
    ClientSecret,
    /// A token from elsewhere.
    AccessToken,
}

/// An authentication scheme. Each key belongs to one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AuthScheme {
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

    /// The name in configuration files.
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

    /// The environment variable.
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

    pub(crate) const fn scheme(self) -> AuthScheme {
        match self {
            Self::ApplicationKey | Self::ApplicationSecret | Self::ConsumerKey => AuthScheme::Classic,
            Self::ClientId | Self::ClientSecret => AuthScheme::OAuth2,
            Self::AccessToken => AuthScheme::AccessToken,
        }
    }

    /// Returns the key that this one requires.
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
