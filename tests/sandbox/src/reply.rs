//! HTTP replies.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http::header::{
    ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION,
    RETRY_AFTER, X_CONTENT_TYPE_OPTIONS,
};
use http::{Response, StatusCode};
use http_body_util::Full;
use serde_json::Value;

use crate::error_response::{ErrorResponse, ErrorShape};

/// Maximum size of all response bodies in memory, in bytes.
const MAX_UNSENT: usize = 64 << 20;

/// A body that is counted while it is in memory.
struct Counted {
    body: Bytes,
    unsent: Arc<AtomicUsize>,
}

impl AsRef<[u8]> for Counted {
    fn as_ref(&self) -> &[u8] {
        &self.body
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.unsent.fetch_sub(self.body.len(), Ordering::Relaxed);
    }
}

/// A reply with its whole body.
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

    /// Creates a JSON reply with status 200.
    pub(crate) fn json(value: &Value) -> Self {
        Self::json_with(StatusCode::OK, value)
    }

    pub(crate) fn json_with(status: StatusCode, value: &Value) -> Self {
        // A `Value` is always serializable.
        let body = serde_json::to_vec(value).unwrap_or_default();
        Self::new(status, "application/json; charset=utf-8", body)
    }

    /// Creates a reply without a body.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, body: Bytes::new(), headers: Vec::new() }
    }

    /// Creates an HTML page, which cannot load anything.
    pub(crate) fn page(status: StatusCode, html: String) -> Self {
        let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
        Self::new(status, "text/html; charset=utf-8", html)
            .with(CONTENT_SECURITY_POLICY, policy)
            .with(CACHE_CONTROL, "no-store")
    }

    /// Creates a redirection.
    pub(crate) fn redirect(location: &str) -> Self {
        Self::empty(StatusCode::FOUND).with(LOCATION, location)
    }

    /// Creates an error response in one of the two shapes.
    pub(crate) fn error(error: &ErrorResponse, shape: ErrorShape) -> Self {
        let (status, body) = error.response(shape);
        let mut reply = Self::json_with(status, &body);
        if error.closes {
            reply = reply.closing();
        }
        if let Some(seconds) = error.retry_after {
            reply = reply.with(RETRY_AFTER, &seconds.to_string());
        }
        if let Some(allow) = &error.allow {
            reply = reply.with(ALLOW, allow);
        }
        reply
    }

    /// Adds a header. An invalid value is ignored.
    pub(crate) fn with(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }

    /// Closes the connection after the reply.
    pub(crate) fn closing(self) -> Self {
        self.with(CONNECTION, "close")
    }

    /// Returns the length of the body, in bytes.
    pub(crate) fn length(&self) -> usize {
        self.body.len()
    }

    /// Replaces the second half of the body by invalid JSON.
    pub(crate) fn garbled(mut self) -> Self {
        let half = self.body.len() / 2;
        self.body = [self.body.get(..half).unwrap_or_default(), b"{\"\xff"].concat().into();
        self
    }

    /// Changes the content type to HTML.
    pub(crate) fn mislabelled(mut self) -> Self {
        self.headers.retain(|(name, _)| name != CONTENT_TYPE);
        self.with(CONTENT_TYPE, "text/html; charset=utf-8")
    }

    /// Truncates the body, with a matching `Content-Length`.
    pub(crate) fn truncated(mut self) -> Self {
        let half = self.body.len() / 2;
        self.body = self.body.slice(..half);
        self
    }

    /// Encodes JSON strings in ISO-8859-1, as was reported for bills and call logs. If all are ASCII, an accent is
    /// added to the first string of words.
    pub(crate) fn latin1(mut self) -> Self {
        let Ok(mut value) = serde_json::from_slice::<Value>(&self.body) else { return self };
        let mut text = value.to_string();
        if !text.chars().any(is_latin1) && accent(&mut value) {
            text = value.to_string();
        }
        let mut bytes = Vec::with_capacity(text.len());
        for character in text.chars() {
            match u8::try_from(u32::from(character)) {
                Ok(byte) => bytes.push(byte),
                Err(_) => bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        self.body = bytes.into();
        self
    }

    /// Counts the body until it is sent. Returns false if all bodies together are too large; a single one never is.
    pub(crate) fn take_room(&mut self, unsent: &Arc<AtomicUsize>) -> bool {
        let size = self.body.len();
        let before = unsent.fetch_add(size, Ordering::Relaxed);
        if before > 0 && before + size > MAX_UNSENT {
            unsent.fetch_sub(size, Ordering::Relaxed);
            return false;
        }
        self.body = Bytes::from_owner(Counted { body: std::mem::take(&mut self.body), unsent: Arc::clone(unsent) });
        true
    }

    pub(crate) fn into_response(self) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(self.body));
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            response.headers_mut().insert(name, value);
        }
        // Browsers must not interpret a JSON body as a page.
        response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        response
    }
}

/// Returns whether a character is one byte in ISO-8859-1 and two in UTF-8.
fn is_latin1(character: char) -> bool {
    ('\u{80}'..='\u{ff}').contains(&character)
}

/// Adds an accent to the first string of words. Dates, addresses and ids stay valid. Returns false without such a string.
fn accent(value: &mut Value) -> bool {
    match value {
        Value::String(text) => {
            let is_words = text.chars().all(|character| character.is_ascii_alphabetic() || character == ' ');
            let found = text.rfind(['a', 'e']).filter(|_| is_words);
            found.is_some_and(|at| {
                let accented = if text.get(at..).is_some_and(|rest| rest.starts_with('a')) { "à" } else { "é" };
                text.replace_range(at..=at, accented);
                true
            })
        }
        Value::Array(values) => values.iter_mut().any(accent),
        Value::Object(entries) => entries.values_mut().any(accent),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn responses_wait_for_room_until_others_are_sent() {
        let unsent = Arc::new(AtomicUsize::new(0));
        let large = || Reply::json(&Value::String("x".repeat(MAX_UNSENT)));
        let mut first = large();
        assert!(first.take_room(&unsent), "a single one has room");
        assert!(!Reply::json(&json!(1)).take_room(&unsent));
        drop(first.into_response());
        assert_eq!(unsent.load(Ordering::Relaxed), 0);
        assert!(Reply::json(&json!(1)).take_room(&unsent));
    }

    #[test]
    fn latin1_keeps_ascii_bytes() {
        let latin1 = |value: Value| Reply::json(&value).latin1().body;
        assert_eq!(
            &latin1(json!({"city": "Orléans", "x": "☃"}))[..],
            b"{\"city\":\"Orl\xe9ans\",\"x\":\"\xe2\x98\x83\"}"
        );
        assert_eq!(
            &latin1(json!(["vps-1", "2026-01-01", "Flora Banks"]))[..],
            b"[\"vps-1\",\"2026-01-01\",\"Flora B\xe0nks\"]"
        );
        assert_eq!(&latin1(json!([1, null, "vps-1a"]))[..], b"[1,null,\"vps-1a\"]");
    }
}
