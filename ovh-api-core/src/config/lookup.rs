//! Selects endpoint and credentials, as a pure function of the environment and of the contents of files.

mod credentials;
mod messages;
mod section_to_write;
mod warning;

use secrecy::SecretString;

pub(super) use self::section_to_write::section_to_write;
pub(super) use self::warning::Warning;
use super::environment::Environment;
use super::files::{ConfigFile, FileContent};
use super::ini::IniFile;
use super::setting::Setting;
use super::source::ConfigSource;
use crate::auth::{Credentials, Key};
use crate::endpoint::Endpoint;
use crate::error::{Error, ErrorKind};

/// The settings of the program, which override all sources.
#[derive(Debug, Default)]
pub(super) struct Overrides {
    pub(super) endpoint: Option<Endpoint>,
    pub(super) profile: Option<String>,
}

impl Overrides {
    /// Returns whether files are irrelevant: no profile is set, and the environment has all keys and an endpoint.
    pub(super) fn is_completed_by(&self, environment: &Environment) -> bool {
        let source = ConfigSource::Environment(environment);
        self.profile.is_none()
            && (self.endpoint.is_some() || source.get(Setting::ENDPOINT).is_some())
            && is_complete(source)
    }
}

/// The endpoint and credentials found.
#[derive(Debug)]
pub struct Configuration {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// The credentials.
    pub credentials: Credentials,
    /// The OAuth2 token URL that overrides that of the endpoint, with its source.
    pub token_url: Option<(SecretString, String)>,
}

/// Selects endpoint and credentials. Later files take precedence.
pub(super) fn lookup(
    overrides: Overrides,
    environment: &Environment,
    files: &[ConfigFile],
) -> Result<(Configuration, Vec<Warning>), Error> {
    let is_complete = overrides.is_completed_by(environment);
    let Overrides { endpoint, profile } = overrides;
    let search = Search::new(environment, if is_complete { &[] } else { files })?;
    let profile = if is_complete { None } else { search.profile(profile)? };
    let target = search.target(endpoint, profile.as_ref())?;
    let found = search.credentials(&target, profile.as_ref())?;
    let mut warnings: Vec<_> = search.files.iter().flat_map(Warning::about_file).collect();
    warnings.extend(found.ignored_token_url);
    warnings.extend(Warning::about_target(&target, &found.sources));
    let configuration =
        Configuration { credentials: found.credentials, token_url: found.token_url, endpoint: target.endpoint };
    Ok((configuration, warnings))
}

/// Returns whether a source has all keys of its authentication scheme.
fn is_complete(source: ConfigSource<'_>) -> bool {
    let Some(scheme) = source.keys().next().map(Key::scheme) else {
        return false;
    };
    Key::ALL.iter().copied().filter(|key| key.scheme() == scheme).all(|key| source.get(key).is_some())
}

struct Search<'s> {
    environment: &'s Environment,
    /// All searched files in order.
    texts: &'s [ConfigFile],
    /// The readable files in descending order of precedence.
    files: Vec<IniFile<'s>>,
}

/// A section `[profile:NAME]` of one file. Sections with the same name in other files are ignored: otherwise anyone who
/// can create a file could redirect the keys of another file to their own host.
struct Profile<'s> {
    section: String,
    file: &'s IniFile<'s>,
    /// Whether the program selected the profile, so that it overrides the environment.
    by_argument: bool,
    /// Whether the section contains keys.
    has_keys: bool,
}

impl<'s> Profile<'s> {
    fn source(&'s self) -> ConfigSource<'s> {
        ConfigSource::Section { file: self.file, section: &self.section }
    }
}

/// The selected endpoint.
struct SelectedEndpoint<'s> {
    endpoint: Endpoint,
    /// The names of its sections in files.
    sections: Vec<String>,
    /// The source of the endpoint, unless it is an override or the default.
    source: Option<ConfigSource<'s>>,
}

impl<'s> SelectedEndpoint<'s> {
    /// Creates the selection of an endpoint; `given` is its name or URL in the given spelling.
    fn new(endpoint: Endpoint, given: &str, source: Option<ConfigSource<'s>>, files: &[IniFile<'_>]) -> Self {
        let mut sections = endpoint.section_names(given);
        let others = files.iter().flat_map(IniFile::section_names).filter(|name| endpoint.has_section(name));
        sections.extend(others.map(str::to_owned));
        Self { endpoint, sections, source }
    }

    fn without_source(endpoint: Endpoint, files: &[IniFile<'_>]) -> Self {
        let given = endpoint.to_string();
        Self::new(endpoint, &given, None, files)
    }

    /// Returns the section for the given spelling of the endpoint, for messages.
    fn section(&self) -> &str {
        self.sections.first().map_or("", String::as_str)
    }
}

impl<'s> Search<'s> {
    fn new(environment: &'s Environment, texts: &'s [ConfigFile]) -> Result<Self, Error> {
        let mut files = Vec::new();
        for source in texts.iter().rev() {
            if let FileContent::Read(text) = &source.content {
                files.push(IniFile::parse(source, text)?);
            }
        }
        Ok(Self { environment, texts, files })
    }

    fn profile(&'s self, given: Option<String>) -> Result<Option<Profile<'s>>, Error> {
        const PROFILE: Setting = Setting::PROFILE;
        let by_argument = given.is_some();
        // A configured name may be a misplaced key, which must not be printed.
        let (name, unknown) = if let Some(name) = given {
            let unknown = format!("unknown profile {name:?}");
            (name, unknown)
        } else {
            let Some((source, name)) = self.configured_profile() else {
                return Ok(None);
            };
            (name.to_owned(), format!("{}: unknown profile", source.describe(PROFILE)))
        };
        let section = format!("profile:{name}");
        let has_keys = |file: &&IniFile<'s>| ConfigSource::Section { file, section: &section }.keys().next().is_some();
        if let Some(file) = self.files.iter().find(has_keys) {
            return Ok(Some(Profile { section, file, by_argument, has_keys: true }));
        }
        if let Some(file) = self.files.iter().find(|file| file.has_section(&section)) {
            return Ok(Some(Profile { section, file, by_argument, has_keys: false }));
        }
        // The list of files contains the name only if it is not from a source.
        let wanted = [section.as_str()];
        let searched_files = self.searched_files(if by_argument { &wanted } else { &[] });
        Err(invalid(format!("{unknown}; {}; {searched_files}", self.known_profiles())))
    }

    /// Returns the name of the profile that the environment or a file selects, with its source.
    fn configured_profile(&'s self) -> Option<(ConfigSource<'s>, &'s str)> {
        let sources = [ConfigSource::Environment(self.environment)].into_iter().chain(section(&self.files, "default"));
        first(sources, Setting::PROFILE)
    }

    /// Returns the files that may set the endpoint and token URL of a profile.
    fn scope(&'s self, profile: Option<&'s Profile<'s>>) -> &'s [IniFile<'s>] {
        match profile {
            Some(Profile { file, has_keys: true, .. }) => std::slice::from_ref(*file),
            _ => &self.files,
        }
    }

    fn target(
        &'s self,
        given: Option<Endpoint>,
        profile: Option<&'s Profile<'s>>,
    ) -> Result<SelectedEndpoint<'s>, Error> {
        const ENDPOINT: Setting = Setting::ENDPOINT;
        if let Some(endpoint) = given {
            return Ok(SelectedEndpoint::without_source(endpoint, &self.files));
        }
        let mut sources: Vec<ConfigSource<'_>> = Vec::new();
        if let Some(Profile { section: name, file, .. }) = profile {
            sources.extend(section(std::slice::from_ref(*file), name));
        }
        self.insert_environment(&mut sources, profile);
        sources.extend(section(self.scope(profile), "default"));
        let Some((source, name)) = first(sources, ENDPOINT) else {
            return Ok(SelectedEndpoint::without_source(Endpoint::default(), &self.files));
        };
        match name.parse::<Endpoint>() {
            Ok(endpoint) => Ok(SelectedEndpoint::new(endpoint, name, Some(source), &self.files)),
            Err(error) => Err(invalid(format!("{}: {error}", source.describe(ENDPOINT)))),
        }
    }

    /// Inserts the environment before the profile, or after it if the program selected the profile.
    fn insert_environment(&'s self, of_profile: &mut Vec<ConfigSource<'s>>, profile: Option<&Profile<'_>>) {
        let position = if profile.is_some_and(|profile| profile.by_argument) { of_profile.len() } else { 0 };
        of_profile.insert(position, ConfigSource::Environment(self.environment));
    }
}

/// Returns a section of each file, followed by the `[DEFAULT]` sections, which contain the defaults of all existing
/// sections, as in Python's parser.
fn section<'f>(files: &'f [IniFile<'f>], name: &'f str) -> impl Iterator<Item = ConfigSource<'f>> {
    let exists = files.iter().any(|file| file.has_section(name));
    let names = [name, "DEFAULT"].into_iter().filter(move |_| exists);
    names.flat_map(move |section| files.iter().map(move |file| ConfigSource::Section { file, section }))
}

/// Returns the first value of a setting, with its source.
fn first<'p>(
    sources: impl IntoIterator<Item = ConfigSource<'p>>,
    setting: Setting,
) -> Option<(ConfigSource<'p>, &'p str)> {
    sources.into_iter().find_map(|source| Some((source, source.get(setting)?)))
}

fn invalid(message: String) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

#[cfg(test)]
mod tests;
