//! HTTP: bytes out, bytes in. The only place that knows reqwest.

use std::time::Duration;

use http::header::{CONTENT_LENGTH, HeaderMap, HeaderValue};
use http::{Method, StatusCode};
use url::Url;

use crate::error::{Error, ErrorKind};

/// A request as it goes out.
pub(crate) struct Outgoing {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Vec<u8>>,
}

/// An answer as it comes in.
pub(crate) struct Incoming {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// Up to the limit, or up to where it broke off.
    pub(crate) body: Vec<u8>,
    /// Why the body is not complete.
    pub(crate) incomplete: Option<Error>,
}

#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) user_agent: String,
    /// For a whole call, from connecting to the last byte of the answer.
    pub(crate) timeout: Duration,
    pub(crate) connect_timeout: Duration,
    /// In bytes.
    pub(crate) largest_answer: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct Transport {
    http: reqwest::Client,
    largest_answer: usize,
}

impl Transport {
    /// A proxy, as the environment names one, is of no use for a server on this machine.
    pub(crate) fn new(settings: &Settings, use_proxy: bool) -> Result<Self, Error> {
        let builder = reqwest::Client::builder();
        let builder = if use_proxy { builder } else { builder.no_proxy() };
        let http = builder
            .user_agent(&settings.user_agent)
            .timeout(settings.timeout)
            .connect_timeout(settings.connect_timeout)
            // A redirected call has the wrong signature, and would take the keys elsewhere.
            .redirect(reqwest::redirect::Policy::none())
            // Whether a call may be repeated depends on the operation, which reqwest does not know.
            .retry(reqwest::retry::never())
            .build()
            .map_err(|error| {
                Error::new(ErrorKind::Configuration, "the HTTP client cannot be set up").with_source(error)
            })?;
        Ok(Self { http, largest_answer: settings.largest_answer })
    }

    pub(crate) async fn send(&self, outgoing: Outgoing) -> Result<Incoming, Error> {
        let mut request = reqwest::Request::new(outgoing.method, outgoing.url);
        *request.headers_mut() = outgoing.headers;
        if outgoing.body.is_none() && matches!(*request.method(), Method::POST | Method::PUT) {
            // The HTTP client leaves it out; some proxies refuse a POST that does not say how long its body is.
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        *request.body_mut() = outgoing.body.map(Into::into);
        let mut response = self.http.execute(request).await.map_err(failure)?;
        let mut body = Vec::new();
        let incomplete = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => {
                    let room = self.largest_answer.saturating_sub(body.len());
                    match chunk.get(..room) {
                        Some(fitting) if chunk.len() > room => {
                            body.extend_from_slice(fitting);
                            break Some(self.too_large());
                        }
                        _ => body.extend_from_slice(&chunk),
                    }
                }
                Ok(None) => break None,
                Err(error) => break Some(failure(error)),
            }
        };
        Ok(Incoming { status: response.status(), headers: std::mem::take(response.headers_mut()), body, incomplete })
    }

    fn too_large(&self) -> Error {
        Error::new(ErrorKind::TooLarge, format!("the answer is larger than {} bytes", self.largest_answer))
            .maybe_sent(true)
    }
}

/// What reqwest says, without the URL: its query may hold what is nobody's business.
fn failure(error: reqwest::Error) -> Error {
    let (kind, message) = if error.is_timeout() && error.is_connect() {
        (ErrorKind::Timeout, "connecting to the service took too long")
    } else if error.is_timeout() {
        (ErrorKind::Timeout, "the service took too long to answer")
    } else if error.is_connect() {
        (ErrorKind::Connect, "cannot connect to the service")
    } else if error.is_builder() {
        (ErrorKind::Request, "the request cannot be sent")
    } else {
        (ErrorKind::Transport, "the connection broke")
    };
    let sent = !error.is_connect() && !error.is_builder();
    Error::new(kind, message).with_source(error.without_url()).maybe_sent(sent)
}
