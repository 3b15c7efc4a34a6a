//! A running console.

use std::io;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use ovh_sandbox::SchemaError;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::access::Access;
use crate::catalog::catalog;
use crate::operations::Index;
use crate::pages::gzip;
use crate::server;
use crate::service::{Connected, Service};

/// An error that prevents a console from starting.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The sandbox cannot be started.
    #[error(transparent)]
    Sandbox(#[from] ovh_sandbox::Error),
    /// The schemas cannot be read.
    #[error(transparent)]
    Schemas(#[from] SchemaError),
    /// The credentials or the endpoint are invalid.
    #[error(transparent)]
    Client(#[from] ovh_api::Error),
    /// The endpoint is not on this machine.
    #[error("{0} is not on this machine: use --account to call OVHcloud with your credentials")]
    RemoteEndpoint(String),
    /// The port cannot be listened on.
    #[error("cannot listen on port {port} of 127.0.0.1: {source}")]
    Listen {
        /// The requested port.
        port: u16,
        /// The cause.
        source: io::Error,
    },
    /// The token cannot be created.
    #[error("cannot create a random token: {0}")]
    Token(#[from] getrandom::Error),
    /// The catalog cannot be compressed.
    #[error("cannot compress the catalog: {0}")]
    Compress(#[source] io::Error),
}

/// A server on 127.0.0.1 with the page of the console. It is stopped when it is dropped.
#[derive(Debug)]
pub struct Console {
    shared: Arc<Shared>,
    port: u16,
    task: JoinHandle<()>,
}

/// What all requests read.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) access: Access,
    pub(crate) service: Connected,
    pub(crate) index: Index,
    /// The catalog as JSON, and compressed.
    pub(crate) catalog: Bytes,
    pub(crate) compressed_catalog: Bytes,
}

impl Console {
    /// Starts a console. Port 0 selects a free port; the default folder of schemas is the workspace's.
    ///
    /// # Errors
    ///
    /// Returns an error if the service, the schemas or the port are not available.
    pub async fn start(service: &Service, port: u16, schemas: Option<PathBuf>) -> Result<Self, Error> {
        let listen = |source| Error::Listen { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(listen)?;
        let port = listener.local_addr().map_err(listen)?.port();
        let service = Connected::new(service, schemas.as_deref()).await?;
        let model = service.schemas.model();
        let index = Index::new(model);
        let catalog = Bytes::from(catalog(model).to_string());
        let compressed_catalog = gzip(&catalog).map_err(Error::Compress)?;
        let access = Access::new(port)?;
        let shared = Arc::new(Shared { access, service, index, catalog, compressed_catalog });
        let task = tokio::spawn(server::run(listener, Arc::clone(&shared)));
        Ok(Self { shared, port, task })
    }

    /// Returns the address of the page with the token: `http://127.0.0.1:8080/?token=…`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}/?token={}", self.origin(), self.token())
    }

    /// Returns the address without the token: `http://127.0.0.1:8080`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Returns the token, which requests have in the cookie or in `Authorization: Bearer`.
    #[must_use]
    pub fn token(&self) -> &str {
        self.shared.access.token()
    }

    /// Returns the console's own sandbox, if it has one.
    #[must_use]
    pub fn sandbox(&self) -> Option<&ovh_sandbox::Sandbox> {
        self.shared.service.sandbox.as_ref()
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        self.task.abort();
    }
}
