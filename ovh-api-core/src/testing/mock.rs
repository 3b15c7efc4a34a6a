//! A transport with predefined responses.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};

use crate::operation::{Branch, Method};
use crate::transport::{Transport, TransportError, TransportFuture};

/// A [`Transport`] that returns predefined responses and sends nothing.
///
/// A response belongs to a method and a path below the branch. Several responses for the same method and path are
/// returned in order; the last one is repeated. Any other request gets status 404 with the class `Client::NotFound`, as
/// from the service. `GET /auth/time` returns the local time. Clones share their state: a test keeps one to inspect the
/// [requests](Self::requests).
///
/// ```
/// use ovh_api::testing::MockTransport;
/// use ovh_api::{Client, Credentials, Method};
///
/// let service = MockTransport::new()
///     .answer(Method::Get, "/services", 200, "[1, 2]")
///     .answer(Method::Get, "/services/1", 403, r#"{"class": "Client::Forbidden", "message": "not yours"}"#);
/// let client = Client::builder()
///     .credentials(Credentials::classic("key", "secret", "consumer"))
///     .transport(service.clone())
///     .build()?;
///
/// // `client.services().list().await?` returns `[1, 2]` now, and the test can inspect the requests:
/// assert!(service.requests().is_empty());
/// # Ok::<(), ovh_api::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct MockTransport {
    state: Arc<Mutex<MockState>>,
}

#[derive(Default)]
struct MockState {
    routes: Vec<MockRoute>,
    fallback: Option<Fallback>,
    requests: Vec<http::Request<Bytes>>,
}

struct MockRoute {
    method: http::Method,
    path: String,
    responses: VecDeque<Result<http::Response<Bytes>, MakeError>>,
}

type MakeError = fn() -> TransportError;
type MockResult = Result<http::Response<Bytes>, TransportError>;
type Fallback = Arc<dyn Fn(&http::Request<Bytes>) -> MockResult + Send + Sync>;

impl MockTransport {
    /// Creates a mock without responses.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a response with this status and JSON body for a method and path (below the branch, percent-encoded, without
    /// the query). An invalid status becomes 500.
    #[must_use]
    pub fn answer(self, method: Method, path: &str, status: u16, body: impl Into<Bytes>) -> Self {
        let mut response = http::Response::new(body.into());
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self.answer_with(method, path, response)
    }

    /// Adds a complete response, headers included, for a method and path.
    #[must_use]
    pub fn answer_with(self, method: Method, path: &str, response: http::Response<Bytes>) -> Self {
        self.push(method, path, Ok(response))
    }

    /// Adds a transport error for a method and path: `.fail(Method::Get, "/me", TransportError::timeout)`.
    #[must_use]
    pub fn fail(self, method: Method, path: &str, failure: fn() -> TransportError) -> Self {
        self.push(method, path, Err(failure))
    }

    /// Sets a function that responds to all other requests.
    #[must_use]
    pub fn otherwise(self, respond: impl Fn(&http::Request<Bytes>) -> MockResult + Send + Sync + 'static) -> Self {
        self.state().fallback = Some(Arc::new(respond));
        self
    }

    /// Returns all requests so far, in order, those of the clock included.
    #[must_use]
    pub fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.state().requests.clone()
    }

    fn push(self, method: Method, path: &str, response: Result<http::Response<Bytes>, MakeError>) -> Self {
        let method = http::Method::from(method);
        let mut state = self.state();
        match state.routes.iter_mut().find(|route| route.method == method && route.path == path) {
            Some(route) => route.responses.push_back(response),
            None => {
                state.routes.push(MockRoute { method, path: path.to_owned(), responses: VecDeque::from([response]) });
            }
        }
        drop(state);
        self
    }

    fn state(&self) -> MutexGuard<'_, MockState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reply(&self, request: &http::Request<Bytes>) -> MockResult {
        let mut state = self.state();
        let path = request.uri().path();
        let path = Branch::split_path(path).map_or(path, |(_, below)| below);
        let route = state.routes.iter_mut().find(|route| route.method == request.method() && route.path == path);
        let response = route.and_then(|route| match route.responses.len() {
            1 => route.responses.front().cloned(),
            _ => route.responses.pop_front(),
        });
        let time = request.method() == http::Method::GET && path == "/auth/time";
        let fallback = state.fallback.clone();
        state.requests.push(request.clone());
        drop(state);
        match (response, fallback) {
            (Some(response), _) => response.map_err(|failure| failure()),
            (None, _) if time => Ok(http::Response::new(local_time().into())),
            (None, Some(fallback)) => fallback(request),
            (None, None) => Ok(not_found()),
        }
    }
}

impl Transport for MockTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        let response = self.reply(&request);
        Box::pin(async { response })
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("MockTransport").finish_non_exhaustive()
    }
}

fn local_time() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_secs().to_string()
}

fn not_found() -> http::Response<Bytes> {
    let body = r#"{"class":"Client::NotFound","message":"no response defined in the mock"}"#;
    let mut response = http::Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
