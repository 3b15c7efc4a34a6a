//! Where endpoint and credentials are found.

mod environment;
mod files;
mod ini;
mod lookup;
mod place;

use std::path::PathBuf;

use self::environment::Environment;
use self::lookup::{Choice, Given, lookup};
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

impl Sources {
    /// What was found. Files that hold keys and are open to others are warned about.
    pub fn find(self) -> Result<(Endpoint, Credentials), Error> {
        let environment = if self.no_environment { Environment::default() } else { Environment::of_process()? };
        let files = files::read(self.file.as_deref(), !self.no_standard_files)?;
        let given = Given { endpoint: self.endpoint, profile: self.profile };
        let Choice { endpoint, credentials, exposed } = lookup(given, &environment, &files)?;
        for file in exposed {
            tracing::warn!(file, "other users can read or change the keys in a configuration file; chmod 600 {file}");
        }
        Ok((endpoint, credentials))
    }
}
