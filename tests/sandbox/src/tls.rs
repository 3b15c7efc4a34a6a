//! HTTPS with a certificate of the sandbox's own authority, which clients are told to trust.

mod authority;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ovh_api_core::internal::service_hosts;
use tempfile::TempDir;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::{self, ServerConfig};

use self::authority::Authority;
use crate::host::HostName;

/// Names of the sandbox itself, besides those of the service.
const OWN_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// The name of the file with the authority's certificate.
const CERTIFICATE: &str = "ovh-sandbox-ca.pem";
/// The name of the file with the authority's private key.
const KEY: &str = "ovh-sandbox-ca.key";

/// An error that prevents a sandbox from serving HTTPS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file of the authority cannot be read or written.
    #[error("cannot {action} {}: {source}", path.display())]
    File {
        /// What was attempted.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The files of the authority cannot be used.
    #[error("{}: {problem}", path.display())]
    Authority {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and what to do.
        problem: &'static str,
    },
    /// A certificate cannot be created.
    #[error("cannot create a certificate: {0}")]
    Certificate(#[from] rcgen::Error),
    /// The certificate cannot be used for TLS.
    #[error("cannot set up TLS: {0}")]
    Rustls(#[from] rustls::Error),
}

/// The certificates of a sandbox. The folder is removed with the sandbox, unless it was given.
pub(crate) struct Tls {
    pub(crate) acceptor: TlsAcceptor,
    /// The authority's certificate, in PEM.
    pub(crate) certificate: String,
    /// The file with the authority's certificate.
    pub(crate) file: PathBuf,
    _temporary: Option<TempDir>,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Tls").field("file", &self.file).finish_non_exhaustive()
    }
}

impl Tls {
    /// Creates a certificate for the sandbox, the service's hosts and `hosts`. The authority is kept in `folder`, and
    /// is new without one.
    pub(crate) fn new(folder: Option<&Path>, hosts: &[HostName]) -> Result<Self, TlsError> {
        let (authority, file, temporary) = match folder {
            Some(folder) => {
                let (certificate, key) = (folder.join(CERTIFICATE), folder.join(KEY));
                (Authority::kept(&certificate, &key)?, certificate, None)
            }
            None => {
                let authority = Authority::new()?;
                let temporary = tempfile::Builder::new().prefix("ovh-sandbox-").tempdir();
                let temporary = temporary.map_err(file_error("create a folder in", &std::env::temp_dir()))?;
                let file = temporary.path().join(CERTIFICATE);
                fs::write(&file, &authority.certificate).map_err(file_error("write", &file))?;
                (authority, file, Some(temporary))
            }
        };
        let own = OWN_NAMES.iter().copied().chain(service_hosts());
        let names = own.chain(hosts.iter().map(HostName::bare_name)).map(str::to_owned);
        let (certificate, key) = authority.issue(names.collect())?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        Ok(Self { acceptor, certificate: authority.certificate, file, _temporary: temporary })
    }
}

/// Returns a function that adds a file to an error.
fn file_error(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> TlsError {
    let path = path.to_owned();
    move |source| TlsError::File { action, path, source }
}
