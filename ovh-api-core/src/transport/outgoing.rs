//! One attempt of a request.

use bytes::Bytes;
use http::{HeaderMap, Method};

use super::TransportError;

/// An attempt of a request, in a form that suits all transports. All attempts share the URL.
pub(crate) struct Outgoing<'u> {
    pub(crate) method: Method,
    /// Absolute, exactly as it is sent.
    pub(crate) url: &'u str,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Outgoing<'_> {
    /// Converts it to the form of a [`Transport`](super::Transport).
    pub(super) fn into_http(self) -> Result<http::Request<Bytes>, TransportError> {
        let mut request = http::Request::new(self.body);
        *request.method_mut() = self.method;
        *request.uri_mut() =
            self.url.try_into().map_err(|error: http::uri::InvalidUri| TransportError::request(error))?;
        *request.headers_mut() = self.headers;
        Ok(request)
    }
}
