//! What shows the service who calls: the headers of one attempt.
//!
//! The one seam between credentials and calls. [`Authentication::apply`] is called once for every attempt, for a
//! signature has a time in it and a token may have expired since the last one; [`Authentication::renew`] is asked after
//! a refusal whether another attempt would go out with something fresher.

use std::fmt;
use std::future::Future;

use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::Operation;
use crate::clock::Reading;
use crate::error::{Error, ErrorKind};
use crate::oauth2::OAuth2;
use crate::signature::{Signed, sign};
use crate::transport::{Outgoing, Transport};

const APPLICATION: HeaderName = HeaderName::from_static("x-ovh-application");
const CONSUMER: HeaderName = HeaderName::from_static("x-ovh-consumer");
const TIMESTAMP: HeaderName = HeaderName::from_static("x-ovh-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("x-ovh-signature");

/// A way to authenticate that has been checked for completeness.
pub(crate) enum Authentication {
    /// Public operations alone.
    Anonymous,
    /// Public operations, and asking for a consumer key.
    Application(SecretString),
    /// Every call is signed.
    Classic(ClassicKeys),
    /// A token that is asked for when it is needed, and renewed.
    OAuth2(OAuth2),
    /// A token that somebody else has got and keeps valid.
    AccessToken(SecretString),
}

/// The three keys that a signed call needs.
pub(crate) struct ClassicKeys {
    pub(crate) application_key: SecretString,
    pub(crate) application_secret: SecretString,
    pub(crate) consumer_key: SecretString,
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
    /// Adds the headers that this attempt needs. `outgoing` must be complete but for them: the signature covers its
    /// method, URL and body. `now` reads the service's clock and is called for signatures only.
    pub(crate) async fn apply<F>(
        &self,
        operation: &Operation,
        outgoing: &mut Outgoing,
        transport: &Transport,
        now: impl FnOnce() -> F,
    ) -> Result<Proof, Error>
    where
        F: Future<Output = Result<Reading, Error>>,
    {
        let mut proof = Proof::default();
        self.identify(outgoing)?;
        if !operation.authenticated {
            return Ok(proof);
        }
        match self {
            Self::Anonymous | Self::Application(_) => {
                return Err(Error::new(ErrorKind::Credentials, self.missing()));
            }
            Self::Classic(keys) => {
                let now = now().await?;
                keys.sign(now.timestamp, outgoing)?;
                proof.time = Some(now);
            }
            Self::AccessToken(token) => {
                outgoing.headers.insert(AUTHORIZATION, bearer(token)?);
            }
            Self::OAuth2(oauth2) => {
                let token = oauth2.token(transport).await?;
                outgoing.headers.insert(AUTHORIZATION, bearer(&token.access_token)?);
                proof.token = Some(token.number);
            }
        }
        Ok(proof)
    }

    /// Names the application, which is all that a public operation carries, such as the question for the time. Calls
    /// with a token carry no `X-Ovh-*` header at all.
    pub(crate) fn identify(&self, outgoing: &mut Outgoing) -> Result<(), Error> {
        if let Self::Application(key) | Self::Classic(ClassicKeys { application_key: key, .. }) = self {
            outgoing.headers.insert(APPLICATION, sensitive(key.expose_secret())?);
        }
        Ok(())
    }

    /// After a refusal: whether the call is worth one more attempt because the token it carried had expired. The next
    /// attempt then asks for a new one, unless another call has done so already.
    pub(crate) async fn renew(&self, proof: Proof, error: &Error) -> bool {
        match (self, proof.token) {
            (Self::OAuth2(oauth2), Some(number)) if error.status() == Some(http::StatusCode::UNAUTHORIZED) => {
                oauth2.forget(number).await;
                true
            }
            _ => false,
        }
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

impl ClassicKeys {
    fn sign(&self, timestamp: i64, outgoing: &mut Outgoing) -> Result<(), Error> {
        let secrets = (self.application_secret.expose_secret(), self.consumer_key.expose_secret());
        let signature = sign(
            secrets.0,
            secrets.1,
            Signed {
                method: outgoing.method.as_str(),
                url: outgoing.url.as_str(),
                body: outgoing.body.as_deref().unwrap_or_default(),
                timestamp,
            },
        );
        let headers = &mut outgoing.headers;
        headers.insert(CONSUMER, sensitive(self.consumer_key.expose_secret())?);
        headers.insert(TIMESTAMP, HeaderValue::from(timestamp));
        headers.insert(SIGNATURE, sensitive(&signature)?);
        Ok(())
    }
}

fn bearer(token: &SecretString) -> Result<HeaderValue, Error> {
    sensitive(&format!("Bearer {}", token.expose_secret()))
}

/// A header value that no log shows.
fn sensitive(text: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(text).map_err(|error| {
        Error::new(ErrorKind::Credentials, "a key has characters that no key has").with_source(error)
    })?;
    value.set_sensitive(true);
    Ok(value)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_log_shows_a_key() {
        assert_eq!(format!("{:?}", sensitive("canary").unwrap()), "Sensitive");
        let error = sensitive("canary\n").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}
