//! HTTP: bytes out, bytes in. The only place that knows reqwest, but for one method of the builder.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use ::reqwest as http_client;
use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_LENGTH, HeaderValue};
use tokio::time::Instant;

use super::arrived::Arrived;
use super::proxy::is_local_http;
use super::{Outgoing, Proxy, TransportError, before};
use crate::endpoint::is_on_this_machine;
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
/// Its argument is whether the client ignores proxies. A builder of reqwest cannot be copied, so only the kind of
/// client that is asked for first exists.
#[derive(Clone)]
#[allow(missing_debug_implementations)] // It may hold certificates with their keys.
pub struct Own(Arc<dyn Fn(bool) -> Option<BuildResult> + Send + Sync>);

type BuildResult = Result<http_client::Client, Arc<http_client::Error>>;

impl Own {
    /// Follows no redirection and repeats nothing, whatever the program said.
    pub fn new(builder: http_client::ClientBuilder) -> Self {
        let described = Mutex::new(Some(builder));
        let built = OnceLock::new();
        Self(Arc::new(move |direct| {
            let (is_direct, result): &(bool, BuildResult) = built.get_or_init(|| {
                let builder = described.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default();
                let builder = if direct { directly(builder) } else { builder };
                (direct, safely(builder).build().map_err(|error| Arc::new(error.without_url())))
            });
            (*is_direct == direct).then(|| result.clone())
        }))
    }

    /// Returns the client of that kind, or `None` if the builder was used for the other kind.
    fn client(&self, direct: bool) -> Result<Option<http_client::Client>, Error> {
        (self.0)(direct).transpose().map_err(|error| {
            Error::new(ErrorKind::Configuration, "the HTTP client cannot be set up").with_source(error)
        })
    }
}

/// Sends requests with one of two HTTP clients, chosen by the URL of each request. Most programs need only one of them.
#[derive(Clone)]
pub(crate) struct ReqwestTransport {
    /// Uses proxies, if there are any.
    proxied: Option<http_client::Client>,
    /// Never uses a proxy.
    direct: Option<http_client::Client>,
    direct_for: fn(&http_client::Url) -> bool,
    largest_answer: usize,
}

impl ReqwestTransport {
    /// Builds the HTTP clients that requests to these destinations need.
    pub(crate) fn new(settings: &HttpSettings, destinations: &[http_client::Url]) -> Result<Self, Error> {
        let direct_for = match (&settings.proxy, &settings.own) {
            // A proxy that the environment names cannot reach a server on this machine, with TLS or without.
            (Proxy::Environment, None) => is_on_this_machine,
            _ => is_local_http,
        };
        let needs_direct = destinations.iter().any(direct_for);
        let needs_proxied = !destinations.iter().all(direct_for);
        let proxy = settings.proxy.url()?;
        let mut own_direct = None;
        let proxied = match &settings.own {
            _ if !needs_proxied => {
                own_direct = settings.own.as_ref().map(|own| own.client(true)).transpose()?.flatten();
                None
            }
            None => Some(build(settings, Route::Proxied(proxy))?),
            Some(own) => Some(own.client(false)?.ok_or_else(|| {
                Error::new(
                    ErrorKind::Configuration,
                    "the reqwest builder was already used for an http endpoint on this machine; \
                     set reqwest_0_13_builder again for another endpoint",
                )
            })?),
        };
        let direct = match own_direct {
            None if needs_direct => Some(build(settings, Route::Direct)?),
            own_direct => own_direct,
        };
        Ok(Self { proxied, direct, direct_for, largest_answer: settings.largest_answer })
    }

    /// Returns the HTTP client for a URL; never the proxied one in the place of one that is missing.
    fn client(&self, url: &http_client::Url) -> Result<&http_client::Client, TransportError> {
        let client = if (self.direct_for)(url) { &self.direct } else { &self.proxied };
        client
            .as_ref()
            .ok_or_else(|| TransportError::request("the URL is neither the endpoint's nor the token service's"))
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
        let request = request(outgoing)?;
        let mut response = self.client(request.url())?.execute(request).await.map_err(failure)?;
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

/// How an HTTP client reaches servers.
enum Route {
    /// Through this proxy, or as the settings say.
    Proxied(Option<http_client::Url>),
    /// Without any proxy.
    Direct,
}

fn build(settings: &HttpSettings, route: Route) -> Result<http_client::Client, Error> {
    let refuse = |what: &'static str| {
        move |error: http_client::Error| Error::new(ErrorKind::Configuration, what).with_source(error.without_url())
    };
    let mut builder = safely(http_client::Client::builder())
        .user_agent(&settings.user_agent)
        .connect_timeout(settings.connect_timeout);
    builder = match (route, &settings.proxy) {
        (Route::Direct, _) => directly(builder),
        (Route::Proxied(Some(url)), _) => {
            builder.no_proxy().proxy(http_client::Proxy::all(url).map_err(refuse("invalid proxy URL"))?)
        }
        (Route::Proxied(None), Proxy::Environment) => builder,
        (Route::Proxied(None), _) => builder.no_proxy(),
    };
    builder = trust(builder, settings)?;
    builder.build().map_err(refuse("the HTTP client cannot be set up"))
}

/// Without any proxy, and without asking DNS where `localhost` is: requests in clear stay on this machine.
fn directly(builder: http_client::ClientBuilder) -> http_client::ClientBuilder {
    // Port 0 stands for the port of the URL.
    let loopback = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), SocketAddr::from((Ipv6Addr::LOCALHOST, 0))];
    builder.no_proxy().resolve_to_addrs("localhost", &loopback)
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
