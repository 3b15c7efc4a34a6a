//! What shows the service who calls: the headers of one attempt.
//!
//! The one seam between credentials and calls. [`Authentication::apply`] is called once for every attempt, for a
//! signature has a time in it and a token may have expired since the last one; [`Authentication::renew`] is told
//! of a refusal and says whether another attempt would go out with something fresher.

use std::fmt;
use std::future::Future;
use std::io::{Cursor, Write as _};

use bytes::Bytes;
use http::StatusCode;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::Operation;
use crate::clock::Reading;
use crate::credentials::{is_header_text, secret_header};
use crate::error::{Error, ErrorKind, redacted};
use crate::oauth2::OAuth2;
use crate::signature::{self, Signed, sign};
use crate::transport::Outgoing;

/// The most digits that a time has, with its sign.
const TIMESTAMP_LENGTH: usize = 20;

const APPLICATION: HeaderName = HeaderName::from_static("x-ovh-application");
const CONSUMER: HeaderName = HeaderName::from_static("x-ovh-consumer");
const TIMESTAMP: HeaderName = HeaderName::from_static("x-ovh-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("x-ovh-signature");

/// A way to authenticate that has been checked for completeness.
pub(crate) enum Authentication {
    /// Public operations alone.
    Anonymous,
    /// Public operations, and asking for a consumer key.
    Application(Application),
    /// Every call is signed.
    Classic(ClassicKeys),
    /// A token that is asked for when it is needed, and renewed.
    OAuth2(Box<OAuth2>),
    /// A token that somebody else has got and keeps valid.
    AccessToken(SecretString),
}

/// An application key, ready to be sent, and its secret.
#[derive(Clone)]
pub(crate) struct Application {
    key: HeaderValue,
    secret: SecretString,
}

/// The three keys that a signed call needs.
pub(crate) struct ClassicKeys {
    application: Application,
    /// Ready to be sent.
    consumer_key: HeaderValue,
}

/// What an attempt may ask the service before it goes out itself.
pub(crate) trait Service: Sync {
    /// The service's clock. Asked for by signatures only.
    fn now(&self) -> impl Future<Output = Result<Reading, Error>> + Send;

    /// Sends a request that is complete. An answer of any status is `Ok`; one that broke off is an error.
    fn send(&self, request: http::Request<Bytes>) -> impl Future<Output = Result<http::Response<Bytes>, Error>> + Send;
}

/// What the headers of one attempt rest on, and what may have been stale if the service refused them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Proof {
    /// The time in the signature.
    pub(crate) time: Option<Reading>,
    /// Which of the tokens so far was sent.
    token: Option<u64>,
    /// The token itself, which may have been replaced when the service repeats it.
    bearer: Option<HeaderValue>,
}

const BEARER: &str = "Bearer ";

impl Authentication {
    /// Adds the headers that this attempt needs. The request must be complete but for them: the signature covers its
    /// method, URL and body. Whatever goes wrong here, the call itself has not been sent.
    pub(crate) async fn apply(
        &self,
        operation: &Operation,
        outgoing: &mut Outgoing<'_>,
        service: &impl Service,
    ) -> Result<Proof, Error> {
        let mut proof = Proof::default();
        self.identify(&mut outgoing.headers);
        if !operation.authenticated {
            return Ok(proof);
        }
        match self {
            Self::Anonymous | Self::Application(_) => {
                return Err(Error::new(ErrorKind::Credentials, self.missing()));
            }
            Self::Classic(keys) => {
                let now = service.now().await?;
                keys.sign(now.timestamp, outgoing)?;
                proof.time = Some(now);
            }
            Self::AccessToken(token) => {
                outgoing.headers.insert(AUTHORIZATION, secret_header(BEARER, token)?);
            }
            Self::OAuth2(oauth2) => {
                let token = oauth2.token(service).await?;
                let bearer = secret_header(BEARER, &token.access_token)?;
                outgoing.headers.insert(AUTHORIZATION, bearer.clone());
                proof.token = Some(token.number);
                proof.bearer = Some(bearer);
            }
        }
        Ok(proof)
    }

    /// Names the application, which is all that a public operation carries, such as the question for the time. Calls
    /// with a token carry no `X-Ovh-*` header at all.
    pub(crate) fn identify(&self, headers: &mut HeaderMap) {
        if let Self::Application(application) | Self::Classic(ClassicKeys { application, .. }) = self {
            headers.insert(APPLICATION, application.key.clone());
        }
    }

    /// Hears that the service refused an attempt, and says whether the same call is worth one more at once because the
    /// token that it carried had expired. The service did nothing but refuse, so that holds for a POST as well. The
    /// next attempt asks for a new token, unless another call has done so already.
    pub(crate) async fn renew(&self, proof: &Proof, error: &Error) -> bool {
        match (self, proof.token) {
            (Self::OAuth2(oauth2), Some(number)) if error.status() == Some(StatusCode::UNAUTHORIZED) => {
                oauth2.forget(number).await;
                true
            }
            _ => false,
        }
    }

    /// Returns the error without these keys, should the service have repeated them. `proof` is that of the attempt, whose
    /// token may have been replaced since.
    pub(crate) fn redact(&self, error: Error, proof: Option<&Proof>) -> Error {
        self.with_keys(proof, |keys| error.redact(keys))
    }

    /// Returns the text without these keys, if it has any.
    pub(crate) fn redacted(&self, text: &str, proof: Option<&Proof>) -> Option<String> {
        self.with_keys(proof, |keys| redacted(text, keys))
    }

    fn with_keys<T>(&self, proof: Option<&Proof>, redact: impl FnOnce(&[&str]) -> T) -> T {
        let sent = proof.and_then(|proof| proof.bearer.as_ref()).map(text).and_then(|text| text.strip_prefix(BEARER));
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

    /// The same application with a user's key.
    pub(crate) fn with_consumer_key(&self, consumer_key: &SecretString) -> Result<Self, Error> {
        if !is_header_text(consumer_key.expose_secret()) {
            let message = "the consumer key is empty or holds characters that no key has";
            return Err(Error::new(ErrorKind::Configuration, message));
        }
        let (Self::Application(application) | Self::Classic(ClassicKeys { application, .. })) = self else {
            let message = "a consumer key is of no use without an application key and its secret";
            return Err(Error::new(ErrorKind::Configuration, message));
        };
        Ok(Self::Classic(ClassicKeys::new(application.clone(), consumer_key)?))
    }

    fn missing(&self) -> &'static str {
        match self {
            Self::Application(_) => {
                "the operation needs a consumer key beside the application key; Client::request_consumer_key asks for one"
            }
            _ => {
                "the operation needs credentials: an application key, its secret and a consumer key, or an OAuth2 client, \
                 or an access token"
            }
        }
    }
}

impl Application {
    pub(crate) fn new(key: &SecretString, secret: SecretString) -> Result<Self, Error> {
        Ok(Self { key: secret_header("", key)?, secret })
    }
}

impl ClassicKeys {
    pub(crate) fn new(application: Application, consumer_key: &SecretString) -> Result<Self, Error> {
        Ok(Self { application, consumer_key: secret_header("", consumer_key)? })
    }

    fn sign(&self, timestamp: i64, outgoing: &mut Outgoing<'_>) -> Result<(), Error> {
        let (timestamp, mut signature) = self.values(timestamp, outgoing).map_err(|source| {
            Error::new(ErrorKind::Credentials, "the signature is no header value").with_boxed_source(source)
        })?;
        signature.set_sensitive(true);
        outgoing.headers.insert(CONSUMER, self.consumer_key.clone());
        outgoing.headers.insert(TIMESTAMP, timestamp);
        outgoing.headers.insert(SIGNATURE, signature);
        Ok(())
    }

    /// Time and signature, which share one piece of memory.
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

/// A key as text, which every key is that has been taken.
fn text(key: &HeaderValue) -> &str {
    key.to_str().unwrap_or_default()
}

/// Shows the way, not the keys.
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
