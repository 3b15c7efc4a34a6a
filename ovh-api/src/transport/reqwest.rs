//! HTTP: bytes out, bytes in. The only place that knows reqwest, but for one method of the builder.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use ::reqwest as http_client;
use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_LENGTH, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::{GivesUpAt, Transport, TransportError, TransportFuture};
use crate::error::{Error, ErrorKind};

/// How HTTP is spoken.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) user_agent: String,
    pub(crate) connect_timeout: Duration,
    /// In bytes.
    pub(crate) largest_answer: usize,
    pub(crate) proxy: Proxy,
    /// Each is a bundle in PEM.
    #[cfg_attr(not(feature = "rustls"), allow(dead_code))]
    pub(crate) root_certificates: Vec<Vec<u8>>,
    #[cfg_attr(not(feature = "rustls"), allow(dead_code))]
    pub(crate) only_these_roots: bool,
    /// In the place of one made from these settings.
    pub(crate) own: Option<Own>,
}

/// Certificates by their number: who bundles them may have put a private key among them.
impl fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("user_agent", &self.user_agent)
            .field("connect_timeout", &self.connect_timeout)
            .field("largest_answer", &self.largest_answer)
            .field("proxy", &self.proxy)
            .field("root_certificates", &self.root_certificates.len())
            .field("only_these_roots", &self.only_these_roots)
            .field("own", &self.own.is_some())
            .finish()
    }
}

/// An HTTP client that the program has described, or why there is none.
#[derive(Clone)]
pub(crate) struct Own(Result<http_client::Client, Arc<http_client::Error>>);

impl Own {
    pub(crate) fn new(builder: http_client::ClientBuilder) -> Self {
        Self(safely(builder).build().map_err(|error| Arc::new(error.without_url())))
    }
}

/// The way to the service. A URL may hold a password.
#[derive(Debug, Clone)]
pub(crate) enum Proxy {
    /// As `HTTPS_PROXY` and its like say.
    Environment,
    None,
    Url(SecretString),
}

#[derive(Clone)]
pub(crate) struct ReqwestTransport {
    http: http_client::Client,
    largest_answer: usize,
}

impl ReqwestTransport {
    pub(crate) fn new(settings: &Settings, this_machine: bool) -> Result<Self, Error> {
        let http = match &settings.own {
            Some(Own(own)) => own.clone().map_err(|error| {
                Error::new(ErrorKind::Configuration, "the HTTP client cannot be set up").with_source(error)
            })?,
            None => build(settings, this_machine)?,
        };
        Ok(Self { http, largest_answer: settings.largest_answer })
    }

    async fn exchange(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        let gives_up = request.extensions().get().copied();
        let (parts, body) = request.into_parts();
        let url = http_client::Url::parse(&parts.uri.to_string()).map_err(TransportError::request)?;
        let mut request = http_client::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        if !body.is_empty() {
            *request.body_mut() = Some(body.into());
        } else if matches!(*request.method(), Method::POST | Method::PUT) {
            // The HTTP client leaves it out; some proxies refuse a POST that does not say how long its body is.
            request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        let mut response = before(gives_up, self.http.execute(request)).await?;
        let mut body = Vec::new();
        let fault = loop {
            match before(gives_up, response.chunk()).await {
                Ok(Some(chunk)) => {
                    let room = self.largest_answer.saturating_sub(body.len());
                    match chunk.get(..room) {
                        Some(fitting) if chunk.len() > room => {
                            body.extend_from_slice(fitting);
                            break Some(TransportError::too_large(self.largest_answer));
                        }
                        _ => body.extend_from_slice(&chunk),
                    }
                }
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        let mut answer = http::Response::new(Bytes::from(body));
        *answer.status_mut() = response.status();
        *answer.version_mut() = response.version();
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        match fault {
            None => Ok(answer),
            Some(fault) => Err(fault.with_partial_answer(answer)),
        }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(self.exchange(request))
    }
}

fn build(settings: &Settings, this_machine: bool) -> Result<http_client::Client, Error> {
    let refuse = |what: &'static str| {
        move |error: http_client::Error| Error::new(ErrorKind::Configuration, what).with_source(error.without_url())
    };
    let mut builder = safely(http_client::Client::builder())
        .user_agent(&settings.user_agent)
        .connect_timeout(settings.connect_timeout);
    match &settings.proxy {
        Proxy::Url(url) => {
            let proxy = http_client::Proxy::all(url.expose_secret()).map_err(refuse("the proxy's URL is none"))?;
            builder = builder.no_proxy().proxy(proxy);
        }
        // A proxy that the environment names is of no use for a server on this machine.
        Proxy::Environment if !this_machine => {}
        Proxy::Environment | Proxy::None => builder = builder.no_proxy(),
    }
    builder = trust(builder, settings)?;
    builder.build().map_err(refuse("the HTTP client cannot be set up"))
}

/// What holds for every HTTP client here, whoever has described it.
fn safely(builder: http_client::ClientBuilder) -> http_client::ClientBuilder {
    builder
        // A redirected call has the wrong signature, and would take the keys elsewhere.
        .redirect(http_client::redirect::Policy::none())
        // Whether a call may be repeated depends on the operation, which reqwest does not know.
        .retry(http_client::retry::never())
        // It would log all bytes, keys among them.
        .connection_verbose(false)
}

#[cfg(feature = "rustls")]
fn trust(builder: http_client::ClientBuilder, settings: &Settings) -> Result<http_client::ClientBuilder, Error> {
    let mut certificates = Vec::new();
    for pem in &settings.root_certificates {
        let found = http_client::Certificate::from_pem_bundle(pem)
            .map_err(|error| Error::new(ErrorKind::Configuration, "a root certificate is no PEM").with_source(error))?;
        if found.is_empty() {
            return Err(Error::new(ErrorKind::Configuration, "a root certificate is no PEM"));
        }
        certificates.extend(found);
    }
    Ok(match (certificates.is_empty(), settings.only_these_roots) {
        (_, true) => builder.tls_certs_only(certificates),
        (true, false) => builder,
        (false, false) => builder.tls_certs_merge(certificates),
    })
}

/// Without TLS there is nobody to trust, and no method to add certificates by.
#[cfg(not(feature = "rustls"))]
fn trust(builder: http_client::ClientBuilder, _settings: &Settings) -> Result<http_client::ClientBuilder, Error> {
    Ok(builder)
}

/// Waits no longer than the client does.
async fn before<T>(
    end: Option<GivesUpAt>,
    step: impl Future<Output = Result<T, http_client::Error>>,
) -> Result<T, TransportError> {
    let result = match end {
        None => step.await,
        Some(GivesUpAt(end)) => match tokio::time::timeout_at(end, step).await {
            Ok(result) => result,
            Err(_) => return Err(TransportError::timeout()),
        },
    };
    result.map_err(failure)
}

/// What reqwest says, without the URL: its query may hold what is nobody's business.
fn failure(error: http_client::Error) -> TransportError {
    let error = error.without_url();
    if error.is_timeout() && error.is_connect() {
        TransportError::connect_timeout(error)
    } else if error.is_timeout() {
        TransportError::timeout().caused_by(error)
    } else if error.is_connect() {
        TransportError::connect(error)
    } else if error.is_builder() {
        TransportError::request(error)
    } else {
        TransportError::broken(error)
    }
}
