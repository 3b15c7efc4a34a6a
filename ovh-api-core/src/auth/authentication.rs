//! Authentication headers for a single attempt.
//!
//! [`Authentication::apply`] runs for every attempt: a signature contains the time, and a token may have expired since
//! the last attempt. [`Authentication::refresh`] decides whether another attempt would carry fresher credentials.

use std::fmt;
use std::io::{Cursor, Write as _};

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use http::{StatusCode, Uri};
use secrecy::{ExposeSecret, SecretString};

use super::clock::ServerTime;
use super::credentials::{Credentials, Key, is_header_text, secret_header};
use super::oauth2::OAuth2;
use super::service::Service;
use super::signature::{self, Signed, sign};
use crate::endpoint::Endpoint;
use crate::error::{Error, ErrorKind, redacted};
use crate::transport::Outgoing;

/// The maximum length of a timestamp, sign included.
const TIMESTAMP_LENGTH: usize = 20;

const APPLICATION: HeaderName = HeaderName::from_static("x-ovh-application");
const CONSUMER: HeaderName = HeaderName::from_static("x-ovh-consumer");
const TIMESTAMP: HeaderName = HeaderName::from_static("x-ovh-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("x-ovh-signature");

/// Credentials that are complete and ready to be sent.
pub(crate) enum Authentication {
    /// Public operations only.
    Anonymous,
    /// Public operations, and requests for a consumer key.
    Application(Application),
    /// Every request is signed.
    Classic(ClassicKeys),
    /// A token that is fetched when it is needed, and refreshed.
    OAuth2(Box<OAuth2>),
    /// A token from elsewhere, which the client cannot refresh.
    AccessToken(SecretString),
}

/// An application key as a header value, and its secret.
#[derive(Clone)]
pub(crate) struct Application {
    key: HeaderValue,
    secret: SecretString,
}

/// The three keys that sign a request.
pub(crate) struct ClassicKeys {
    application: Application,
    consumer_key: HeaderValue,
}

/// What an attempt was authenticated with, and what may be stale if the service rejects it.
#[derive(Debug, Clone, Default)]
pub(crate) struct AttemptAuth {
    /// The time in the signature.
    pub(crate) time: Option<ServerTime>,
    /// The number of the request that fetched the token.
    token: Option<u64>,
    /// The token itself. The client may have a newer one when the service repeats this one in an error.
    bearer: Option<HeaderValue>,
}

const BEARER: &str = "Bearer ";

impl Authentication {
    /// Checks credentials for completeness. `token_url` replaces the token service of the endpoint.
    pub(crate) fn new(credentials: &Credentials, endpoint: &Endpoint, token_url: Option<Uri>) -> Result<Self, Error> {
        credentials.check()?;
        let key = |key| credentials.get(key).cloned();
        if let Some(token) = key(Key::AccessToken) {
            return Ok(Self::AccessToken(token));
        }
        if let (Some(id), Some(secret)) = (key(Key::ClientId), key(Key::ClientSecret)) {
            let token_url = token_url.map_or_else(|| endpoint.oauth2_token_url(), Ok)?;
            return Ok(Self::OAuth2(Box::new(OAuth2::new(token_url, id, secret))));
        }
        let (Some(application_key), Some(secret)) = (credentials.get(Key::ApplicationKey), key(Key::ApplicationSecret))
        else {
            return Ok(Self::Anonymous);
        };
        let application = Application::new(application_key, secret)?;
        Ok(match credentials.get(Key::ConsumerKey) {
            Some(consumer_key) => Self::Classic(ClassicKeys::new(application, consumer_key)?),
            None => Self::Application(application),
        })
    }

    /// Adds authentication headers to an attempt, which must be complete otherwise: the signature covers method, URL
    /// and body. An error here means that the attempt was not sent.
    pub(crate) async fn apply(
        &self,
        authenticated: bool,
        outgoing: &mut Outgoing<'_>,
        service: &impl Service,
    ) -> Result<AttemptAuth, Error> {
        let mut auth = AttemptAuth::default();
        self.identify(&mut outgoing.headers);
        if !authenticated {
            return Ok(auth);
        }
        match self {
            Self::Anonymous | Self::Application(_) => {
                return Err(Error::new(ErrorKind::Credentials, self.missing()));
            }
            Self::Classic(keys) => {
                let now = service.now().await?;
                keys.sign(now.timestamp, outgoing)?;
                auth.time = Some(now);
            }
            Self::AccessToken(token) => {
                outgoing.headers.insert(AUTHORIZATION, secret_header(BEARER, token)?);
            }
            Self::OAuth2(oauth2) => {
                let (token, fetch) = oauth2.token(service).await?;
                let bearer = secret_header(BEARER, &token)?;
                outgoing.headers.insert(AUTHORIZATION, bearer.clone());
                auth.token = Some(fetch);
                auth.bearer = Some(bearer);
            }
        }
        Ok(auth)
    }

    /// Adds the application key, the only key that a request for a public operation carries. Requests with a token
    /// carry no `X-Ovh-*` header.
    pub(crate) fn identify(&self, headers: &mut HeaderMap) {
        if let Self::Application(application) | Self::Classic(ClassicKeys { application, .. }) = self {
            headers.insert(APPLICATION, application.key.clone());
        }
    }

    /// Returns whether an attempt was rejected for its token, so that an immediate retry can succeed. The service did
    /// nothing else, so this holds for a POST as well. The next attempt fetches a new token, unless another call has
    /// done so already.
    pub(crate) async fn refresh(&self, auth: &AttemptAuth, error: &Error) -> bool {
        match (self, auth.token) {
            (Self::OAuth2(oauth2), Some(fetch)) if error.status() == Some(StatusCode::UNAUTHORIZED) => {
                oauth2.invalidate(fetch).await;
                true
            }
            _ => false,
        }
    }

    /// Redacts these keys in an error, in case the service echoed them. `auth` is that of the attempt, whose token
    /// may have been replaced since.
    pub(crate) fn redact(&self, error: Error, auth: Option<&AttemptAuth>) -> Error {
        self.with_keys(auth, |keys| error.redact(keys))
    }

    /// Returns the redacted text if it contains one of these keys.
    pub(crate) fn redacted(&self, text: &str, auth: Option<&AttemptAuth>) -> Option<String> {
        self.with_keys(auth, |keys| redacted(text, keys))
    }

    fn with_keys<T>(&self, auth: Option<&AttemptAuth>, redact: impl FnOnce(&[&str]) -> T) -> T {
        let sent = auth.and_then(|auth| auth.bearer.as_ref()).map(text).and_then(|text| text.strip_prefix(BEARER));
        let sent = sent.unwrap_or_default();
        match self {
            Self::Anonymous => redact(&[]),
            Self::Application(application) => redact(&[text(&application.key), application.secret.expose_secret()]),
            Self::Classic(ClassicKeys { application, consumer_key }) => {
                redact(&[text(&application.key), application.secret.expose_secret(), text(consumer_key)])
            }
            Self::OAuth2(oauth2) => oauth2.with_secrets(|secret, token| redact(&[secret, token, sent])),
            Self::AccessToken(token) => redact(&[token.expose_secret()]),
        }
    }

    /// Returns the same application with another consumer key.
    pub(crate) fn with_consumer_key(&self, consumer_key: &SecretString) -> Result<Self, Error> {
        if !is_header_text(consumer_key.expose_secret()) {
            let message = "invalid consumer key: it is empty or contains spaces or characters that are not ASCII";
            return Err(Error::new(ErrorKind::Configuration, message));
        }
        let (Self::Application(application) | Self::Classic(ClassicKeys { application, .. })) = self else {
            let message = "a consumer key requires an application key and its secret, which are not set";
            return Err(Error::new(ErrorKind::Configuration, message));
        };
        Ok(Self::Classic(ClassicKeys::new(application.clone(), consumer_key)?))
    }

    fn missing(&self) -> &'static str {
        match self {
            Self::Application(_) => {
                "the operation requires a consumer key, which is not set; Client::request_consumer_key requests one"
            }
            _ => {
                "the operation requires credentials: an application key, its secret and a consumer key, or an OAuth2 \
                 client, or an access token"
            }
        }
    }
}

impl Application {
    fn new(key: &SecretString, secret: SecretString) -> Result<Self, Error> {
        Ok(Self { key: secret_header("", key)?, secret })
    }
}

impl ClassicKeys {
    fn new(application: Application, consumer_key: &SecretString) -> Result<Self, Error> {
        Ok(Self { application, consumer_key: secret_header("", consumer_key)? })
    }

    fn sign(&self, timestamp: i64, outgoing: &mut Outgoing<'_>) -> Result<(), Error> {
        let (timestamp, mut signature) = self.values(timestamp, outgoing).map_err(|source| {
            Error::new(ErrorKind::Credentials, "invalid signature header").with_boxed_source(source)
        })?;
        signature.set_sensitive(true);
        outgoing.headers.insert(CONSUMER, self.consumer_key.clone());
        outgoing.headers.insert(TIMESTAMP, timestamp);
        outgoing.headers.insert(SIGNATURE, signature);
        Ok(())
    }

    /// Returns timestamp and signature, which share one allocation.
    fn values(
        &self,
        timestamp: i64,
        outgoing: &Outgoing<'_>,
    ) -> Result<(HeaderValue, HeaderValue), Box<dyn std::error::Error + Send + Sync>> {
        let mut text = Cursor::new([0; TIMESTAMP_LENGTH + signature::LENGTH]);
        write!(text, "{timestamp}")?;
        let digits = usize::try_from(text.position())?;
        let signed = Signed {
            method: outgoing.method.as_str(),
            url: outgoing.url,
            body: &outgoing.body,
            timestamp: text.get_ref().get(..digits).unwrap_or_default(),
        };
        let secret = self.application.secret.expose_secret().as_bytes();
        text.write_all(&sign(secret, self.consumer_key.as_bytes(), signed))?;
        let text = Bytes::from_owner(text.into_inner());
        let value = |range| HeaderValue::from_maybe_shared(text.slice(range));
        Ok((value(0..digits)?, value(digits..digits + signature::LENGTH)?))
    }
}

/// Returns a key as text. All accepted keys are ASCII.
fn text(key: &HeaderValue) -> &str {
    key.to_str().unwrap_or_default()
}

/// Shows the kind of credentials, not the keys.
impl fmt::Debug for Authentication {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Anonymous => "none",
            Self::Application(_) => "application key",
            Self::Classic(_) => "application key and consumer key",
            Self::OAuth2(_) => "OAuth2 client",
            Self::AccessToken(_) => "access token",
        })
    }
}
