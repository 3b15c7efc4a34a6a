//! Writes credentials to a configuration file.

use std::io;
use std::path::{Path, PathBuf};

use secrecy::ExposeSecret as _;

use super::Sources;
use super::files::{self, ConfigFile, FileContent};
use super::ini::{IniFile, with_values};
use super::lookup::{Overrides, section_to_write};
use super::setting::Setting;
use crate::auth::{Credentials, Key};
use crate::error::{Error, ErrorKind};
use crate::private_file;

impl Sources {
    /// Writes the credentials to the section that a lookup with these settings reads, and returns the path of the file.
    pub fn save(&self, credentials: &Credentials) -> Result<PathBuf, Error> {
        let keys = keys(credentials)?;
        let path = self.path_to_write()?;
        let mut files = files::read(None, !self.no_standard_files)?;
        files.push(files::read_to_change(&path)?);
        let overrides = Overrides { endpoint: self.endpoint.clone(), profile: self.profile.clone() };
        let section = section_to_write(overrides, &self.environment()?, &files)?;
        let endpoint = self.endpoint.as_ref().map(ToString::to_string);
        let endpoint = endpoint.as_deref().filter(|_| section.starts_with("profile:"));
        let values: Vec<_> = keys.into_iter().chain(endpoint.map(|name| (Setting::ENDPOINT.name, name))).collect();
        write(&path, files.last(), &section, &values)?;
        Ok(path)
    }

    fn path_to_write(&self) -> Result<PathBuf, Error> {
        match &self.file {
            Some(path) => Ok(path.clone()),
            None if self.no_standard_files => Err(invalid("no file to write; set one with Config::file")),
            None => files::home_path().ok_or_else(|| {
                invalid("cannot write ~/.ovh.conf: unknown home directory; set a file with Config::file")
            }),
        }
    }
}

/// Returns the keys with their names in files. Fails for keys that could not be read back.
fn keys(credentials: &Credentials) -> Result<Vec<(&'static str, &str)>, Error> {
    credentials.check()?;
    let value = |key: &Key| credentials.get(*key).map(|value| (key.name(), value.expose_secret()));
    let keys: Vec<_> = Key::ALL.iter().filter_map(value).collect();
    if keys.is_empty() {
        return Err(invalid("no credentials to write"));
    }
    match keys.iter().find(|(_, value)| value.starts_with([';', '#'])) {
        Some((name, _)) => {
            Err(invalid(&format!("{name} begins with `;` or `#`, like a comment in a configuration file")))
        }
        None => Ok(keys),
    }
}

fn write(
    path: &Path,
    existing: Option<&ConfigFile>,
    section: &str,
    values: &[(&'static str, &str)],
) -> Result<(), Error> {
    let text = match existing.map(|file| &file.content) {
        Some(FileContent::Read(text)) => text.as_str(),
        _ => "",
    };
    let edited = with_values(text, section, values);
    let failed = |error: io::Error| {
        Error::new(ErrorKind::Configuration, format!("cannot change {}", path.display())).with_source(error)
    };
    // A file that cannot be read back is not written.
    let name = ConfigFile { name: path.display().to_string(), ..ConfigFile::default() };
    let read = IniFile::parse(&name, &edited)?;
    let is_intact = values.iter().all(|(name, value)| read.get(section, name) == Some(*value));
    if !is_intact || u64::try_from(edited.len()).unwrap_or(u64::MAX) > files::MAX_SIZE {
        let why = if is_intact { "larger than 1 MiB" } else { "a value could not be read back" };
        return Err(failed(io::Error::new(io::ErrorKind::InvalidData, why)));
    }
    private_file::replace(path, edited.as_bytes()).map_err(failed)
}

fn invalid(message: &str) -> Error {
    Error::new(ErrorKind::Configuration, message.to_owned())
}
