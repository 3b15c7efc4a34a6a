//! A request on its way out.

use bytes::Bytes;
use http::{HeaderMap, Method};

use super::TransportError;

/// An attempt of a call, complete but for the form that its transport wants. The URL is shared by all attempts.
pub(crate) struct Outgoing<'u> {
    pub(crate) method: Method,
    /// Absolute, exactly as it is sent.
    pub(crate) url: &'u str,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Outgoing<'_> {
    /// As a [`Transport`](super::Transport) takes it.
    pub(super) fn into_http(self) -> Result<http::Request<Bytes>, TransportError> {
        let mut request = http::Request::new(self.body);
        *request.method_mut() = self.method;
        *request.uri_mut() =
            self.url.try_into().map_err(|error: http::uri::InvalidUri| TransportError::request(error))?;
        *request.headers_mut() = self.headers;
        Ok(request)
    }
}
