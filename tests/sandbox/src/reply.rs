//! Answers on their way out.

use bytes::Bytes;
use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, RETRY_AFTER,
};
use http::{Response, StatusCode};
use http_body_util::Full;
use serde_json::Value;

use crate::refusal::Refusal;

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    body: Bytes,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Reply {
    fn new(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Self {
        let headers = vec![(CONTENT_TYPE, HeaderValue::from_static(kind))];
        Self { status, body: body.into(), headers }
    }

    /// A value as JSON.
    pub(crate) fn json(value: &Value) -> Self {
        Self::json_with(StatusCode::OK, value)
    }

    pub(crate) fn json_with(status: StatusCode, value: &Value) -> Self {
        // A `Value` has text keys alone, so there is nothing to fail.
        let body = serde_json::to_vec(value).unwrap_or_default();
        Self::new(status, "application/json; charset=utf-8", body)
    }

    /// Nothing at all, with a status of success.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, body: Bytes::new(), headers: Vec::new() }
    }

    /// A page for people. Nothing on it comes from elsewhere.
    pub(crate) fn page(status: StatusCode, html: String) -> Self {
        let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
        Self::new(status, "text/html; charset=utf-8", html)
            .with(CONTENT_SECURITY_POLICY, policy)
            .with(CACHE_CONTROL, "no-store")
    }

    /// To another place.
    pub(crate) fn redirect(location: &str) -> Self {
        Self::empty(StatusCode::FOUND).with(LOCATION, location)
    }

    pub(crate) fn refusal(refusal: &Refusal) -> Self {
        let mut reply = Self::json_with(refusal.status, &refusal.body());
        if let Some(seconds) = refusal.retry_after {
            reply = reply.with(RETRY_AFTER, &seconds.to_string());
        }
        if let Some(allow) = &refusal.allow {
            reply = reply.with(ALLOW, allow);
        }
        reply
    }

    /// With one header more; one that cannot be sent is left out.
    pub(crate) fn with(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }

    /// How long the body is, in bytes.
    pub(crate) fn length(&self) -> usize {
        self.body.len()
    }

    /// The same with a body that is no JSON, whatever it was.
    pub(crate) fn garbled(mut self) -> Self {
        let half = self.body.len() / 2;
        self.body = [self.body.get(..half).unwrap_or_default(), b"{\"\xff"].concat().into();
        self
    }

    /// The same as a page for people, by its header.
    pub(crate) fn mislabelled(mut self) -> Self {
        self.headers.retain(|(name, _)| name != CONTENT_TYPE);
        self.with(CONTENT_TYPE, "text/html; charset=utf-8")
    }

    pub(crate) fn into_response(self) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(self.body));
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            response.headers_mut().insert(name, value);
        }
        response
    }
}
