//! The client: keys, clock and connections, shared by all calls.

mod answer;
mod builder;

use std::fmt;
use std::sync::Arc;

use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use url::Url;

pub(crate) use answer::Answer;
pub use builder::ClientBuilder;

use crate::clock::{Clock, Reading};
use crate::credentials::{Credentials, Signer};
use crate::error::{Error, ErrorKind};
use crate::request::Parts;
use crate::signature::Signed;
use crate::transport::{Outgoing, Transport};
use crate::{Branch, Endpoint, Method, Operation};

const APPLICATION: HeaderName = HeaderName::from_static("x-ovh-application");
const CONSUMER: HeaderName = HeaderName::from_static("x-ovh-consumer");
const TIMESTAMP: HeaderName = HeaderName::from_static("x-ovh-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("x-ovh-signature");

/// Asked by the client itself, so that it does not depend on a feature.
static AUTH_TIME: Operation = Operation {
    name: "auth.time",
    method: Method::Get,
    branch: Branch::V1,
    path: "/auth/time",
    authenticated: false,
    iam_actions: &[],
};

/// A client of the OVHcloud API.
///
/// It is cheap to clone; clones share keys, clock and connections. Calls run on a tokio runtime.
///
/// ```
/// use ovh_api::{Client, Endpoint};
///
/// // Public operations need no keys.
/// let client = Client::builder().endpoint(Endpoint::OvhCa).build()?;
/// assert_eq!(client.endpoint(), &Endpoint::OvhCa);
/// # Ok::<(), ovh_api::Error>(())
/// ```
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    endpoint: Endpoint,
    base_v1: String,
    base_v2: String,
    credentials: Credentials,
    clock: Clock,
    transport: Transport,
}

impl Client {
    /// Starts to describe a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Where the client sends its calls.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.shared.endpoint
    }

    fn new(endpoint: Endpoint, credentials: Credentials, transport: Transport) -> Self {
        Self {
            shared: Arc::new(Shared {
                base_v1: endpoint.base_url(Branch::V1),
                base_v2: endpoint.base_url(Branch::V2),
                endpoint,
                credentials,
                clock: Clock::new(),
                transport,
            }),
        }
    }

    /// Sends a request of any type.
    pub(crate) async fn execute(&self, parts: Box<Parts>) -> Result<Answer, Error> {
        let (operation, path) = (parts.operation, parts.shown_path());
        match self.shared.attempt(*parts).await {
            Ok(incoming) => Answer::new(operation, path, incoming),
            Err(error) => Err(error.with_call(operation, path)),
        }
    }
}

impl Shared {
    async fn attempt(&self, parts: Parts) -> Result<crate::transport::Incoming, Error> {
        if let Some(fault) = parts.fault {
            return Err(Error::new(ErrorKind::Request, fault.to_string()));
        }
        let mut outgoing = self.outgoing(parts.operation, &parts.path, parts.query())?;
        outgoing.headers.extend(parts.headers);
        if let Some(body) = parts.body {
            let json = HeaderValue::from_static("application/json");
            outgoing.headers.insert(CONTENT_TYPE, json);
            outgoing.body = Some(body.into_bytes());
        }
        if parts.operation.authenticated {
            let Some(signer) = self.credentials.signer() else {
                return Err(Error::new(
                    ErrorKind::Credentials,
                    "the operation needs an application key, its secret and a consumer key",
                ));
            };
            let now = self.now().await?;
            sign(signer, now, &mut outgoing)?;
        }
        self.transport.send(outgoing).await
    }

    /// What signed and unsigned calls have in common.
    fn outgoing(&self, operation: &Operation, path: &str, query: Option<&str>) -> Result<Outgoing, Error> {
        let base = match operation.branch {
            Branch::V1 => &self.base_v1,
            Branch::V2 => &self.base_v2,
        };
        let (mark, query) = query.map_or(("", ""), |query| ("?", query));
        let url = Url::parse(&format!("{base}{path}{mark}{query}"))
            .map_err(|error| Error::new(ErrorKind::Request, "the path makes no URL").with_source(error))?;
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(key) = self.credentials.application_key() {
            headers.insert(APPLICATION, sensitive(key)?);
        }
        Ok(Outgoing { method: operation.method.into(), url, headers, body: None })
    }

    async fn now(&self) -> Result<Reading, Error> {
        self.clock.now(|| self.ask_time()).await
    }

    /// `GET /auth/time`. Whatever goes wrong here, the call that needed the time has not been sent.
    async fn ask_time(&self) -> Result<i64, Error> {
        let path = AUTH_TIME.path;
        let outgoing = self.outgoing(&AUTH_TIME, path, None)?;
        let answer = match self.transport.send(outgoing).await {
            Ok(incoming) => Answer::new(&AUTH_TIME, path.into(), incoming).and_then(Answer::decode),
            Err(error) => Err(error.with_call(&AUTH_TIME, path.into())),
        };
        answer.map_err(|error| {
            let kind = match error.kind() {
                kind @ (ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport) => kind,
                _ => ErrorKind::Clock,
            };
            Error::new(kind, "cannot read the service's clock").with_source(error)
        })
    }
}

/// Adds the headers of a signed call.
fn sign(signer: Signer<'_>, now: Reading, outgoing: &mut Outgoing) -> Result<(), Error> {
    let signature = signer.sign(Signed {
        method: outgoing.method.as_str(),
        url: outgoing.url.as_str(),
        body: outgoing.body.as_deref().unwrap_or_default(),
        timestamp: now.timestamp,
    });
    let headers = &mut outgoing.headers;
    headers.insert(APPLICATION, sensitive(signer.application_key)?);
    headers.insert(CONSUMER, sensitive(signer.consumer_key)?);
    headers.insert(TIMESTAMP, HeaderValue::from(now.timestamp));
    headers.insert(SIGNATURE, sensitive(&signature)?);
    Ok(())
}

/// A header value that no log shows.
fn sensitive(text: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(text).map_err(|error| {
        Error::new(ErrorKind::Credentials, "a key has characters that no key has").with_source(error)
    })?;
    value.set_sensitive(true);
    Ok(value)
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("endpoint", &self.shared.endpoint)
            .field("credentials", &self.shared.credentials)
            .finish_non_exhaustive()
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
