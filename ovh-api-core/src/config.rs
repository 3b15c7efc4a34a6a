//! Finds endpoint and credentials in the environment and in configuration files.

mod environment;
mod files;
mod ini;
mod lookup;
mod setting;
mod source;

use std::path::PathBuf;

use self::environment::Environment;
pub use self::lookup::Configuration;
use self::lookup::{Overrides, Warning, lookup};
use crate::endpoint::Endpoint;
use crate::error::Error;

/// The sources to search, and the settings of the program.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The endpoint, which selects the section of a file.
    pub endpoint: Option<Endpoint>,
    /// The name of a section `[profile:NAME]`.
    pub profile: Option<String>,
    /// A file in addition to the standard ones. It must exist.
    pub file: Option<PathBuf>,
    /// Whether to skip the environment.
    pub no_environment: bool,
    /// Whether to skip the standard files.
    pub no_standard_files: bool,
}

impl Sources {
    /// Returns endpoint and credentials. Logs a warning for files that other users can read or change.
    pub fn find(self) -> Result<Configuration, Error> {
        let environment = if self.no_environment { Environment::default() } else { Environment::of_process()? };
        let overrides = Overrides { endpoint: self.endpoint, profile: self.profile };
        let files = if overrides.is_completed_by(&environment) {
            Vec::new()
        } else {
            files::read(self.file.as_deref(), !self.no_standard_files)?
        };
        let (configuration, warnings) = lookup(overrides, &environment, &files)?;
        for Warning { file, message } in warnings {
            tracing::warn!(file, "{message}");
        }
        Ok(configuration)
    }
}
