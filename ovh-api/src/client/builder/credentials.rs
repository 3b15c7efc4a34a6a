//! Who calls.

use ovh_api_core::internal::{Configuration, Key};
use secrecy::SecretString;

use super::ClientBuilder;
use crate::{Config, Credentials, Error};

impl ClientBuilder {
    /// Starts with the endpoint and the credentials that are [found](Config) in the environment and in `ovh.conf`. What
    /// is set here comes before what was found.
    ///
    /// # Errors
    ///
    /// Those of [`Config::builder`].
    pub fn from_env() -> Result<Self, Error> {
        Config::new().builder()
    }

    /// All keys at once, in the place of those set before.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.settings.credentials = credentials;
        self
    }

    /// The application key, which is sent with every call.
    pub fn application_key(mut self, key: impl Into<SecretString>) -> Self {
        self.settings.credentials.set(Key::ApplicationKey, key.into());
        self
    }

    /// The application secret, which signs and is never sent.
    pub fn application_secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.settings.credentials.set(Key::ApplicationSecret, secret.into());
        self
    }

    /// The consumer key, which stands for the user and the rights that the user has granted.
    pub fn consumer_key(mut self, key: impl Into<SecretString>) -> Self {
        self.settings.credentials.set(Key::ConsumerKey, key.into());
        self
    }

    /// The id of an OAuth2 client; see [`Credentials::oauth2`].
    pub fn client_id(mut self, id: impl Into<SecretString>) -> Self {
        self.settings.credentials.set(Key::ClientId, id.into());
        self
    }

    /// The secret of an OAuth2 client. It is sent to the token service only.
    pub fn client_secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.settings.credentials.set(Key::ClientSecret, secret.into());
        self
    }

    /// A token from elsewhere; see [`Credentials::access_token`].
    pub fn access_token(mut self, token: impl Into<SecretString>) -> Self {
        self.settings.credentials.set(Key::AccessToken, token.into());
        self
    }

    /// Where OAuth2 clients get their tokens, in the place of the endpoint's own token service. An endpoint by URL has
    /// none of its own.
    pub fn oauth2_token_url(mut self, url: impl Into<String>) -> Self {
        self.settings.token_url = Some(url.into().into());
        self.settings.token_url_place = None;
        self
    }

    /// Takes what was found in the environment and in files.
    pub(crate) fn found(mut self, found: Configuration) -> Self {
        self.settings.endpoint = found.endpoint;
        self.settings.credentials = found.credentials;
        (self.settings.token_url, self.settings.token_url_place) = found.token_url.unzip();
        self
    }
}

#[cfg(test)]
mod tests {
    use crate::{Client, Credentials, Endpoint};

    fn problem(endpoint: &str, token_url: Option<&str>) -> String {
        let builder = Client::builder().endpoint(endpoint.parse().unwrap()).client_id("i").client_secret("CANARY");
        let builder = match token_url {
            Some(url) => builder.oauth2_token_url(url),
            None => builder,
        };
        builder.build().map_or_else(|error| error.to_string(), |client| format!("{client:?}"))
    }

    #[test]
    fn oauth2_needs_a_token_service() {
        for endpoint in ["ovh-eu", "ovh-ca", "ovh-us"] {
            assert!(problem(endpoint, None).contains("OAuth2 client"), "{endpoint}");
        }
        for endpoint in ["kimsufi-eu", "kimsufi-ca", "soyoustart-eu", "soyoustart-ca"] {
            let told = problem(endpoint, None);
            assert!(told.starts_with(&format!("{endpoint} does not support OAuth2; ")), "{told}");
        }
        let told = problem("https://ovh.example/1.0", None);
        assert!(told.contains("oauth2_token_url on the builder"), "{told}");
        assert!(problem("https://ovh.example/1.0", Some("https://ovh.example/token")).contains("OAuth2 client"));
    }

    #[test]
    fn the_client_secret_goes_nowhere_in_clear() {
        let told = problem("ovh-eu", Some("http://192.0.2.1/token"));
        assert!(told.contains("use https") && !told.contains("CANARY"), "{told}");
        assert!(problem("ovh-eu", Some("/token")).starts_with("oauth2_token_url cannot be used: "));
        assert!(problem("ovh-eu", Some("http://127.0.0.1:1/token")).contains("OAuth2 client"));
    }

    #[test]
    fn two_ways_at_once_are_refused_and_credentials_replace_them() {
        let both =
            Client::builder().endpoint(Endpoint::OvhEu).access_token("t").application_key("k").application_secret("s");
        let told = both.clone().build().unwrap_err().to_string();
        assert_eq!(told, "application_key and access_token are two ways to authenticate at once; give one of them");
        assert!(both.credentials(Credentials::none()).build().is_ok());
    }
}
