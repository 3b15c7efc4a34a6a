//! A service that answers what a test wants.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};

use crate::{Method, Transport, TransportError, TransportFuture};

/// A [`Transport`] that sends nothing and answers what it was given.
///
/// An answer belongs to a method and a path below the branch. Several answers for the same are given in turn, the last
/// of them from then on. What has no answer is refused as the service refuses what it has not got, with status 404 and
/// the class `Client::NotFound`. `GET /auth/time` is answered by the local clock. Clones are the same service, so a
/// test keeps one to look at the [requests](Self::requests).
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
/// // … `client.services().list().await?` is `[1, 2]` now; and what was sent can be looked at:
/// assert!(service.requests().is_empty());
/// # Ok::<(), ovh_api::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct MockTransport {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    answers: Vec<Route>,
    fallback: Option<Fallback>,
    requests: Vec<http::Request<Bytes>>,
}

struct Route {
    method: http::Method,
    path: String,
    answers: VecDeque<Result<http::Response<Bytes>, Fault>>,
}

type Fault = fn() -> TransportError;
type Fallback = Arc<dyn Fn(&http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> + Send + Sync>;

impl MockTransport {
    /// A service that knows the time and nothing else.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers calls of the method and path (below the branch, percent-encoded, without the query) with a status and a
    /// body of JSON. A status that is none is taken for 500.
    #[must_use]
    pub fn answer(self, method: Method, path: &str, status: u16, body: impl Into<Bytes>) -> Self {
        let mut response = http::Response::new(body.into());
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self.answer_with(method, path, response)
    }

    /// Answers calls of the method and path with a whole response, headers and all.
    #[must_use]
    pub fn answer_with(self, method: Method, path: &str, response: http::Response<Bytes>) -> Self {
        self.push(method, path, Ok(response))
    }

    /// Fails calls of the method and path: `.fail(Method::Get, "/me", TransportError::timeout)`.
    #[must_use]
    pub fn fail(self, method: Method, path: &str, fault: fn() -> TransportError) -> Self {
        self.push(method, path, Err(fault))
    }

    /// Answers everything that has no answer of its own.
    #[must_use]
    pub fn otherwise(
        self,
        answer: impl Fn(&http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> + Send + Sync + 'static,
    ) -> Self {
        self.state().fallback = Some(Arc::new(answer));
        self
    }

    /// What was sent so far, questions for the time included, in the order in which it was sent.
    #[must_use]
    pub fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.state().requests.clone()
    }

    fn push(self, method: Method, path: &str, answer: Result<http::Response<Bytes>, Fault>) -> Self {
        let method = http::Method::from(method);
        let mut state = self.state();
        match state.answers.iter_mut().find(|route| route.method == method && route.path == path) {
            Some(route) => route.answers.push_back(answer),
            None => state.answers.push(Route { method, path: path.to_owned(), answers: VecDeque::from([answer]) }),
        }
        drop(state);
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reply(&self, request: &http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        let mut state = self.state();
        let path = below_branch(request.uri().path());
        let route = state.answers.iter_mut().find(|route| route.method == request.method() && route.path == path);
        let answer = route.and_then(|route| match route.answers.len() {
            1 => route.answers.front().cloned(),
            _ => route.answers.pop_front(),
        });
        let time = request.method() == http::Method::GET && path == "/auth/time";
        let fallback = state.fallback.clone();
        state.requests.push(request.clone());
        drop(state);
        match (answer, fallback) {
            (Some(answer), _) => answer.map_err(|fault| fault()),
            (None, _) if time => Ok(http::Response::new(local_time().into())),
            (None, Some(fallback)) => fallback(request),
            (None, None) => Ok(not_found()),
        }
    }
}

impl Transport for MockTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        let answer = self.reply(&request);
        Box::pin(async { answer })
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("MockTransport").finish_non_exhaustive()
    }
}

fn below_branch(path: &str) -> &str {
    ["/1.0/", "/v1/", "/v2/"]
        .iter()
        .find_map(|branch| path.strip_prefix(branch.trim_end_matches('/')).filter(|below| below.starts_with('/')))
        .unwrap_or(path)
}

fn local_time() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_secs().to_string()
}

fn not_found() -> http::Response<Bytes> {
    let body = r#"{"class":"Client::NotFound","message":"the mock has no answer to this"}"#;
    let mut response = http::Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
