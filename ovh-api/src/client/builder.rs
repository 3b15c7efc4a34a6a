//! Describing a client.

use std::time::Duration;

use secrecy::SecretString;

use super::Client;
use crate::Endpoint;
use crate::credentials::Credentials;
use crate::error::{Error, ErrorKind};
use crate::transport::{Settings, Transport};

/// Describes a [`Client`]. Mistakes are reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use = "nothing happens until build is called"]
pub struct ClientBuilder {
    endpoint: Endpoint,
    credentials: Credentials,
    settings: Settings,
    allow_http: bool,
}

impl ClientBuilder {
    pub(super) fn new() -> Self {
        Self {
            endpoint: Endpoint::default(),
            credentials: Credentials::default(),
            settings: Settings {
                user_agent: concat!("ovh-api/", env!("CARGO_PKG_VERSION")).to_owned(),
                timeout: Duration::from_secs(180),
                connect_timeout: Duration::from_secs(30),
                largest_answer: 64 * 1024 * 1024,
            },
            allow_http: false,
        }
    }

    /// Where the API is; [`Endpoint::OvhEu`] unless set. Keys are valid in one region only.
    pub fn endpoint(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = endpoint;
        self
    }

    /// All keys at once, in the place of those set before.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// The application key, which is sent with every call. Public operations need none.
    pub fn application_key(mut self, key: impl Into<SecretString>) -> Self {
        self.credentials.set_application_key(key.into());
        self
    }

    /// The application secret, which signs and is never sent.
    pub fn application_secret(mut self, secret: impl Into<SecretString>) -> Self {
        self.credentials.set_application_secret(secret.into());
        self
    }

    /// The consumer key, which stands for the user and the rights that the user has granted.
    pub fn consumer_key(mut self, key: impl Into<SecretString>) -> Self {
        self.credentials.set_consumer_key(key.into());
        self
    }

    /// The header `User-Agent`; the name and version of this crate unless set.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.settings.user_agent = user_agent.into();
        self
    }

    /// How long a call may take, from connecting to the last byte of the answer; 180 seconds unless set, like the
    /// Python wrapper.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// How long connecting may take; 30 seconds unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.settings.connect_timeout = timeout;
        self
    }

    /// How large an answer may be, in bytes; 64 MiB unless set. A larger one is an error of the kind
    /// [`TooLarge`](ErrorKind::TooLarge).
    pub fn largest_answer(mut self, bytes: usize) -> Self {
        self.settings.largest_answer = bytes;
        self
    }

    /// Allows an endpoint whose URL is `http` on another machine. Everybody on the way can then read the consumer key
    /// and all answers.
    pub fn allow_http(mut self) -> Self {
        self.allow_http = true;
        self
    }

    /// The client. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// If a key is empty, malformed or of no use without another one that is not set; if the endpoint is `http` on
    /// another machine; if the user agent is no header value; or if the HTTP client cannot be set up, such as without
    /// root certificates.
    pub fn build(self) -> Result<Client, Error> {
        self.credentials.check()?;
        if !self.allow_http && !self.endpoint.is_private() {
            return Err(Error::new(
                ErrorKind::Configuration,
                "the endpoint is http on another machine, so keys could be read on the way; use https",
            ));
        }
        let transport = Transport::new(&self.settings, !self.endpoint.is_this_machine())?;
        Ok(Client::new(self.endpoint, self.credentials, transport))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(builder: ClientBuilder) -> String {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(!error.may_have_been_sent());
        error.to_string()
    }

    #[test]
    fn http_must_be_asked_for_by_name() {
        let remote = Client::builder().endpoint(Endpoint::custom("http://192.0.2.1/1.0").unwrap());
        assert!(problem(remote.clone()).contains("use https"));
        assert!(remote.allow_http().build().is_ok());
        let local = Client::builder().endpoint(Endpoint::custom("http://127.0.0.1/1.0").unwrap());
        assert!(local.build().is_ok());
    }

    #[test]
    fn mistakes_are_told() {
        let half = Client::builder().application_key("k").consumer_key("c");
        assert_eq!(problem(half), "the consumer key is of no use without an application secret");
        let agent = Client::builder().user_agent("a\nb");
        assert!(problem(agent).starts_with("the HTTP client cannot be set up: "));
        assert!(Client::builder().application_key("k").build().is_ok());
    }
}
