//! Builder methods for credentials.

use ovh_api_core::internal::{Configuration, Key};
use secrecy::SecretString;

use super::ClientBuilder;
use crate::{Config, Credentials, Error};

impl ClientBuilder {
    /// Creates a builder with the endpoint and credentials of the environment and of `ovh.conf`; see [`Config`].
    /// Methods of the builder override them.
    ///
    /// # Errors
    ///
    /// As for [`Config::builder`].
    pub fn from_env() -> Result<Self, Error> {
        Config::new().builder()
    }

    /// Sets all credentials, replacing those that were set before.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.settings.credentials = credentials;
        self
    }

    /// Sets the application key, which is sent with every request.
    pub fn application_key(mut self, key: impl Into<SecretString>) -> Self {
        self.settings.credentials.set(Key::ApplicationKey, key.into());
        self
    }

    /// Sets the application secret, which signs requests and is never sent.
    pub fn application_secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.settings.credentials.set(Key::ApplicationSecret, secret.into());
        self
    }

    /// Sets the consumer key, which identifies the user and the rights that the user has granted.
    pub fn consumer_key(mut self, key: impl Into<SecretString>) -> Self {
        self.settings.credentials.set(Key::ConsumerKey, key.into());
        self
    }

    /// Sets the id of an OAuth2 client; see [`Credentials::oauth2`].
    pub fn client_id(mut self, id: impl Into<SecretString>) -> Self {
        self.settings.credentials.set(Key::ClientId, id.into());
        self
    }

    /// Sets the secret of an OAuth2 client. It is sent to the token service only.
    pub fn client_secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.settings.credentials.set(Key::ClientSecret, secret.into());
        self
    }

    /// Sets an existing access token; see [`Credentials::access_token`].
    pub fn access_token(mut self, token: impl Into<SecretString>) -> Self {
        self.settings.credentials.set(Key::AccessToken, token.into());
        self
    }

    /// Sets the URL of the OAuth2 token service. Default: the token service of the endpoint. An endpoint given by URL
    /// has no default.
    pub fn oauth2_token_url(mut self, url: impl Into<String>) -> Self {
        self.settings.token_url = Some(url.into().into());
        self.settings.token_url_place = None;
        self
    }

    /// Applies the configuration found in the environment and in files.
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

    fn build_result(endpoint: &str, token_url: Option<&str>) -> String {
        let builder = Client::builder().endpoint(endpoint.parse().unwrap()).client_id("i").client_secret("CANARY");
        let builder = match token_url {
            Some(url) => builder.oauth2_token_url(url),
            None => builder,
        };
        builder.build().map_or_else(|error| error.to_string(), |client| format!("{client:?}"))
    }

    #[test]
    fn oauth2_without_token_service_fails() {
        for endpoint in ["ovh-eu", "ovh-ca", "ovh-us"] {
            assert!(build_result(endpoint, None).contains("OAuth2 client"), "{endpoint}");
        }
        for endpoint in ["kimsufi-eu", "kimsufi-ca", "soyoustart-eu", "soyoustart-ca"] {
            let message = build_result(endpoint, None);
            assert!(message.starts_with(&format!("{endpoint} does not support OAuth2; ")), "{message}");
        }
        let message = build_result("https://ovh.example/1.0", None);
        assert!(message.contains("oauth2_token_url on the builder"), "{message}");
        assert!(build_result("https://ovh.example/1.0", Some("https://ovh.example/token")).contains("OAuth2 client"));
    }

    #[test]
    fn token_url_with_remote_http_fails() {
        let message = build_result("ovh-eu", Some("http://192.0.2.1/token"));
        assert!(message.contains("use https") && !message.contains("CANARY"), "{message}");
        assert!(build_result("ovh-eu", Some("/token")).starts_with("oauth2_token_url is invalid: "));
        assert!(build_result("ovh-eu", Some("http://127.0.0.1:1/token")).contains("OAuth2 client"));
    }

    #[test]
    fn two_authentication_schemes_fail_until_replaced() {
        let both =
            Client::builder().endpoint(Endpoint::OvhEu).access_token("t").application_key("k").application_secret("s");
        let message = both.clone().build().unwrap_err().to_string();
        assert_eq!(message, "application_key and access_token cannot be used together; set one of them");
        assert!(both.credentials(Credentials::none()).build().is_ok());
    }
}
