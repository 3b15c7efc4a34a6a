//! Why a transport has no answer.

use std::fmt;

use bytes::Bytes;

use crate::error::{Error, ErrorKind};

type Source = Box<dyn std::error::Error + Send + Sync>;

/// A request that got no answer, or not all of it.
///
/// Its constructors are the cases that the client treats differently.
#[derive(Debug)]
pub struct TransportError {
    kind: ErrorKind,
    message: std::borrow::Cow<'static, str>,
    may_have_been_sent: bool,
    source: Option<Source>,
    /// Without its `Debug`: an answer holds secrets.
    partial: Option<Partial>,
}

const CONNECT: &str = "cannot connect to the service";
const CONNECT_TIMEOUT: &str = "connecting to the service timed out";
const BROKEN: &str = "the connection broke";

/// Host and port: `eu.api.ovh.com:443`.
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

    /// There was no connection: nothing was sent. The client adds host and port to the message.
    pub fn connect(source: impl Into<Source>) -> Self {
        Self::new(ErrorKind::Connect, CONNECT, false).caused_by(source)
    }

    /// Connecting took too long: nothing was sent. The client adds host and port to the message.
    pub fn connect_timeout(source: impl Into<Source>) -> Self {
        Self::new(ErrorKind::Timeout, CONNECT_TIMEOUT, false).caused_by(source)
    }

    /// The answer, or its end, took too long.
    #[must_use]
    pub fn timeout() -> Self {
        Self::new(ErrorKind::Timeout, "the service took too long to answer", true)
    }

    /// The connection broke, or what came is no HTTP.
    pub fn broken(source: impl Into<Source>) -> Self {
        Self::new(ErrorKind::Transport, BROKEN, true).caused_by(source)
    }

    /// The answer is larger than `limit` bytes, and was not read to its end.
    #[must_use]
    pub fn too_large(limit: usize) -> Self {
        Self::new(ErrorKind::TooLarge, format!("the answer is larger than {limit} bytes"), true)
    }

    /// The request is none that can be sent.
    pub fn request(source: impl Into<Source>) -> Self {
        Self::new(ErrorKind::Request, "the request cannot be sent", false).caused_by(source)
    }

    /// Adds what had arrived: status, headers, and the beginning of the body.
    #[must_use]
    pub fn with_partial_answer(mut self, answer: http::Response<Bytes>) -> Self {
        self.partial = Some(Partial(Box::new(answer)));
        self
    }

    pub(crate) fn caused_by(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The error of a request to `url`, and what had arrived. Errors of the connection name host and port: a wrong
    /// endpoint, or a firewall, is seen at once.
    pub(crate) fn into_parts(self, url: &str) -> (Error, Option<http::Response<Bytes>>) {
        let message = match (&*self.message, authority(url)) {
            (CONNECT, Some(authority)) => format!("cannot connect to {authority}").into(),
            (CONNECT_TIMEOUT, Some(authority)) => format!("connecting to {authority} timed out").into(),
            (BROKEN, Some(authority)) => format!("the connection to {authority} broke").into(),
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
            (TransportError::broken("reset"), "http://localhost", "the connection to localhost:80 broke: reset"),
            (TransportError::broken("reset"), "nonsense", "the connection broke: reset"),
            (TransportError::timeout(), "https://a.b", "the service took too long to answer"),
        ] {
            assert_eq!(shown(error, url), wanted);
        }
    }
}
