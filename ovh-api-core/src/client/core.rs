//! State shared by all calls of a client.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{ACCEPT, HeaderMap, HeaderValue};
use secrecy::SecretString;
use tokio::time::Instant;

use super::checked_response::CheckedResponse;
use super::notices::Notices;
use super::settings::{Policy, Settings};
use crate::auth::{Authentication, Clock, ServerTime, Service};
use crate::endpoint::Endpoint;
use crate::error::{Error, ErrorKind};
use crate::json::Expected;
use crate::limit::Limits;
use crate::operation::{Branch, Method, Operation};
use crate::request::Target;
use crate::retry::Bucket;
use crate::transport::{Connection, Outgoing};

/// The number of headers of a signed request with a body, those of the HTTP client included.
const HEADERS: usize = 9;

/// Defined here so that signing does not depend on a feature.
static AUTH_TIME: Operation = Operation {
    name: "auth.time",
    method: Method::Get,
    branch: Branch::V1,
    path: "/auth/time",
    authenticated: false,
    iam_actions: "",
};

/// The state behind [`Client`](super::Client).
pub(crate) struct Core {
    pub(super) endpoint: Endpoint,
    base_v1: String,
    base_v2: String,
    pub(super) authentication: Authentication,
    pub(super) clock: Arc<Clock>,
    pub(super) connection: Connection,
    pub(super) policy: Policy,
    pub(super) bucket: Arc<Bucket>,
    pub(super) limits: Arc<Limits>,
    pub(super) notices: Arc<Notices>,
}

impl Core {
    pub(super) fn new(mut settings: Settings) -> Result<Self, Error> {
        let authentication = settings.authentication()?;
        let connection = settings.connection()?;
        let Settings { endpoint, policy, budget, concurrency, rate, .. } = settings;
        Ok(Self {
            base_v1: endpoint.base_url(Branch::V1),
            base_v2: endpoint.base_url(Branch::V2),
            endpoint,
            authentication,
            clock: Arc::new(Clock::new()),
            connection,
            policy,
            bucket: Arc::new(Bucket::new(budget)),
            limits: Arc::new(Limits::new(concurrency, rate)),
            notices: Arc::default(),
        })
    }

    /// Returns the state of a client with another consumer key.
    pub(super) fn with_consumer_key(&self, consumer_key: &SecretString) -> Result<Self, Error> {
        Ok(Self {
            endpoint: self.endpoint.clone(),
            base_v1: self.base_v1.clone(),
            base_v2: self.base_v2.clone(),
            authentication: self.authentication.with_consumer_key(consumer_key)?,
            clock: Arc::clone(&self.clock),
            connection: self.connection.clone(),
            policy: self.policy.clone(),
            bucket: Arc::clone(&self.bucket),
            limits: Arc::clone(&self.limits),
            notices: Arc::clone(&self.notices),
        })
    }

    /// Returns the base URL of a branch.
    pub(super) fn base(&self, branch: Branch) -> &str {
        match branch {
            Branch::V1 => &self.base_v1,
            Branch::V2 => &self.base_v2,
        }
    }

    /// Sends `GET /auth/time`. An error here means that the call that needed the time was not sent.
    async fn fetch_time(&self) -> Result<i64, Error> {
        let target = Target::new(self.base(AUTH_TIME.branch), AUTH_TIME.path.to_owned(), "", None);
        let mut headers = headers();
        self.authentication.identify(&mut headers);
        let outgoing = Outgoing { method: AUTH_TIME.method.into(), url: target.url(), headers, body: Bytes::new() };
        let end = Instant::now().checked_add(self.connection.timeout());
        let result = self.connection.send(outgoing, end).await;
        let time = CheckedResponse::new(result, Expected::Value, target.url()).and_then(CheckedResponse::decode);
        time.map_err(|error| {
            let kind = match error.kind() {
                kind @ (ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport) => kind,
                _ => ErrorKind::Clock,
            };
            let error = error.with_call(&AUTH_TIME, AUTH_TIME.path.into());
            Error::new(kind, "cannot read the service's clock").with_source(error)
        })
    }
}

/// Returns the headers of every attempt, with capacity for those that are added.
pub(super) fn headers() -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(HEADERS);
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers
}

/// These requests ignore the client's limits: the call that needs them may hold the last permit.
impl Service for Core {
    async fn now(&self) -> Result<ServerTime, Error> {
        // Rare: boxed, so that not every call reserves space for it.
        self.clock.now(|| Box::pin(self.fetch_time())).await
    }

    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, Error> {
        let (parts, body) = request.into_parts();
        let url = parts.uri.to_string();
        let outgoing = Outgoing { method: parts.method, url: &url, headers: parts.headers, body };
        let end = Instant::now().checked_add(self.connection.timeout());
        self.connection.send(outgoing, end).await.map_err(|error| error.into_parts(&url).0)
    }
}

/// Shown as `Client`.
impl std::fmt::Debug for Core {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Client")
            .field("endpoint", &self.endpoint)
            .field("authentication", &self.authentication)
            .finish_non_exhaustive()
    }
}
