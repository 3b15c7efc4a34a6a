//! A transport with predefined responses.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};

use super::clock::local_time;
use super::matcher::RequestMatcher;
use crate::operation::{Method, Operation};
use crate::text::prefix;
use crate::transport::{Transport, TransportError, TransportFuture};

/// The maximum length of a body in the message about an unexpected request, in bytes.
const MAX_SHOWN: usize = 500;

/// A [`Transport`] that returns predefined responses and sends nothing.
///
/// A response belongs to a method and a path below the branch, and optionally to a query or a body; see
/// [`RequestMatcher`]. Several responses for the same requests are returned in order; the last one is repeated. If a
/// request matches several conditions, the one with most conditions on query and body counts, then the first one.
///
/// Any other request gets status 404 with the class `Client::NotFound`, as from the service, or fails the test if the
/// mock is [strict](Self::strict). `GET /auth/time` returns the local time. Clones share their state: a test keeps one
/// to inspect the [requests](Self::requests) and the [unused](Self::unused) responses.
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
    is_strict: bool,
    requests: Vec<MockRequest>,
}

struct MockRoute {
    matcher: RequestMatcher,
    responses: Vec<Result<http::Response<Bytes>, MakeError>>,
    /// How many of the responses have been returned.
    used: usize,
}

struct MockRequest {
    request: http::Request<Bytes>,
    /// Whether the mock has returned the local time.
    is_of_clock: bool,
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

    /// Adds a response with this status and JSON body for a method and path (below the branch, percent-encoded), as
    /// for [`RequestMatcher::new`]. An invalid status becomes 500.
    #[must_use]
    pub fn answer(self, method: Method, path: &str, status: u16, body: impl Into<Bytes>) -> Self {
        self.respond(RequestMatcher::new(method, path), status, body)
    }

    /// Adds a complete response, headers included, for a method and path.
    #[must_use]
    pub fn answer_with(self, method: Method, path: &str, response: http::Response<Bytes>) -> Self {
        self.respond_with(RequestMatcher::new(method, path), response)
    }

    /// Adds a response with this status and JSON body for an operation with these values of the path, in order and not
    /// encoded. An invalid status becomes 500.
    ///
    /// ```
    /// use ovh_api::testing::MockTransport;
    ///
    /// # #[cfg(feature = "vps")]
    /// let service = MockTransport::new()
    ///     .respond_to(&ovh_api::vps::SERVICE_INFOS, ["vps-1.vps.ovh.net"], 403, r#"{"message": "not yours"}"#);
    /// ```
    #[must_use]
    pub fn respond_to(
        self,
        operation: &Operation,
        path_values: impl IntoIterator<Item = impl AsRef<str>>,
        status: u16,
        body: impl Into<Bytes>,
    ) -> Self {
        self.respond(RequestMatcher::operation(operation, path_values), status, body)
    }

    /// Adds a response with this status and JSON body for all requests that match. An invalid status becomes 500.
    #[must_use]
    pub fn respond(self, matcher: RequestMatcher, status: u16, body: impl Into<Bytes>) -> Self {
        let mut response = http::Response::new(body.into());
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self.respond_with(matcher, response)
    }

    /// Adds a complete response, headers included, for all requests that match.
    #[must_use]
    pub fn respond_with(self, matcher: RequestMatcher, response: http::Response<Bytes>) -> Self {
        self.push(matcher, Ok(response))
    }

    /// Adds a transport error for a method and path: `.fail(Method::Get, "/me", TransportError::timeout)`.
    #[must_use]
    pub fn fail(self, method: Method, path: &str, failure: fn() -> TransportError) -> Self {
        self.push(RequestMatcher::new(method, path), Err(failure))
    }

    /// Sets a function that responds to all other requests.
    #[must_use]
    pub fn otherwise(self, respond: impl Fn(&http::Request<Bytes>) -> MockResult + Send + Sync + 'static) -> Self {
        self.state().fallback = Some(Arc::new(respond));
        self
    }

    /// Fails the test at any request that has no response. Default: such a request gets status 404, which the code
    /// under test may expect.
    ///
    /// # Panics
    ///
    /// An unexpected request panics where it is sent, and the message lists the expected requests. In a spawned task,
    /// the panic is the error of its `JoinHandle`. A function set with [`otherwise`](Self::otherwise) expects all
    /// requests.
    #[must_use]
    pub fn strict(self) -> Self {
        self.state().is_strict = true;
        self
    }

    /// Returns all requests so far, in order, without those for the time of the service that the mock has answered by
    /// itself.
    #[must_use]
    pub fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.requests_if(|request| !request.is_of_clock)
    }

    /// Returns all requests so far, in order, those for the time of the service included.
    #[must_use]
    pub fn all_requests(&self) -> Vec<http::Request<Bytes>> {
        self.requests_if(|_| true)
    }

    /// Describes the responses that have not been returned yet, such as `GET /services/1` or
    /// `GET /services (response 2 of 2)`. A test that ends with
    /// `assert!(service.unused().is_empty(), "{:?}", service.unused())` checks that each of them was needed.
    #[must_use]
    pub fn unused(&self) -> Vec<String> {
        let state = self.state();
        let unused = state.routes.iter().flat_map(|MockRoute { matcher, responses, used }| {
            let count = responses.len();
            (*used..count).map(move |index| match count {
                1 => matcher.to_string(),
                _ => format!("{matcher} (response {} of {count})", index + 1),
            })
        });
        unused.collect()
    }

    fn requests_if(&self, is_wanted: fn(&MockRequest) -> bool) -> Vec<http::Request<Bytes>> {
        self.state().requests.iter().filter(|request| is_wanted(request)).map(|sent| sent.request.clone()).collect()
    }

    fn push(self, matcher: RequestMatcher, response: Result<http::Response<Bytes>, MakeError>) -> Self {
        let mut state = self.state();
        match state.routes.iter_mut().find(|route| route.matcher == matcher) {
            Some(route) => route.responses.push(response),
            None => state.routes.push(MockRoute { matcher, responses: vec![response], used: 0 }),
        }
        drop(state);
        self
    }

    fn state(&self) -> MutexGuard<'_, MockState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reply(&self, request: &http::Request<Bytes>) -> MockResult {
        let mut state = self.state();
        let response = state.response(request);
        let time = if response.is_none() { local_time(request) } else { None };
        let fallback = state.fallback.clone();
        state.requests.push(MockRequest { request: request.clone(), is_of_clock: time.is_some() });
        let unexpected = state.is_strict.then(|| state.unexpected(request));
        drop(state);
        match (response.or(time.map(Ok)), fallback, unexpected) {
            (Some(response), _, _) => response.map_err(|failure| failure()),
            (None, Some(fallback), _) => fallback(request),
            (None, None, Some(message)) => fail_test(&message),
            (None, None, None) => Ok(not_found()),
        }
    }
}

impl MockState {
    /// Returns the next response for the request.
    fn response(&mut self, request: &http::Request<Bytes>) -> Option<Result<http::Response<Bytes>, MakeError>> {
        let matching = self
            .routes
            .iter_mut()
            .filter_map(|route| Some((route.matcher.conditions_met(request)?, route)))
            // `max_by_key` would return the last one.
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        let (_, route) = matching?;
        let response = route.responses.get(route.used).or(route.responses.last()).cloned();
        route.used = route.responses.len().min(route.used + 1);
        response
    }

    /// Returns the message about an unexpected request.
    fn unexpected(&self, request: &http::Request<Bytes>) -> String {
        let uri = request.uri();
        let target = uri.path_and_query().map_or(uri.path(), |target| target.as_str());
        let body = String::from_utf8_lossy(request.body());
        let body = if body.is_empty() { String::new() } else { format!(" with the body {}", prefix(&body, MAX_SHOWN)) };
        let expected: Vec<_> = self.routes.iter().map(|route| format!("\n- {}", route.matcher)).collect();
        let expected = if expected.is_empty() { " no request".to_owned() } else { expected.concat() };
        format!("unexpected request: {} {target}{body}; expected:{expected}", request.method())
    }
}

/// Panics, which ends a test even if the code under test handles all errors.
#[allow(clippy::panic)]
fn fail_test(message: &str) -> ! {
    panic!("{message}")
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

fn not_found() -> http::Response<Bytes> {
    let body = r#"{"class":"Client::NotFound","message":"no response defined in the mock"}"#;
    let mut response = http::Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
