//! Errors of transports.

use std::fmt;

use bytes::Bytes;

use crate::error::{Error, ErrorKind};

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A request without a complete response.
///
/// Each constructor is a case that the client handles differently.
#[derive(Debug)]
pub struct TransportError {
    kind: ErrorKind,
    message: std::borrow::Cow<'static, str>,
    may_have_been_sent: bool,
    source: Option<BoxError>,
    /// A partial response, which may contain secrets.
    partial: Option<Partial>,
}

const CONNECT: &str = "cannot connect to the service";
const CONNECT_TIMEOUT: &str = "connecting to the service timed out";
const BROKEN: &str = "connection lost";

/// Returns host and port: `eu.api.ovh.com:443`.
fn authority(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    Some(format!("{}:{}", url.host_str()?, url.port_or_known_default()?))
}

struct Partial(Box<http::Response<Bytes>>);

impl fmt::Debug for Partial {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Partial").field(&self.0.status()).field(&self.0.body().len()).finish()
    }
}

impl TransportError {
    fn new(kind: ErrorKind, message: impl Into<std::borrow::Cow<'static, str>>, may_have_been_sent: bool) -> Self {
        Self { kind, message: message.into(), may_have_been_sent, source: None, partial: None }
    }

    /// Connecting failed, so nothing was sent. The client adds host and port to the message.
    pub fn connect(source: impl Into<BoxError>) -> Self {
        Self::new(ErrorKind::Connect, CONNECT, false).caused_by(source)
    }

    /// Connecting timed out, so nothing was sent. The client adds host and port to the message.
    pub fn connect_timeout(source: impl Into<BoxError>) -> Self {
        Self::new(ErrorKind::Timeout, CONNECT_TIMEOUT, false).caused_by(source)
    }

    /// The response, or a part of it, did not arrive in time.
    #[must_use]
    pub fn timeout() -> Self {
        Self::new(ErrorKind::Timeout, "response timed out", true)
    }

    /// The connection was lost, or the response is not HTTP.
    pub fn broken(source: impl Into<BoxError>) -> Self {
        Self::new(ErrorKind::Transport, BROKEN, true).caused_by(source)
    }

    /// The response is larger than `limit` bytes. The rest was not read.
    #[must_use]
    pub fn too_large(limit: usize) -> Self {
        Self::new(ErrorKind::TooLarge, format!("response is larger than {limit} bytes"), true)
    }

    /// The request is invalid and cannot be sent.
    pub fn request(source: impl Into<BoxError>) -> Self {
        Self::new(ErrorKind::Request, "invalid request", false).caused_by(source)
    }

    /// Adds the received part of the response: status, headers, and the beginning of the body.
    #[must_use]
    pub fn with_partial_response(mut self, response: http::Response<Bytes>) -> Self {
        self.partial = Some(Partial(Box::new(response)));
        self
    }

    pub(crate) fn caused_by(mut self, source: impl Into<BoxError>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Returns the error of a request to `url`, and the received part of the response. Connection errors name host and
    /// port, which points out a wrong endpoint or a firewall.
    pub(crate) fn into_parts(self, url: &str) -> (Error, Option<http::Response<Bytes>>) {
        let message = match (&*self.message, authority(url)) {
            (CONNECT, Some(authority)) => format!("cannot connect to {authority}").into(),
            (CONNECT_TIMEOUT, Some(authority)) => format!("connecting to {authority} timed out").into(),
            (BROKEN, Some(authority)) => format!("connection to {authority} lost").into(),
            _ => self.message,
        };
        let error = Error::new(self.kind, message).maybe_sent(self.may_have_been_sent);
        let error = match self.source {
            Some(source) => error.with_boxed_source(source),
            None => error,
        };
        (error, self.partial.map(|partial| *partial.0))
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connection_errors_name_host_and_port() {
        let shown = |error: TransportError, url| error.into_parts(url).0.to_string();
        for (error, url, wanted) in [
            (
                TransportError::connect("refused"),
                "https://eu.api.ovh.com/1.0/me?x=y",
                "cannot connect to eu.api.ovh.com:443: refused",
            ),
            (TransportError::connect_timeout("slow"), "http://[::1]:8080/", "connecting to [::1]:8080 timed out: slow"),
            (TransportError::broken("reset"), "http://localhost", "connection to localhost:80 lost: reset"),
            (TransportError::broken("reset"), "nonsense", "connection lost: reset"),
            (TransportError::timeout(), "https://a.b", "response timed out"),
        ] {
            assert_eq!(shown(error, url), wanted);
        }
    }
}
