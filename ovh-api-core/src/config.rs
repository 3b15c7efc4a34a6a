//! Finds endpoint and credentials in the environment and in configuration files.

mod environment;
mod files;
mod ini;
mod lookup;
mod save;
mod setting;
mod source;

use std::collections::BTreeSet;
use std::path::PathBuf;

use self::environment::Environment;
use self::files::FileContent;
use self::ini::IniFile;
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
    /// Returns the names of the profiles in the files, sorted.
    pub fn profiles(&self) -> Result<Vec<String>, Error> {
        let mut names = BTreeSet::new();
        for file in &files::read(self.file.as_deref(), !self.no_standard_files)? {
            if let FileContent::Read(text) = &file.content {
                let file = IniFile::parse(file, text)?;
                names.extend(file.section_names().filter_map(|name| name.strip_prefix("profile:")).map(str::to_owned));
            }
        }
        Ok(names.into_iter().collect())
    }

    /// Returns endpoint and credentials. Logs a warning for files that other users can read or change.
    pub fn find(self) -> Result<Configuration, Error> {
        let environment = self.environment()?;
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

    fn environment(&self) -> Result<Environment, Error> {
        if self.no_environment { Ok(Environment::default()) } else { Environment::of_process() }
    }
}
