//! The default transport. Only this module and one method of the client builder use reqwest.

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

use super::body_buffer::BodyBuffer;
use super::proxy::is_local_http;
use super::{Outgoing, Proxy, Transport, TransportError, TransportFuture, tls, until};
use crate::endpoint::is_on_this_machine;
use crate::error::{Error, ErrorKind};

/// The settings of the HTTP client.
#[derive(Clone)]
pub struct HttpSettings {
    pub user_agent: String,
    pub connect_timeout: Duration,
    /// In bytes.
    pub max_response_size: usize,
    pub proxy: Proxy,
    /// Bundles in PEM.
    pub root_certificates: Vec<Vec<u8>>,
    pub only_these_roots: bool,
    /// Replaces the HTTP client that these settings describe.
    pub custom: Option<CustomHttpClient>,
}

impl HttpSettings {
    pub(crate) fn new(user_agent: String) -> Self {
        Self {
            user_agent,
            connect_timeout: Duration::from_secs(30),
            max_response_size: 64 * 1024 * 1024,
            proxy: Proxy::Environment,
            root_certificates: Vec::new(),
            only_these_roots: false,
            custom: None,
        }
    }
}

/// Shows only the number of certificates: a bundle may contain a private key by mistake.
impl fmt::Debug for HttpSettings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("user_agent", &self.user_agent)
            .field("connect_timeout", &self.connect_timeout)
            .field("max_response_size", &self.max_response_size)
            .field("proxy", &self.proxy)
            .field("root_certificates", &self.root_certificates.len())
            .field("only_these_roots", &self.only_these_roots)
            .field("custom", &self.custom.is_some())
            .finish()
    }
}

/// An HTTP client that the program has configured.
///
/// A function hides the types of reqwest from code that contains settings, which is faster to compile. Its argument is
/// whether the client ignores proxies. A reqwest builder cannot be cloned, so only the first requested kind of client
/// exists.
#[derive(Clone)]
#[allow(missing_debug_implementations)] // It may hold certificates with their keys.
pub struct CustomHttpClient(Arc<dyn Fn(bool) -> Option<BuildResult> + Send + Sync>);

type BuildResult = Result<http_client::Client, Arc<http_client::Error>>;

impl CustomHttpClient {
    /// Wraps a builder. Redirections and retries are switched off, regardless of its settings.
    pub fn new(builder: http_client::ClientBuilder) -> Self {
        let unbuilt = Mutex::new(Some(builder));
        let built = OnceLock::new();
        Self(Arc::new(move |direct| {
            let (is_direct, result): &(bool, BuildResult) = built.get_or_init(|| {
                let builder = unbuilt.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default();
                let builder = if direct { without_proxy(builder) } else { builder };
                (direct, restrict(builder).build().map_err(|error| Arc::new(error.without_url())))
            });
            (*is_direct == direct).then(|| result.clone())
        }))
    }

    /// Returns the client of that kind, or `None` if the builder was used for the other kind.
    fn client(&self, direct: bool) -> Result<Option<http_client::Client>, Error> {
        tls::check_default()?;
        (self.0)(direct)
            .transpose()
            .map_err(|error| Error::new(ErrorKind::Configuration, "cannot create the HTTP client").with_source(error))
    }
}

/// The default transport, which uses reqwest. `ClientBuilder::wrap_transport` passes it to a transport that wraps it.
///
/// Cloning is cheap: clones share connections.
#[derive(Clone)]
pub struct HttpTransport {
    // One of two clients, chosen by the URL of each request. Most programs need only one of them.
    /// Uses proxies, if there are any.
    proxied: Option<http_client::Client>,
    /// Never uses a proxy.
    direct: Option<http_client::Client>,
    direct_for: fn(&http_client::Url) -> bool,
    max_response_size: usize,
}

impl HttpTransport {
    /// Builds the HTTP clients that requests to these destinations need.
    pub(crate) fn new(settings: &HttpSettings, destinations: &[http_client::Url]) -> Result<Self, Error> {
        let direct_for = match (&settings.proxy, &settings.custom) {
            // A proxy from the environment cannot reach a server on this machine, with TLS or without.
            (Proxy::Environment, None) => is_on_this_machine,
            _ => is_local_http,
        };
        let needs_direct = destinations.iter().any(direct_for);
        let needs_proxied = !destinations.iter().all(direct_for);
        let proxy = settings.proxy.url()?;
        let mut custom_direct = None;
        let proxied = match &settings.custom {
            _ if !needs_proxied => {
                custom_direct = settings.custom.as_ref().map(|custom| custom.client(true)).transpose()?.flatten();
                None
            }
            None => Some(build(settings, Route::Proxied(proxy))?),
            Some(custom) => Some(custom.client(false)?.ok_or_else(|| {
                Error::new(
                    ErrorKind::Configuration,
                    "the reqwest builder was already used for an http endpoint on this machine; \
                     set reqwest_0_13_builder again for another endpoint",
                )
            })?),
        };
        let direct = match custom_direct {
            None if needs_direct => Some(build(settings, Route::Direct)?),
            custom_direct => custom_direct,
        };
        Ok(Self { proxied, direct, direct_for, max_response_size: settings.max_response_size })
    }

    /// Returns the HTTP client for a URL. Never falls back to the proxied one.
    fn client(&self, url: &http_client::Url) -> Result<&http_client::Client, TransportError> {
        let client = if (self.direct_for)(url) { &self.direct } else { &self.proxied };
        client
            .as_ref()
            .ok_or_else(|| TransportError::request("the URL belongs neither to the endpoint nor to the token service"))
    }

    /// Sends a request, and waits for the whole response until `end`. An error contains the part received by then.
    pub(super) async fn exchange_until(
        &self,
        outgoing: Outgoing<'_>,
        end: Option<Instant>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let mut buffer = BodyBuffer::default();
        let result = until(end, pin!(self.exchange(outgoing, &mut buffer)), TransportError::timeout).await;
        buffer.finish(result)
    }

    async fn exchange(&self, outgoing: Outgoing<'_>, buffer: &mut BodyBuffer) -> Result<(), TransportError> {
        let request = request(outgoing)?;
        let mut response = self.client(request.url())?.execute(request).await.map_err(failure)?;
        let mut head = http::Response::new(());
        *head.status_mut() = response.status();
        *head.version_mut() = response.version();
        *head.headers_mut() = std::mem::take(response.headers_mut());
        buffer.head(head);
        while let Some(piece) = response.chunk().await.map_err(failure)? {
            buffer.push(piece, self.max_response_size)?;
        }
        Ok(())
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let url = parts.uri.to_string();
            // The client that calls the outer transport sets the time limit.
            self.exchange_until(Outgoing { method: parts.method, url: &url, headers: parts.headers, body }, None).await
        })
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("HttpTransport")
            .field("max_response_size", &self.max_response_size)
            .finish_non_exhaustive()
    }
}

fn request(outgoing: Outgoing<'_>) -> Result<http_client::Request, TransportError> {
    let url = http_client::Url::parse(outgoing.url).map_err(TransportError::request)?;
    let mut request = http_client::Request::new(outgoing.method, url);
    *request.headers_mut() = outgoing.headers;
    if !outgoing.body.is_empty() {
        *request.body_mut() = Some(outgoing.body.into());
    } else if matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH) {
        // reqwest omits it; some proxies reject a POST without a length.
        request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    Ok(request)
}

/// How an HTTP client reaches servers.
enum Route {
    /// Through this proxy, or that of the settings.
    Proxied(Option<http_client::Url>),
    /// Without any proxy.
    Direct,
}

fn build(settings: &HttpSettings, route: Route) -> Result<http_client::Client, Error> {
    let failed = |what: &'static str| {
        move |error: http_client::Error| Error::new(ErrorKind::Configuration, what).with_source(error.without_url())
    };
    let mut builder = restrict(http_client::Client::builder())
        .user_agent(&settings.user_agent)
        .connect_timeout(settings.connect_timeout);
    builder = match (route, &settings.proxy) {
        (Route::Direct, _) => without_proxy(builder),
        (Route::Proxied(Some(url)), _) => {
            builder.no_proxy().proxy(http_client::Proxy::all(url).map_err(failed("invalid proxy URL"))?)
        }
        (Route::Proxied(None), Proxy::Environment) => builder,
        (Route::Proxied(None), _) => builder.no_proxy(),
    };
    tls::configure(builder, &settings.root_certificates, settings.only_these_roots)?
        .build()
        .map_err(failed("cannot create the HTTP client"))
}

/// Disables proxies and resolves `localhost` without DNS, so that unencrypted requests stay on this machine.
fn without_proxy(builder: http_client::ClientBuilder) -> http_client::ClientBuilder {
    // Port 0 means the port of the URL.
    let loopback = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), SocketAddr::from((Ipv6Addr::LOCALHOST, 0))];
    builder.no_proxy().resolve_to_addrs("localhost", &loopback)
}

/// Applies the settings that every HTTP client must have.
fn restrict(builder: http_client::ClientBuilder) -> http_client::ClientBuilder {
    builder
        // A redirected request has the wrong signature, and would send keys to another host.
        .redirect(http_client::redirect::Policy::none())
        // Only the client knows whether an operation is idempotent.
        .retry(http_client::retry::never())
        // It would log all bytes, keys included.
        .connection_verbose(false)
}

/// Converts an error of reqwest, without its URL: the query may contain secrets.
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
