//! The service that executes operations: a sandbox, or OVHcloud's with an account.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::Path;

use ovh_api::{Branch, Client, Config, Endpoint, RetryPolicy};
use ovh_sandbox::{Sandbox, Schemas};

use crate::console::Error;
use crate::execute::Recorder;

/// Where operations are executed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Service {
    /// A sandbox of the console's own. The default.
    #[default]
    OwnSandbox,
    /// A running sandbox on this machine, with the keys of `ovh.conf` or the environment.
    Endpoint(String),
    /// OVHcloud's service, with the credentials of `ovh.conf` or the environment.
    Account {
        /// The profile of `ovh.conf`. The default is the one that the client selects.
        profile: Option<String>,
        /// Whether POST, PUT, PATCH and DELETE are executed. Each of them must be confirmed.
        allows_writes: bool,
    },
}

/// A service that is ready to be called.
#[derive(Debug)]
pub(crate) struct Connected {
    pub(crate) client: Client,
    pub(crate) schemas: Schemas,
    pub(crate) sandbox: Option<Sandbox>,
    pub(crate) writes: Writes,
    /// What the page shows: `sandbox` or the host of the service.
    pub(crate) name: String,
}

/// Whether requests other than GET are executed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writes {
    Allowed,
    /// If the request repeats method and path.
    Confirmed,
    Refused,
}

impl Connected {
    pub(crate) async fn new(service: &Service, folder: Option<&Path>) -> Result<Self, Error> {
        match service {
            Service::OwnSandbox => {
                let builder = Sandbox::builder();
                let sandbox = match folder {
                    Some(folder) => builder.schemas(folder),
                    None => builder,
                };
                let sandbox = sandbox.start().await?;
                let client = Client::builder()
                    .endpoint(Endpoint::custom(sandbox.url())?)
                    .application_key(sandbox.application_key())
                    .application_secret(sandbox.application_secret())
                    .consumer_key(sandbox.consumer_key())
                    .retry(RetryPolicy::never())
                    .wrap_transport(Recorder::new)
                    .build()?;
                let schemas = sandbox.schemas();
                let name = "sandbox".to_owned();
                Ok(Self { client, schemas, sandbox: Some(sandbox), writes: Writes::Allowed, name })
            }
            Service::Endpoint(url) => {
                if !is_local(url) {
                    return Err(Error::RemoteEndpoint(url.clone()));
                }
                let config = Config::new().endpoint(Endpoint::custom(url)?);
                Self::configured(config, Writes::Allowed, folder)
            }
            Service::Account { profile, allows_writes } => {
                let config = Config::new();
                let config = match profile {
                    Some(profile) => config.profile(profile),
                    None => config,
                };
                let writes = if *allows_writes { Writes::Confirmed } else { Writes::Refused };
                Self::configured(config, writes, folder)
            }
        }
    }

    fn configured(config: Config, writes: Writes, folder: Option<&Path>) -> Result<Self, Error> {
        let client = config.builder()?.retry(RetryPolicy::never()).wrap_transport(Recorder::new).build()?;
        let name = host(&client.endpoint().base_url(Branch::V1)).to_owned();
        Ok(Self { client, schemas: Schemas::read(folder)?, sandbox: None, writes, name })
    }
}

/// Returns the host and port of a URL.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// Returns whether a URL leads to this machine.
fn is_local(url: &str) -> bool {
    let host = host(url);
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
        || name.trim_matches(['[', ']']).parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_urls_are_local() {
        for url in ["http://127.0.0.1:8080/1.0", "http://localhost/1.0", "http://[::1]:1/1.0", "https://127.3.2.1"] {
            assert!(is_local(url), "{url}");
        }
        for url in [
            "https://eu.api.ovh.com/1.0",
            "http://localhost.evil.example/1.0",
            "http://127.0.0.1@evil.example/1.0",
            "http://127.0.0.1:80@evil.example/1.0",
            "http://evil.example/?localhost",
        ] {
            assert!(!is_local(url), "{url}");
        }
    }
}
