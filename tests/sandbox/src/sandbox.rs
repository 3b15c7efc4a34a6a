//! A running sandbox.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::{oneshot, watch};

use crate::api::Api;
use crate::builder::Builder;
use crate::server::{self, Door};
use crate::settings::Settings;
use crate::snapshot::SchemaError;
use crate::tally::Write;
use crate::world::World;

/// Why a sandbox does not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Its schemas cannot be read.
    #[error(transparent)]
    Schemas(#[from] SchemaError),
    /// It cannot listen.
    #[error("cannot listen on port {port} of 127.0.0.1: {source}")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// Why.
        source: io::Error,
    },
    /// There is no thread for it.
    #[error("cannot start a thread: {0}")]
    Thread(#[source] io::Error),
}

/// A server on 127.0.0.1 that behaves like the OVHcloud API; it ends when this is dropped.
///
/// It runs on threads of its own, so that a test may block, or have no runtime at all.
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
    url: String,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts one as it is without any flags, on a free port.
    ///
    /// # Errors
    ///
    /// If the schemas of the workspace cannot be read, or there is no port or thread left.
    pub async fn start() -> Result<Self, Error> {
        Self::builder().start().await
    }

    /// Describes one.
    pub fn builder() -> Builder {
        Builder::with(Settings::default())
    }

    /// The base URL of branch v1, `http://127.0.0.1:8080/1.0`: what `OVH_ENDPOINT` is to be.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The default application's key.
    #[must_use]
    pub fn application_key(&self) -> &str {
        &self.world.first_keys.application_key
    }

    /// The default application's secret.
    #[must_use]
    pub fn application_secret(&self) -> &str {
        &self.world.first_keys.application_secret
    }

    /// A consumer key that may call everything.
    #[must_use]
    pub fn consumer_key(&self) -> &str {
        &self.world.first_keys.consumer_key
    }

    /// The id of an OAuth2 client.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.world.first_keys.client_id
    }

    /// The secret of the OAuth2 client.
    #[must_use]
    pub fn client_secret(&self) -> &str {
        &self.world.first_keys.client_secret
    }

    /// Where OAuth2 clients get their tokens.
    #[must_use]
    pub fn oauth2_token_url(&self) -> String {
        format!("http://{}/auth/oauth2/token", self.address)
    }

    /// How many requests have come, of any sort.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.world.requests()
    }

    /// How often an operation was called, allowed or not: `("GET", "/vps/{serviceName}")`.
    #[must_use]
    pub fn requests_to(&self, method: &str, path_template: &str) -> u64 {
        self.world.served(method, path_template)
    }

    /// What was written so far, in that order, if [it is remembered](Builder::keep_writes). A write that was done is
    /// here, whatever became of its answer.
    #[must_use]
    pub fn writes(&self) -> Vec<Write> {
        self.world.tally().writes.clone()
    }

    /// How often each kind of [fault](Builder::faults) has struck a call.
    #[must_use]
    pub fn faults(&self) -> BTreeMap<&'static str, u64> {
        self.world.tally().faults.clone()
    }

    /// How often each kind of [fault](Builder::faults) has struck a question for an OAuth2 token.
    #[must_use]
    pub fn token_faults(&self) -> BTreeMap<&'static str, u64> {
        self.world.tally().token_faults.clone()
    }

    /// How many OAuth2 tokens were granted, those included whose answers got lost.
    #[must_use]
    pub fn tokens_granted(&self) -> u64 {
        self.world.tally().tokens
    }

    /// How many OAuth2 tokens came with calls, each counted once however often it came.
    #[must_use]
    pub fn tokens_shown(&self) -> u64 {
        self.world.tally().tokens_shown()
    }

    /// How many OAuth2 tokens were refused, each counted once however often it was tried.
    #[must_use]
    pub fn tokens_refused(&self) -> u64 {
        self.world.tally().tokens_refused()
    }

    /// How often the clock has [jumped](Builder::jump_every).
    #[must_use]
    pub fn jumps(&self) -> u64 {
        self.world.jumps()
    }

    /// Method and path template of each operation, branch v1 first; those of v2 begin with `/v2`.
    #[must_use]
    pub fn operations(&self) -> Vec<(&'static str, String)> {
        let routes = self.world.api.table.routes.iter();
        routes.map(|route| (route.operation.method.as_str(), route.operation.branched_path())).collect()
    }

    /// Values for the parameters of a path template, in its order, that lead to something that exists; none if the
    /// template is no operation's.
    #[must_use]
    pub fn existing(&self, method: &str, path_template: &str) -> Option<Vec<String>> {
        let wanted = |route: &&crate::routes::Route| {
            route.operation.method.as_str() == method && route.operation.branched_path() == path_template
        };
        self.world.existing(self.world.api.table.routes.iter().find(wanted)?)
    }

    /// Whether a value is what an operation may answer by its schema, to the letter; says what is not.
    ///
    /// # Errors
    ///
    /// The first thing that does not conform.
    pub fn conforms(&self, method: &str, path_template: &str, value: &serde_json::Value) -> Result<(), String> {
        let wanted = |route: &&crate::routes::Route| {
            route.operation.method.as_str() == method && route.operation.branched_path() == path_template
        };
        let api = &self.world.api;
        let route = api.table.routes.iter().find(wanted).ok_or("there is no such operation")?;
        let (types, response) = (&api.model.types, &route.operation.response);
        crate::values::check(types, response, value, crate::values::Direction::Output)
            .map_err(|problem| problem.message())
    }

    /// Validates a consumer key for an unlimited time, as a person does who clicks Authorize at its `validationUrl`.
    /// Returns whether the key was waiting for it.
    pub fn authorize(&self, consumer_key: &str) -> bool {
        self.world.keys().authorize(consumer_key)
    }

    /// Waits for all that is on its way, and ends.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            // It has ended either way.
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
    /// Starts it.
    ///
    /// # Errors
    ///
    /// If the schemas cannot be read, the port is taken, or there is no thread left.
    pub async fn start(self) -> Result<Sandbox, Error> {
        let port = self.settings.port;
        let (sender, receiver) = oneshot::channel();
        let (stop, stopped) = watch::channel(false);
        let run = move || serve(self.settings, stopped, sender);
        let thread = std::thread::Builder::new().name("ovh-sandbox".to_owned()).spawn(run).map_err(Error::Thread)?;
        let gone = || Error::Listen { port, source: io::Error::other("the thread ended") };
        let (world, address) = receiver.await.map_err(|_| gone())??;
        let url = format!("http://{address}/1.0");
        Ok(Sandbox { world, address, url, stop, thread: Some(thread) })
    }
}

type Started = Result<(Arc<World>, SocketAddr), Error>;

/// Everything that happens on the sandbox's own thread.
fn serve(settings: Settings, stop: watch::Receiver<bool>, started: oneshot::Sender<Started>) {
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
            // Whoever waits has gone, or is told.
            let _ = started.send(Err(Error::Thread(error)));
            return;
        }
    };
    runtime.block_on(async move {
        match prepare(settings).await {
            Ok((door, world, address)) => {
                if started.send(Ok((Arc::clone(&world), address))).is_ok() {
                    server::run(door, world, stop).await;
                }
            }
            Err(error) => {
                let _ = started.send(Err(error));
            }
        }
    });
}

async fn prepare(settings: Settings) -> Result<(Door, Arc<World>, SocketAddr), Error> {
    let port = settings.port;
    let listen = |source| Error::Listen { port, source };
    let api = Api::read(settings.schemas.as_deref())?;
    let door = Door::open(port, settings.faults > 0.0).map_err(listen)?;
    let address = door.address().map_err(listen)?;
    Ok((door, Arc::new(World::new(api, settings, address.port())), address))
}
