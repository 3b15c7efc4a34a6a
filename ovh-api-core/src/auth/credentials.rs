//! Keys, as a program or a configuration file sets them.

mod header;
mod key;

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

pub(super) use self::header::secret_header;
pub(crate) use self::key::AuthScheme;
pub use self::key::Key;
use crate::error::{Error, ErrorKind};

/// The keys of a client: an application with a consumer key, an OAuth2 client, or an access token. Public operations
/// need none of them.
///
/// `Debug` shows which keys are set, never their values. Their memory is wiped when it is freed.
///
/// ```
/// use ovh_api::Credentials;
///
/// let credentials = Credentials::oauth2("your-client-id", "your-client-secret");
/// assert_eq!(format!("{credentials:?}"), r#"Credentials(["client_id", "client_secret"])"#);
/// ```
#[derive(Clone, Default)]
pub struct Credentials {
    /// Sorted, without duplicates.
    keys: Vec<(Key, SecretString)>,
}

impl Credentials {
    /// Returns credentials without any key, for public operations only.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Signs every request with an application key, its secret and a consumer key. Create all three at
    /// `https://eu.api.ovh.com/createToken/`; see [`AccessRules::token_page`](crate::AccessRules::token_page).
    pub fn classic(
        application_key: impl Into<SecretString>,
        application_secret: impl Into<SecretString>,
        consumer_key: impl Into<SecretString>,
    ) -> Self {
        Self::application(application_key, application_secret).with(Key::ConsumerKey, consumer_key.into())
    }

    /// Identifies an application by its key and secret. This is enough to request a consumer key from a user, with
    /// `Client::request_consumer_key`.
    pub fn application(application_key: impl Into<SecretString>, application_secret: impl Into<SecretString>) -> Self {
        Self::none()
            .with(Key::ApplicationKey, application_key.into())
            .with(Key::ApplicationSecret, application_secret.into())
    }

    /// Authenticates as an OAuth2 client, also known as a service account. The client fetches a token when it first
    /// needs one and refreshes it before it expires. The endpoints of OVHcloud in Europe, Canada and the US have a
    /// token service; any other endpoint requires `ClientBuilder::oauth2_token_url`.
    pub fn oauth2(client_id: impl Into<SecretString>, client_secret: impl Into<SecretString>) -> Self {
        Self::none().with(Key::ClientId, client_id.into()).with(Key::ClientSecret, client_secret.into())
    }

    /// Sends a token from elsewhere as it is. The client cannot refresh it: once it has expired, requests fail with
    /// [`is_invalid_credential`](crate::Error::is_invalid_credential).
    pub fn access_token(access_token: impl Into<SecretString>) -> Self {
        Self::none().with(Key::AccessToken, access_token.into())
    }

    /// Returns whether no key is set.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.keys.is_empty()
    }

    #[doc(hidden)]
    pub fn set(&mut self, key: Key, value: SecretString) {
        self.keys.retain(|(known, _)| *known != key);
        let index = self.keys.partition_point(|(known, _)| *known < key);
        self.keys.insert(index, (key, value));
    }

    pub(crate) fn get(&self, key: Key) -> Option<&SecretString> {
        self.keys.iter().find(|(known, _)| *known == key).map(|(_, value)| value)
    }

    fn with(mut self, key: Key, value: SecretString) -> Self {
        self.set(key, value);
        self
    }

    /// Fails if a key is missing, empty, invalid or belongs to another scheme, and names it.
    ///
    /// An application key and its secret are enough for public operations and for requesting a consumer key.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let refuse = |problem: String| Err(Error::new(ErrorKind::Configuration, problem));
        let mut first: Option<Key> = None;
        for (key, value) in &self.keys {
            let name = key.name();
            if !is_header_text(value.expose_secret()) {
                return refuse(format!(
                    "invalid {name}: it is empty or contains spaces or characters that are not ASCII"
                ));
            }
            match first {
                Some(other) if other.scheme() != key.scheme() => {
                    return refuse(format!("{} and {name} cannot be used together; set one of them", other.name()));
                }
                _ => first = first.or(Some(*key)),
            }
        }
        for (key, _) in &self.keys {
            if let Some(needed) = key.needs().filter(|needed| self.get(*needed).is_none()) {
                return refuse(format!("{} requires {}, which is not set", key.name(), needed.name()));
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.keys.iter().map(|(key, _)| key.name()).collect();
        formatter.debug_tuple("Credentials").field(&names).finish()
    }
}

/// Returns whether a key can be sent in a header. One that was read from a file with its line break cannot.
pub(crate) fn is_header_text(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(keys: &[(Key, &str)]) -> String {
        let mut credentials = Credentials::none();
        for (key, value) in keys {
            credentials.set(*key, (*value).into());
        }
        credentials.check().map_or_else(|error| error.to_string(), |()| String::new())
    }

    #[test]
    fn incomplete_keys_name_the_missing_one() {
        use Key::{AccessToken, ApplicationKey, ApplicationSecret, ClientId, ClientSecret, ConsumerKey};
        assert_eq!(problem(&[]), "");
        assert_eq!(problem(&[(ConsumerKey, "c")]), "consumer_key requires application_secret, which is not set");
        assert_eq!(
            problem(&[(ConsumerKey, "c"), (ApplicationSecret, "s")]),
            "application_secret requires application_key, which is not set"
        );
        assert_eq!(
            problem(&[(ApplicationKey, "k\n")]),
            "invalid application_key: it is empty or contains spaces or characters that are not ASCII"
        );
        assert_eq!(problem(&[(ApplicationKey, "k")]), "application_key requires application_secret, which is not set");
        assert_eq!(problem(&[(ApplicationKey, "k"), (ApplicationSecret, "s")]), "");
        assert_eq!(problem(&[(ClientId, "i")]), "client_id requires client_secret, which is not set");
        assert_eq!(problem(&[(ClientSecret, "i")]), "client_secret requires client_id, which is not set");
        assert_eq!(
            problem(&[(AccessToken, "t"), (ClientId, "i")]),
            "client_id and access_token cannot be used together; set one of them"
        );
        assert_eq!(problem(&[(AccessToken, "t")]), "");
    }
}
