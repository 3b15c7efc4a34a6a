//! Logs the bodies of requests and responses, without secrets.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap};
use tracing::{Level, debug, enabled};

use super::{Transport, TransportFuture};
use crate::redaction::{Redaction, Redactor, Secrets};
use crate::text::prefix;

/// The maximum number of bytes of a logged body.
const MAX_BODY: usize = 16 * 1024;

/// A transport that logs bodies before and after another one.
pub(crate) struct BodyLog<T>(pub(crate) T);

impl<T: Transport> Transport for BodyLog<T> {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        let path = request.uri().path().to_owned();
        if !enabled!(Level::DEBUG) || path.ends_with("/auth/time") || is_token_request(request.headers()) {
            return self.0.send(request);
        }
        let mut secrets = Secrets::default();
        secrets.add_headers(request.headers());
        let method = request.method().clone();
        if !request.body().is_empty() {
            debug!(method = method.as_str(), body = shown(&path, request.body(), &mut secrets), "request body");
        }
        Box::pin(async move {
            let result = self.0.send(request).await;
            if let Ok(response) = &result {
                let (status, body) = (response.status().as_u16(), shown(&path, response.body(), &mut secrets));
                debug!(method = method.as_str(), status, body, "response body");
            }
            result
        })
    }
}

/// Returns whether this is the request for an OAuth2 token, the only one with a form as its body.
fn is_token_request(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"))
}

/// Returns a body without its secrets, and remembers these: a response may repeat a password of the request.
fn shown(path: &str, body: &Bytes, secrets: &mut Secrets) -> String {
    if body.is_empty() {
        return String::new();
    }
    let Ok(mut json) = serde_json::from_slice(body) else {
        return format!("[{} bytes that are not JSON]", body.len());
    };
    Redactor::new(path, &Redaction::default(), secrets).json(&mut json);
    let mut text = json.to_string();
    secrets.remove_from(&mut text);
    let beginning = prefix(&text, MAX_BODY);
    if beginning.len() < text.len() { format!("{beginning}…") } else { text }
}
