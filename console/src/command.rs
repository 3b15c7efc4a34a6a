//! The command line of the program `ovh-console`.

use std::path::PathBuf;

use clap::Parser;

use crate::service::Service;
use crate::{Console, Error};

/// The API console as a page on your own machine. Without --endpoint and --account, operations are executed by a
/// sandbox of its own.
#[derive(Debug, Parser)]
#[command(name = "ovh-console", version)]
pub struct Flags {
    /// Port to listen on, at 127.0.0.1; 0 selects a free port
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
    /// Folder of schemas below v1 and v2, such as `cargo xtask fetch --schemas DIR` downloads [default: the workspace's
    /// schemas]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// Open the page in the browser
    #[arg(long)]
    pub open: bool,
    /// Execute operations in a running sandbox, with the keys of the environment or ovh.conf
    #[arg(long, value_name = "URL", conflicts_with = "account")]
    endpoint: Option<String>,
    /// Execute operations in OVHcloud's service, with the credentials of the environment or ovh.conf: GET only, unless
    /// --allow-writes is given
    #[arg(long)]
    account: bool,
    /// Profile of ovh.conf
    #[arg(long, value_name = "NAME", requires = "account")]
    profile: Option<String>,
    /// Execute POST, PUT, PATCH and DELETE, too; the page asks for a confirmation of each
    #[arg(long, requires = "account")]
    allow_writes: bool,
}

impl Flags {
    /// Starts the console.
    ///
    /// # Errors
    ///
    /// Returns an error if the service, the schemas or the port are not available.
    pub async fn start(&self) -> Result<Console, Error> {
        let service = match &self.endpoint {
            Some(url) => Service::Endpoint(url.clone()),
            None if self.account => {
                Service::Account { profile: self.profile.clone(), allows_writes: self.allow_writes }
            }
            None => Service::OwnSandbox,
        };
        Console::start(&service, self.port, self.schemas.clone()).await
    }
}
