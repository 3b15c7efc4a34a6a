//! A running sandbox.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::{oneshot, watch};

use crate::api::Api;
use crate::builder::Builder;
use crate::routes::Route;
use crate::schemas::Schemas;
use crate::server::{self, Listener};
use crate::settings::Settings;
use crate::snapshot::SchemaError;
use crate::stats::Write;
use crate::tls::{Tls, TlsError};
use crate::transport::Transport;
use crate::world::World;

/// An error that prevents a sandbox from starting.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The schemas cannot be read.
    #[error(transparent)]
    Schemas(#[from] SchemaError),
    /// The port cannot be listened on.
    #[error("cannot listen on port {port} of 127.0.0.1: {source}")]
    Listen {
        /// The requested port.
        port: u16,
        /// The cause.
        source: io::Error,
    },
    /// The certificates cannot be created or read.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The server's thread cannot be started.
    #[error("cannot start a thread: {0}")]
    Thread(#[source] io::Error),
}

/// A server on 127.0.0.1 that behaves like the OVHcloud API. It is stopped when it is dropped.
///
/// The server has threads of its own, so a test may block, or have no runtime at all.
///
/// ```
/// # async fn test() -> Result<(), ovh_sandbox::Error> {
/// let sandbox = ovh_sandbox::Sandbox::start().await?;
/// println!("{} {}", sandbox.url(), sandbox.consumer_key());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Sandbox {
    world: Arc<World>,
    address: SocketAddr,
    /// Scheme and host of the URLs that callers use.
    origin: String,
    url: String,
    tls: Option<Arc<Tls>>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts a sandbox with the default settings, on a free port.
    ///
    /// # Errors
    ///
    /// Returns an error if the schemas of the workspace cannot be read, or if no port or thread is available.
    pub async fn start() -> Result<Self, Error> {
        Self::builder().start().await
    }

    /// Creates a builder with the default settings.
    pub fn builder() -> Builder {
        Builder::with(Settings::default())
    }

    /// Returns the base URL of branch v1, such as `http://127.0.0.1:8080/1.0`: the value for `OVH_ENDPOINT`. Behind a
    /// proxy ([`Builder::behind_tls`]), it is `https://localhost/1.0`, because the proxy's address is unknown.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the address that the server listens on.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the key of the default application.
    #[must_use]
    pub fn application_key(&self) -> &str {
        &self.world.initial_keys.application_key
    }

    /// Returns the secret of the default application.
    #[must_use]
    pub fn application_secret(&self) -> &str {
        &self.world.initial_keys.application_secret
    }

    /// Returns a consumer key with rights to all operations.
    #[must_use]
    pub fn consumer_key(&self) -> &str {
        &self.world.initial_keys.consumer_key
    }

    /// Returns the id of an OAuth2 client.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.world.initial_keys.client_id
    }

    /// Returns the secret of the OAuth2 client.
    #[must_use]
    pub fn client_secret(&self) -> &str {
        &self.world.initial_keys.client_secret
    }

    /// Returns the URL of the OAuth2 token endpoint.
    #[must_use]
    pub fn oauth2_token_url(&self) -> String {
        format!("{}/auth/oauth2/token", self.origin)
    }

    /// Returns the certificate of the authority that clients must trust, in PEM. Returns `None` without
    /// [TLS](Builder::tls).
    #[must_use]
    pub fn ca_certificate(&self) -> Option<&str> {
        Some(&self.tls.as_ref()?.certificate)
    }

    /// Returns the file with [`ca_certificate`](Self::ca_certificate), for the environment variable `SSL_CERT_FILE` of
    /// other programs. It is removed when the sandbox is stopped, unless its folder was [given](Builder::tls_dir).
    #[must_use]
    pub fn ca_file(&self) -> Option<&Path> {
        Some(&self.tls.as_ref()?.file)
    }

    /// Returns the address that the server listens on, with its scheme.
    pub(crate) fn listening(&self) -> String {
        format!("{}://{}", if self.tls.is_some() { "https" } else { "http" }, self.address)
    }

    /// Returns the number of all received requests.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.world.requests()
    }

    /// Returns the number of calls of an operation such as `("GET", "/vps/{serviceName}")`, including rejected ones.
    #[must_use]
    pub fn requests_to(&self, method: &str, path_template: &str) -> u64 {
        self.world.requests_to(method, path_template)
    }

    /// Returns the successful writes in their order, if they [are kept](Builder::keep_writes). A write is included even
    /// if its response was lost.
    #[must_use]
    pub fn writes(&self) -> Vec<Write> {
        self.world.stats().writes.clone()
    }

    /// Returns the number of injected [faults](Builder::faults) of calls, by name.
    #[must_use]
    pub fn faults(&self) -> BTreeMap<&'static str, u64> {
        self.world.stats().faults.clone()
    }

    /// Returns the number of injected [faults](Builder::faults) of OAuth2 token requests, by name.
    #[must_use]
    pub fn token_faults(&self) -> BTreeMap<&'static str, u64> {
        self.world.stats().token_faults.clone()
    }

    /// Returns the number of granted OAuth2 tokens, including those whose response was lost.
    #[must_use]
    pub fn tokens_granted(&self) -> u64 {
        self.world.stats().tokens_granted
    }

    /// Returns the number of distinct OAuth2 tokens in calls.
    #[must_use]
    pub fn tokens_used(&self) -> u64 {
        self.world.stats().tokens_used()
    }

    /// Returns the number of distinct OAuth2 tokens that were rejected.
    #[must_use]
    pub fn tokens_rejected(&self) -> u64 {
        self.world.stats().tokens_rejected()
    }

    /// Returns how often the clock has [jumped](Builder::jump_every).
    #[must_use]
    pub fn clock_jumps(&self) -> u64 {
        self.world.jumps()
    }

    /// Returns method and path template of each operation, branch v1 first. Paths of branch v2 begin with `/v2`.
    #[must_use]
    pub fn operations(&self) -> Vec<(&'static str, String)> {
        let routes = self.world.api.table.routes.iter();
        routes.map(|route| (route.operation.method.as_str(), route.operation.branched_path())).collect()
    }

    /// Returns values for the parameters of a path template, in its order, that lead to an existing object. Adds an
    /// object to a list that is empty. Returns `None` for an unknown operation.
    #[must_use]
    pub fn existing_path_values(&self, method: &str, path_template: &str) -> Option<Vec<String>> {
        self.world.existing(self.route(method, path_template)?)
    }

    /// Checks that a value conforms to the response type of an operation.
    ///
    /// # Errors
    ///
    /// Returns the first problem. An unknown operation is a problem, too.
    pub fn check_response(&self, method: &str, path_template: &str, value: &serde_json::Value) -> Result<(), String> {
        let route = self.route(method, path_template).ok_or("unknown operation")?;
        let (types, response) = (&self.world.api.model.types, &route.operation.response);
        crate::values::check(types, response, value, crate::values::Direction::Output)
            .map_err(|problem| problem.message())
    }

    /// Returns the schemas that the sandbox serves.
    #[must_use]
    pub fn schemas(&self) -> Schemas {
        Schemas::of(Arc::clone(&self.world.api))
    }

    fn route(&self, method: &str, path_template: &str) -> Option<&Route> {
        self.world.api.table.named(method, path_template)
    }

    /// Validates a consumer key for an unlimited time, like a click on Authorize at its `validationUrl`. Returns
    /// whether the key was waiting for validation.
    pub fn authorize(&self, consumer_key: &str) -> bool {
        self.world.keys().authorize(consumer_key)
    }

    /// Completes the requests in progress, for up to half a second, and stops the server.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been printed.
            let _ = thread.join();
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.end();
    }
}

impl Builder {
    /// Starts the sandbox.
    ///
    /// # Errors
    ///
    /// Returns an error if the schemas cannot be read, the port is in use, or no thread can be started.
    pub async fn start(self) -> Result<Sandbox, Error> {
        let port = self.settings.port;
        let (sender, receiver) = oneshot::channel();
        let (stop, stopped) = watch::channel(false);
        let run = move || serve(self.settings, stopped, sender);
        let thread = std::thread::Builder::new().name("ovh-sandbox".to_owned()).spawn(run).map_err(Error::Thread)?;
        let gone = || Error::Listen { port, source: io::Error::other("the thread ended") };
        let Started { world, address, tls } = receiver.await.map_err(|_| gone())??;
        let origin = world.settings.transport.origin(address.port());
        let url = format!("{origin}/1.0");
        Ok(Sandbox { world, address, origin, url, tls, stop, thread: Some(thread) })
    }
}

/// What is known once a server has started.
struct Started {
    world: Arc<World>,
    address: SocketAddr,
    tls: Option<Arc<Tls>>,
}

/// Runs the server on its own thread.
fn serve(settings: Settings, stop: watch::Receiver<bool>, started: oneshot::Sender<Result<Started, Error>>) {
    let mut builder = match settings.workers {
        0 | 1 => tokio::runtime::Builder::new_current_thread(),
        workers => {
            let mut builder = tokio::runtime::Builder::new_multi_thread();
            builder.worker_threads(workers);
            builder
        }
    };
    let runtime = match builder.enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = started.send(Err(Error::Thread(error)));
            return;
        }
    };
    runtime.block_on(async move {
        match prepare(settings).await {
            Ok((listener, ready)) => {
                let (world, tls) = (Arc::clone(&ready.world), ready.tls.clone());
                if started.send(Ok(ready)).is_ok() {
                    server::run(listener, tls.map(|tls| tls.acceptor.clone()), world, stop).await;
                }
            }
            Err(error) => {
                let _ = started.send(Err(error));
            }
        }
    });
}

async fn prepare(settings: Settings) -> Result<(Listener, Started), Error> {
    let port = settings.port;
    let listen = |source| Error::Listen { port, source };
    let api = Api::read(settings.schemas.as_deref())?;
    let tls = match settings.transport {
        Transport::Tls => Some(Arc::new(Tls::new(settings.tls_dir.as_deref(), &settings.allowed_hosts)?)),
        Transport::Plain | Transport::BehindTls => None,
    };
    let listener = Listener::open(port, settings.faults > 0.0).map_err(listen)?;
    let address = listener.address().map_err(listen)?;
    let world = Arc::new(World::new(api, settings, address.port()));
    Ok((listener, Started { world, address, tls }))
}
