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

    /// There was no connection: nothing was sent.
    pub fn connect(source: impl Into<Source>) -> Self {
        Self::new(ErrorKind::Connect, "cannot connect to the service", false).caused_by(source)
    }

    /// Connecting took too long: nothing was sent.
    pub fn connect_timeout(source: impl Into<Source>) -> Self {
        Self::new(ErrorKind::Timeout, "connecting to the service took too long", false).caused_by(source)
    }

    /// The answer, or its end, took too long.
    #[must_use]
    pub fn timeout() -> Self {
        Self::new(ErrorKind::Timeout, "the service took too long to answer", true)
    }

    /// The connection broke, or what came is no HTTP.
    pub fn broken(source: impl Into<Source>) -> Self {
        Self::new(ErrorKind::Transport, "the connection broke", true).caused_by(source)
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

    /// The error of a call, and what had arrived.
    pub(crate) fn into_parts(self) -> (Error, Option<http::Response<Bytes>>) {
        let error = Error::new(self.kind, self.message).maybe_sent(self.may_have_been_sent);
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
