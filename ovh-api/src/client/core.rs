//! What all calls of a client share.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, HeaderValue};
use secrecy::SecretString;
use tokio::time::Instant;

use super::answer::Answer;
use crate::authentication::{Authentication, Service};
use crate::clock::{Clock, Reading};
use crate::error::{Error, ErrorKind};
use crate::limit::Limits;
use crate::retry::{Bucket, RetryPolicy};
use crate::transport::Wire;
use crate::{Branch, Endpoint, Method, Operation};

/// Asked by the client itself, so that it does not depend on a feature.
static AUTH_TIME: Operation = Operation {
    name: "auth.time",
    method: Method::Get,
    branch: Branch::V1,
    path: "/auth/time",
    authenticated: false,
    iam_actions: &[],
};

/// Everything about calls that does not depend on what is called.
pub(crate) struct Core {
    pub(super) endpoint: Endpoint,
    base_v1: String,
    base_v2: String,
    pub(super) authentication: Authentication,
    pub(super) clock: Arc<Clock>,
    pub(super) wire: Wire,
    pub(super) policy: Policy,
    pub(super) bucket: Arc<Bucket>,
    pub(super) limits: Arc<Limits>,
}

/// What calls are subject to unless they say otherwise.
#[derive(Debug, Clone, Default)]
pub(crate) struct Policy {
    pub(crate) retry: RetryPolicy,
    /// For a whole call with all its attempts and waits.
    pub(crate) deadline: Option<Duration>,
}

impl Core {
    pub(super) fn new(
        endpoint: Endpoint,
        authentication: Authentication,
        wire: Wire,
        policy: Policy,
        bucket: Bucket,
        limits: Limits,
    ) -> Self {
        Self {
            base_v1: endpoint.base_url(Branch::V1),
            base_v2: endpoint.base_url(Branch::V2),
            endpoint,
            authentication,
            clock: Arc::new(Clock::new()),
            wire,
            policy,
            bucket: Arc::new(bucket),
            limits: Arc::new(limits),
        }
    }

    /// The same for another user; clock, connections and limits are shared.
    pub(super) fn with_consumer_key(&self, consumer_key: SecretString) -> Result<Self, Error> {
        Ok(Self {
            endpoint: self.endpoint.clone(),
            base_v1: self.base_v1.clone(),
            base_v2: self.base_v2.clone(),
            authentication: self.authentication.with_consumer_key(consumer_key)?,
            clock: Arc::clone(&self.clock),
            wire: self.wire.clone(),
            policy: self.policy.clone(),
            bucket: Arc::clone(&self.bucket),
            limits: Arc::clone(&self.limits),
        })
    }

    /// The request to an operation, without what belongs to one call: headers, body, authentication.
    pub(super) fn request(
        &self,
        operation: &Operation,
        path: &str,
        query: Option<&str>,
    ) -> Result<http::Request<Bytes>, Error> {
        let base = match operation.branch {
            Branch::V1 => &self.base_v1,
            Branch::V2 => &self.base_v2,
        };
        let (mark, query) = query.map_or(("", ""), |query| ("?", query));
        let mut request = http::Request::new(Bytes::new());
        *request.method_mut() = operation.method.into();
        *request.uri_mut() = format!("{base}{path}{mark}{query}")
            .try_into()
            .map_err(|error| Error::new(ErrorKind::Request, "the path and query make no URL").with_source(error))?;
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        Ok(request)
    }

    /// `GET /auth/time`. Whatever goes wrong here, the call that needed the time has not been sent.
    async fn ask_time(&self) -> Result<i64, Error> {
        let mut request = self.request(&AUTH_TIME, AUTH_TIME.path, None)?;
        self.authentication.identify(request.headers_mut())?;
        let end = Instant::now().checked_add(self.wire.timeout());
        let answer = match self.wire.send(request, end).await {
            Ok(incoming) => Answer::new(&AUTH_TIME, AUTH_TIME.path.into(), incoming).and_then(Answer::decode),
            Err(error) => Err(error.with_call(&AUTH_TIME, AUTH_TIME.path.into())),
        };
        answer.map_err(|error| {
            let error = self.authentication.hide(error);
            let kind = match error.kind() {
                kind @ (ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport) => kind,
                _ => ErrorKind::Clock,
            };
            Error::new(kind, "cannot read the service's clock").with_source(error)
        })
    }
}

/// These questions wait for no turn of the client's limits: the call that asks them may hold the last one.
impl Service for Core {
    async fn now(&self) -> Result<Reading, Error> {
        self.clock.now(|| self.ask_time()).await
    }

    async fn send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, Error> {
        let end = Instant::now().checked_add(self.wire.timeout());
        let incoming = self.wire.send(request, end).await?;
        match incoming.incomplete {
            None => Ok(incoming.response),
            Some(error) => Err(error),
        }
    }
}

/// A client is told by where it goes and who it is; see [`Client`](super::Client).
impl std::fmt::Debug for Core {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Client")
            .field("endpoint", &self.endpoint)
            .field("authentication", &self.authentication)
            .finish_non_exhaustive()
    }
}

pub(super) type Shared = Arc<Core>;
