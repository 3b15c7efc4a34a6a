//! What shows the service who calls: the headers of one attempt.
//!
//! The one seam between credentials and calls. [`Authentication::apply`] is called once for every attempt, for a
//! signature has a time in it and a token may have expired since the last one; [`Authentication::renew`] is told
//! of a refusal and says whether another attempt would go out with something fresher.

use std::fmt;
use std::future::Future;

use bytes::Bytes;
use http::StatusCode;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::Operation;
use crate::clock::Reading;
use crate::credentials::{is_header_text, secret_header};
use crate::error::{Error, ErrorKind};
use crate::oauth2::OAuth2;
use crate::signature::{Signed, sign};

const APPLICATION: HeaderName = HeaderName::from_static("x-ovh-application");
const CONSUMER: HeaderName = HeaderName::from_static("x-ovh-consumer");
const TIMESTAMP: HeaderName = HeaderName::from_static("x-ovh-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("x-ovh-signature");

/// A way to authenticate that has been checked for completeness.
pub(crate) enum Authentication {
    /// Public operations alone.
    Anonymous,
    /// Public operations, and asking for a consumer key.
    Application { application_key: SecretString, application_secret: SecretString },
    /// Every call is signed.
    Classic(ClassicKeys),
    /// A token that is asked for when it is needed, and renewed.
    OAuth2(Box<OAuth2>),
    /// A token that somebody else has got and keeps valid.
    AccessToken(SecretString),
}

/// The three keys that a signed call needs.
pub(crate) struct ClassicKeys {
    pub(crate) application_key: SecretString,
    pub(crate) application_secret: SecretString,
    pub(crate) consumer_key: SecretString,
}

/// What an attempt may ask the service before it goes out itself.
pub(crate) trait Service: Sync {
    /// The service's clock. Asked for by signatures only.
    fn now(&self) -> impl Future<Output = Result<Reading, Error>> + Send;

    /// Sends a request that is complete. An answer of any status is `Ok`; one that broke off is an error.
    fn send(&self, request: http::Request<Bytes>) -> impl Future<Output = Result<http::Response<Bytes>, Error>> + Send;
}

/// What the headers of one attempt rest on, and what may have been stale if the service refused them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Proof {
    /// The time in the signature.
    pub(crate) time: Option<Reading>,
    /// Which of the tokens so far was sent.
    token: Option<u64>,
}

impl Authentication {
    /// Adds the headers that this attempt needs. The request must be complete but for them: the signature covers its
    /// method, URL and body. Whatever goes wrong here, the call itself has not been sent.
    pub(crate) async fn apply(
        &self,
        operation: &Operation,
        request: &mut http::Request<Bytes>,
        service: &impl Service,
    ) -> Result<Proof, Error> {
        let mut proof = Proof::default();
        self.identify(request.headers_mut())?;
        if !operation.authenticated {
            return Ok(proof);
        }
        match self {
            Self::Anonymous | Self::Application { .. } => {
                return Err(Error::new(ErrorKind::Credentials, self.missing()));
            }
            Self::Classic(keys) => {
                let now = service.now().await?;
                keys.sign(now.timestamp, request)?;
                proof.time = Some(now);
            }
            Self::AccessToken(token) => {
                request.headers_mut().insert(AUTHORIZATION, secret_header("Bearer ", token)?);
            }
            Self::OAuth2(oauth2) => {
                let token = oauth2.token(service).await?;
                request.headers_mut().insert(AUTHORIZATION, secret_header("Bearer ", &token.access_token)?);
                proof.token = Some(token.number);
            }
        }
        Ok(proof)
    }

    /// Names the application, which is all that a public operation carries, such as the question for the time. Calls
    /// with a token carry no `X-Ovh-*` header at all.
    pub(crate) fn identify(&self, headers: &mut HeaderMap) -> Result<(), Error> {
        if let Self::Application { application_key, .. } | Self::Classic(ClassicKeys { application_key, .. }) = self {
            headers.insert(APPLICATION, secret_header("", application_key)?);
        }
        Ok(())
    }

    /// Hears that the service refused an attempt, and says whether the same call is worth one more at once because the
    /// token that it carried had expired. The service did nothing but refuse, so that holds for a POST as well. The
    /// next attempt asks for a new token, unless another call has done so already.
    pub(crate) async fn renew(&self, proof: Proof, error: &Error) -> bool {
        match (self, proof.token) {
            (Self::OAuth2(oauth2), Some(number)) if error.status() == Some(StatusCode::UNAUTHORIZED) => {
                oauth2.forget(number).await;
                true
            }
            _ => false,
        }
    }

    /// The same error without these keys, should the service have repeated them in its words.
    pub(crate) fn hide(&self, error: Error) -> Error {
        match self {
            Self::Anonymous => error.hiding(&[]),
            Self::Application { application_key, .. } => error.hiding(&[application_key.expose_secret()]),
            Self::Classic(ClassicKeys { application_key, consumer_key, .. }) => {
                error.hiding(&[application_key.expose_secret(), consumer_key.expose_secret()])
            }
            Self::OAuth2(oauth2) => oauth2.hide(error),
            Self::AccessToken(token) => error.hiding(&[token.expose_secret()]),
        }
    }

    /// The same application with a user's key.
    pub(crate) fn with_consumer_key(&self, consumer_key: SecretString) -> Result<Self, Error> {
        if !is_header_text(consumer_key.expose_secret()) {
            let message = "the consumer key is empty or holds characters that no key has";
            return Err(Error::new(ErrorKind::Configuration, message));
        }
        let (Self::Application { application_key, application_secret }
        | Self::Classic(ClassicKeys { application_key, application_secret, .. })) = self
        else {
            let message = "a consumer key is of no use without an application key and its secret";
            return Err(Error::new(ErrorKind::Configuration, message));
        };
        let (application_key, application_secret) = (application_key.clone(), application_secret.clone());
        Ok(Self::Classic(ClassicKeys { application_key, application_secret, consumer_key }))
    }

    fn missing(&self) -> &'static str {
        match self {
            Self::Application { .. } => {
                "the operation needs a consumer key beside the application key; Client::request_consumer_key asks for one"
            }
            _ => {
                "the operation needs credentials: an application key, its secret and a consumer key, or an OAuth2 client, \
                 or an access token"
            }
        }
    }
}

impl ClassicKeys {
    fn sign(&self, timestamp: i64, request: &mut http::Request<Bytes>) -> Result<(), Error> {
        let signed = Signed {
            method: request.method().as_str(),
            url: &request.uri().to_string(),
            body: request.body(),
            timestamp,
        };
        let signature = sign(self.application_secret.expose_secret(), self.consumer_key.expose_secret(), signed);
        let headers = request.headers_mut();
        headers.insert(CONSUMER, secret_header("", &self.consumer_key)?);
        headers.insert(TIMESTAMP, HeaderValue::from(timestamp));
        let mut signature = HeaderValue::try_from(signature).map_err(|error| {
            Error::new(ErrorKind::Credentials, "the signature is no header value").with_source(error)
        })?;
        signature.set_sensitive(true);
        headers.insert(SIGNATURE, signature);
        Ok(())
    }
}

/// Shows the way, not the keys.
impl fmt::Debug for Authentication {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Anonymous => "none",
            Self::Application { .. } => "application key",
            Self::Classic(_) => "application key and consumer key",
            Self::OAuth2(_) => "OAuth2 client",
            Self::AccessToken(_) => "access token",
        })
    }
}
