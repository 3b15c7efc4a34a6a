//! Responses of the console, with the headers that protect the page.

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION,
    REFERRER_POLICY, SET_COOKIE, VARY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{Response, StatusCode};
use http_body_util::Full;
use serde_json::Value;

static RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
static OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// Only files of the console are loaded, and text never becomes HTML or a script.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// A response.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    status: StatusCode,
    content_type: &'static str,
    body: Bytes,
    is_compressed: bool,
    cookie: Option<String>,
    location: Option<&'static str>,
}

impl Reply {
    pub(crate) const fn new(status: StatusCode, content_type: &'static str, body: Bytes) -> Self {
        Self { status, content_type, body, is_compressed: false, cookie: None, location: None }
    }

    pub(crate) fn text(status: StatusCode, text: impl Into<String>) -> Self {
        Self::new(status, "text/plain; charset=utf-8", Bytes::from(text.into()))
    }

    pub(crate) fn json(status: StatusCode, value: &Value) -> Self {
        Self::new(status, "application/json", Bytes::from(value.to_string()))
    }

    /// A body that is compressed with gzip.
    pub(crate) fn gzip(content_type: &'static str, body: Bytes) -> Self {
        Self { is_compressed: true, ..Self::new(StatusCode::OK, content_type, body) }
    }

    /// Sets the cookie and leads to the page without the token, which then stays out of the history.
    pub(crate) fn login(cookie: String) -> Self {
        let reply = Self::text(StatusCode::SEE_OTHER, "");
        Self { cookie: Some(cookie), location: Some("/"), ..reply }
    }

    pub(crate) fn into_response(self) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(self.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        let fixed = [
            (CONTENT_TYPE, self.content_type),
            (CACHE_CONTROL, "no-store"),
            (CONTENT_SECURITY_POLICY, POLICY),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (X_FRAME_OPTIONS, "DENY"),
            (REFERRER_POLICY, "no-referrer"),
            (RESOURCE_POLICY.clone(), "same-origin"),
            (OPENER_POLICY.clone(), "same-origin"),
        ];
        for (name, value) in fixed {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if self.is_compressed {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        }
        if let Some(location) = self.location {
            headers.insert(LOCATION, HeaderValue::from_static(location));
        }
        // The cookie consists of letters, digits and punctuation.
        if let Some(Ok(cookie)) = self.cookie.map(HeaderValue::try_from) {
            headers.insert(SET_COOKIE, cookie);
        }
        response
    }
}
