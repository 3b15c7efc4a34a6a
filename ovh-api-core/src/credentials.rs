//! Who calls.

mod header;
mod key;

use std::fmt;

use http::Uri;
use secrecy::{ExposeSecret, SecretString};

pub(crate) use self::header::secret_header;
pub use self::key::Key;
pub(crate) use self::key::Way;
use crate::Endpoint;
use crate::authentication::{Application, Authentication, ClassicKeys};
use crate::error::{Error, ErrorKind};
use crate::oauth2::OAuth2;

/// What shows the service who calls, in one of three ways; none of them for public operations.
///
/// `Debug` shows which keys there are, never one itself; memory that held one is wiped when it is freed.
///
/// ```
/// use ovh_api::Credentials;
///
/// let credentials = Credentials::oauth2("your-client-id", "your-client-secret");
/// assert_eq!(format!("{credentials:?}"), r#"Credentials(["client_id", "client_secret"])"#);
/// ```
#[derive(Clone, Default)]
pub struct Credentials {
    /// Each once, sorted.
    keys: Vec<(Key, SecretString)>,
}

impl Credentials {
    /// No keys: public operations only.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// An application key, its secret, and a consumer key: every call is signed. Create all three at
    /// `https://eu.api.ovh.com/createToken/`; see [`AccessRules::token_page`](crate::AccessRules::token_page).
    pub fn classic(
        application_key: impl Into<SecretString>,
        application_secret: impl Into<SecretString>,
        consumer_key: impl Into<SecretString>,
    ) -> Self {
        Self::application(application_key, application_secret).with(Key::ConsumerKey, consumer_key.into())
    }

    /// An application key and its secret: enough to ask a user for a consumer key, by
    /// `Client::request_consumer_key`.
    pub fn application(application_key: impl Into<SecretString>, application_secret: impl Into<SecretString>) -> Self {
        Self::none()
            .with(Key::ApplicationKey, application_key.into())
            .with(Key::ApplicationSecret, application_secret.into())
    }

    /// An OAuth2 client, also known as a service account. The client gets a token when it first needs one and renews it
    /// before it expires. For OVHcloud's own endpoints in Europe, Canada and the US; any other one needs
    /// `ClientBuilder::oauth2_token_url`.
    pub fn oauth2(client_id: impl Into<SecretString>, client_secret: impl Into<SecretString>) -> Self {
        Self::none().with(Key::ClientId, client_id.into()).with(Key::ClientSecret, client_secret.into())
    }

    /// A token from elsewhere, sent as it is. Nobody renews it: once it has expired, calls fail with
    /// [`is_invalid_credential`](crate::Error::is_invalid_credential).
    pub fn access_token(access_token: impl Into<SecretString>) -> Self {
        Self::none().with(Key::AccessToken, access_token.into())
    }

    /// Whether there are no keys at all.
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

    /// Refuses keys that cannot be of use, naming the one that is missing, empty or of another kind.
    ///
    /// An application key and its secret are enough for public operations, and to ask for a consumer key.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let refuse = |problem: String| Err(Error::new(ErrorKind::Configuration, problem));
        let mut first: Option<Key> = None;
        for (key, value) in &self.keys {
            let name = key.name();
            if !is_header_text(value.expose_secret()) {
                return refuse(format!("{name} is empty or holds characters that no key has"));
            }
            match first {
                Some(other) if other.way() != key.way() => {
                    return refuse(format!(
                        "{} and {name} are two ways to authenticate at once; give one of them",
                        other.name()
                    ));
                }
                _ => first = first.or(Some(*key)),
            }
        }
        for (key, _) in &self.keys {
            if let Some(needed) = key.needs().filter(|needed| self.get(*needed).is_none()) {
                return refuse(format!("{} is of no use without {}", key.name(), needed.name()));
            }
        }
        Ok(())
    }

    /// The way that these keys authenticate; what is missing for it is an error. `token_url` takes the place of the
    /// endpoint's own one.
    pub(crate) fn into_authentication(
        self,
        endpoint: &Endpoint,
        token_url: Option<Uri>,
    ) -> Result<Authentication, Error> {
        self.check()?;
        let key = |key| self.get(key).cloned();
        if let Some(token) = key(Key::AccessToken) {
            return Ok(Authentication::AccessToken(token));
        }
        if let (Some(id), Some(secret)) = (key(Key::ClientId), key(Key::ClientSecret)) {
            let token_url = token_url.map_or_else(|| endpoint.oauth2_token_url(), Ok)?;
            return Ok(Authentication::OAuth2(Box::new(OAuth2::new(token_url, id, secret))));
        }
        let (Some(application_key), Some(secret)) = (self.get(Key::ApplicationKey), key(Key::ApplicationSecret)) else {
            return Ok(Authentication::Anonymous);
        };
        let application = Application::new(application_key, secret)?;
        Ok(match self.get(Key::ConsumerKey) {
            Some(consumer_key) => Authentication::Classic(ClassicKeys::new(application, consumer_key)?),
            None => Authentication::Application(application),
        })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.keys.iter().map(|(key, _)| key.name()).collect();
        formatter.debug_tuple("Credentials").field(&names).finish()
    }
}

/// A key read from a file with its line end would make headers that cannot be sent.
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
    fn half_a_set_of_keys_names_what_is_missing() {
        use Key::{AccessToken, ApplicationKey, ApplicationSecret, ClientId, ClientSecret, ConsumerKey};
        assert_eq!(problem(&[]), "");
        assert_eq!(problem(&[(ConsumerKey, "c")]), "consumer_key is of no use without application_secret");
        assert_eq!(
            problem(&[(ConsumerKey, "c"), (ApplicationSecret, "s")]),
            "application_secret is of no use without application_key"
        );
        assert_eq!(problem(&[(ApplicationKey, "k\n")]), "application_key is empty or holds characters that no key has");
        assert_eq!(problem(&[(ApplicationKey, "k")]), "application_key is of no use without application_secret");
        assert_eq!(problem(&[(ApplicationKey, "k"), (ApplicationSecret, "s")]), "");
        assert_eq!(problem(&[(ClientId, "i")]), "client_id is of no use without client_secret");
        assert_eq!(problem(&[(ClientSecret, "i")]), "client_secret is of no use without client_id");
        assert_eq!(
            problem(&[(AccessToken, "t"), (ClientId, "i")]),
            "client_id and access_token are two ways to authenticate at once; give one of them"
        );
        assert_eq!(problem(&[(AccessToken, "t")]), "");
    }
}
