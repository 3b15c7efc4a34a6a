//! Where endpoint and credentials are found.

mod environment;
mod files;
mod ini;
mod lookup;
mod place;

use std::path::PathBuf;

use secrecy::SecretString;

use self::environment::Environment;
use self::lookup::{Given, Warning, lookup};
use crate::{Credentials, Endpoint, Error};

/// What is looked through, and what is decided before.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Decides which section of a file is read.
    pub endpoint: Option<Endpoint>,
    /// The section `[profile:NAME]`.
    pub profile: Option<String>,
    /// A file beside the standard ones, which must be there.
    pub file: Option<PathBuf>,
    /// Whether the environment is left out.
    pub no_environment: bool,
    /// Whether the standard files are left out.
    pub no_standard_files: bool,
}

/// What was found.
#[derive(Debug)]
pub struct Found {
    /// Where calls go.
    pub endpoint: Endpoint,
    /// Who calls.
    pub credentials: Credentials,
    /// In the place of the endpoint's own token service, with the place that it was found in.
    pub token_url: Option<(SecretString, String)>,
}

impl Sources {
    /// Finds endpoint and credentials. Logs a warning about files that other users can read or change.
    pub fn find(self) -> Result<Found, Error> {
        let environment = if self.no_environment { Environment::default() } else { Environment::of_process()? };
        let given = Given { endpoint: self.endpoint, profile: self.profile };
        let files = if given.is_completed_by(&environment) {
            Vec::new()
        } else {
            files::read(self.file.as_deref(), !self.no_standard_files)?
        };
        let choice = lookup(given, &environment, &files)?;
        for Warning { file, message } in choice.warnings {
            tracing::warn!(file, "{message}");
        }
        Ok(Found { endpoint: choice.endpoint, credentials: choice.credentials, token_url: choice.token_url })
    }
}
