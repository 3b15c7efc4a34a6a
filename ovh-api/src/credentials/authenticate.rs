//! What a request needs to be known as its sender's, made anew for each attempt.

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::Credentials;
use crate::client::Core;
use crate::clock::Reading;
use crate::error::{Error, ErrorKind};
use crate::signature::Signed;

const APPLICATION: HeaderName = HeaderName::from_static("x-ovh-application");
const CONSUMER: HeaderName = HeaderName::from_static("x-ovh-consumer");
const TIMESTAMP: HeaderName = HeaderName::from_static("x-ovh-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("x-ovh-signature");

/// A request that is complete but for its authentication.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unsigned<'r> {
    pub(crate) method: &'r str,
    /// The full URL exactly as it is sent.
    pub(crate) url: &'r str,
    /// The exact bytes that are sent, empty if there are none.
    pub(crate) body: &'r [u8],
}

/// What an authenticated request rests on, so that a refusal of it can be told to its source.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Proof {
    /// A signature dated by this reading of the clock.
    Signature(Reading),
}

impl Credentials {
    /// The headers of a request to a public operation.
    pub(crate) fn identify(&self, headers: &mut HeaderMap) -> Result<(), Error> {
        if let Some(key) = self.application_key() {
            headers.insert(APPLICATION, sensitive(key)?);
        }
        Ok(())
    }

    /// The headers of a request to an operation that needs to know who calls. Called once for each attempt; `core`
    /// gives the time ([`Core::now`]) and sends what has to be asked for first ([`Core::fetch`]).
    ///
    /// Whatever goes wrong here, the request itself has not been sent.
    pub(crate) async fn authenticate(
        &self,
        core: &Core,
        request: Unsigned<'_>,
        headers: &mut HeaderMap,
    ) -> Result<Proof, Error> {
        let Some(signer) = self.signer() else {
            return Err(Error::new(
                ErrorKind::Credentials,
                "the operation needs an application key, its secret and a consumer key",
            ));
        };
        let now = core.now().await?;
        let signature = signer.sign(Signed {
            method: request.method,
            url: request.url,
            body: request.body,
            timestamp: now.timestamp,
        });
        headers.insert(APPLICATION, sensitive(signer.application_key)?);
        headers.insert(CONSUMER, sensitive(signer.consumer_key)?);
        headers.insert(TIMESTAMP, HeaderValue::from(now.timestamp));
        headers.insert(SIGNATURE, sensitive(&signature)?);
        Ok(Proof::Signature(now))
    }

    /// Hears that the service refused a request with this proof, and says whether the same request is worth sending
    /// once more at once, authenticated anew. That must be safe for a POST: only for refusals by which the service did
    /// nothing.
    pub(crate) async fn refused(&self, core: &Core, proof: Proof, error: &Error) -> bool {
        match proof {
            Proof::Signature(reading) if error.error_code() == Some("QUERY_TIME_OUT") => {
                core.clock().forget(reading).await;
                true
            }
            Proof::Signature(_) => false,
        }
    }
}

/// A header value that no log shows.
pub(crate) fn sensitive(text: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(text).map_err(|error| {
        Error::new(ErrorKind::Credentials, "a key has characters that no key has").with_source(error)
    })?;
    value.set_sensitive(true);
    Ok(value)
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
