//! HTTP: bytes out, bytes in. The only place that knows reqwest, but for one method of the builder.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use ::reqwest as http_client;
use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_LENGTH, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

use super::arrived::Arrived;
use super::{Outgoing, TransportError, before};
use crate::error::{Error, ErrorKind};

/// How HTTP is spoken.
#[derive(Clone)]
pub struct HttpSettings {
    pub user_agent: String,
    pub connect_timeout: Duration,
    /// In bytes.
    pub largest_answer: usize,
    pub proxy: Proxy,
    /// Each is a bundle in PEM.
    #[cfg_attr(not(feature = "rustls"), allow(dead_code))]
    pub root_certificates: Vec<Vec<u8>>,
    #[cfg_attr(not(feature = "rustls"), allow(dead_code))]
    pub only_these_roots: bool,
    /// In the place of one made from these settings.
    pub own: Option<Own>,
}

impl HttpSettings {
    pub(crate) fn new(user_agent: String) -> Self {
        Self {
            user_agent,
            connect_timeout: Duration::from_secs(30),
            largest_answer: 64 * 1024 * 1024,
            proxy: Proxy::Environment,
            root_certificates: Vec::new(),
            only_these_roots: false,
            own: None,
        }
    }
}

/// Certificates by their number: who bundles them may have put a private key among them.
impl fmt::Debug for HttpSettings {
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

/// Gives an HTTP client that the program has described, or says why there is none.
///
/// A function, so that a compiler which has settings before it need not look into all that the HTTP client is made of.
#[derive(Clone)]
#[allow(missing_debug_implementations)] // It may hold certificates with their keys.
pub struct Own(Arc<dyn Fn() -> Result<http_client::Client, Arc<http_client::Error>> + Send + Sync>);

impl Own {
    /// Follows no redirection and repeats nothing, whatever the program said.
    pub fn new(builder: http_client::ClientBuilder) -> Self {
        let built = safely(builder).build().map_err(|error| Arc::new(error.without_url()));
        Self(Arc::new(move || built.clone()))
    }
}

/// The way to the service. A URL may hold a password.
#[derive(Debug, Clone)]
pub enum Proxy {
    /// As `HTTPS_PROXY` and its like say.
    Environment,
    /// Directly.
    None,
    /// Through this proxy.
    Url(SecretString),
}

#[derive(Clone)]
pub(crate) struct ReqwestTransport {
    http: http_client::Client,
    largest_answer: usize,
}

impl ReqwestTransport {
    pub(crate) fn new(settings: &HttpSettings, this_machine: bool) -> Result<Self, Error> {
        let http = match &settings.own {
            Some(Own(own)) => own().map_err(|error| {
                Error::new(ErrorKind::Configuration, "the HTTP client cannot be set up").with_source(error)
            })?,
            None => build(settings, this_machine)?,
        };
        Ok(Self { http, largest_answer: settings.largest_answer })
    }

    /// Sends, and waits until `end` for the whole answer. What has arrived by then is part of the error.
    pub(super) async fn send(
        &self,
        outgoing: Outgoing<'_>,
        end: Option<Instant>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut arrived = Arrived::default();
        let result = before(end, pin!(self.exchange(outgoing, &mut arrived))).await;
        arrived.finish(result)
    }

    async fn exchange(&self, outgoing: Outgoing<'_>, arrived: &mut Arrived) -> Result<(), TransportError> {
        let mut response = self.http.execute(request(outgoing)?).await.map_err(failure)?;
        let mut head = http::Response::new(());
        *head.status_mut() = response.status();
        *head.version_mut() = response.version();
        *head.headers_mut() = std::mem::take(response.headers_mut());
        arrived.head(head);
        while let Some(piece) = response.chunk().await.map_err(failure)? {
            arrived.push(piece, self.largest_answer)?;
        }
        Ok(())
    }
}

fn request(outgoing: Outgoing<'_>) -> Result<http_client::Request, TransportError> {
    let url = http_client::Url::parse(outgoing.url).map_err(TransportError::request)?;
    let mut request = http_client::Request::new(outgoing.method, url);
    *request.headers_mut() = outgoing.headers;
    if !outgoing.body.is_empty() {
        *request.body_mut() = Some(outgoing.body.into());
    } else if matches!(*request.method(), Method::POST | Method::PUT) {
        // The HTTP client leaves it out; some proxies refuse a POST that does not say how long its body is.
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    Ok(request)
}

fn build(settings: &HttpSettings, this_machine: bool) -> Result<http_client::Client, Error> {
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
fn trust(builder: http_client::ClientBuilder, settings: &HttpSettings) -> Result<http_client::ClientBuilder, Error> {
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
fn trust(builder: http_client::ClientBuilder, _settings: &HttpSettings) -> Result<http_client::ClientBuilder, Error> {
    Ok(builder)
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
