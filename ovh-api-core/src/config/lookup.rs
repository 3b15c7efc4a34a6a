//! Finds endpoint and credentials: a function of the environment and of what the files hold, nothing else.

mod credentials;
mod looked_at;
mod warning;

use secrecy::SecretString;

pub(super) use self::warning::Warning;
use super::environment::Environment;
use super::files::{Content, Text};
use super::ini::File;
use super::place::{Place, Setting};
use crate::Endpoint;
use crate::auth::{Credentials, Key};
use crate::error::{Error, ErrorKind};

/// What the program has decided.
#[derive(Debug, Default)]
pub(super) struct Given {
    pub(super) endpoint: Option<Endpoint>,
    pub(super) profile: Option<String>,
}

impl Given {
    /// Whether no file matters: the program has named no profile, and the environment has all keys and an endpoint.
    pub(super) fn is_completed_by(&self, environment: &Environment) -> bool {
        let place = Place::Environment(environment);
        self.profile.is_none()
            && (self.endpoint.is_some() || place.get(Setting::ENDPOINT).is_some())
            && is_complete(place)
    }
}

/// What was found.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) endpoint: Endpoint,
    pub(super) credentials: Credentials,
    /// The token service, and the place that it was found in.
    pub(super) token_url: Option<(SecretString, String)>,
    pub(super) warnings: Vec<Warning>,
}

/// Decides. Of the files, later ones count more.
pub(super) fn lookup(given: Given, environment: &Environment, files: &[Text]) -> Result<Choice, Error> {
    let is_complete = given.is_completed_by(environment);
    let Given { endpoint, profile } = given;
    let search = Search::new(environment, if is_complete { &[] } else { files })?;
    let profile = if is_complete { None } else { search.profile(profile)? };
    let target = search.target(endpoint, profile.as_ref())?;
    let found = search.credentials(&target, profile.as_ref())?;
    let mut warnings: Vec<_> = search.files.iter().flat_map(Warning::about_file).collect();
    warnings.extend(found.ignored_token_url);
    warnings.extend(Warning::about_target(&target, &found.places));
    Ok(Choice { credentials: found.credentials, token_url: found.token_url, warnings, endpoint: target.endpoint })
}

/// Whether a place alone can sign calls.
fn is_complete(place: Place<'_>) -> bool {
    let Some(way) = place.keys().next().map(Key::scheme) else {
        return false;
    };
    Key::ALL.iter().copied().filter(|key| key.scheme() == way).all(|key| place.get(key).is_some())
}

struct Search<'s> {
    environment: &'s Environment,
    /// All files that were looked for, in their order.
    texts: &'s [Text],
    /// Those that could be read, those that count most first.
    files: Vec<File<'s>>,
}

/// A section `[profile:NAME]` of one file. If other files have a section of the same name, they do not count: whoever
/// can place a file could otherwise send the keys of another file to a host of their own.
struct Profile<'s> {
    section: String,
    file: &'s File<'s>,
    /// The program has named it, so it comes before the environment.
    by_argument: bool,
    /// It has keys of its own.
    has_keys: bool,
}

impl<'s> Profile<'s> {
    fn place(&'s self) -> Place<'s> {
        Place::Section { file: self.file, section: &self.section }
    }
}

/// Where calls go.
struct Target<'s> {
    endpoint: Endpoint,
    /// The sections that files may have for it.
    sections: Vec<String>,
    /// Where it was found, unless it is the program's or the default.
    place: Option<Place<'s>>,
}

impl<'s> Target<'s> {
    /// `given` is the endpoint's name or URL as it was given.
    fn new(endpoint: Endpoint, given: &str, place: Option<Place<'s>>, files: &[File<'_>]) -> Self {
        let mut sections = endpoint.section_names(given);
        let others = files.iter().flat_map(File::section_names).filter(|name| endpoint.has_section(name));
        sections.extend(others.map(str::to_owned));
        Self { endpoint, sections, place }
    }

    fn without_place(endpoint: Endpoint, files: &[File<'_>]) -> Self {
        let given = endpoint.to_string();
        Self::new(endpoint, &given, None, files)
    }

    /// The section as the endpoint was given, for messages.
    fn section(&self) -> &str {
        self.sections.first().map_or("", String::as_str)
    }
}

impl<'s> Search<'s> {
    fn new(environment: &'s Environment, texts: &'s [Text]) -> Result<Self, Error> {
        let mut files = Vec::new();
        for source in texts.iter().rev() {
            if let Content::Read(text) = &source.content {
                files.push(File::parse(source, text)?);
            }
        }
        Ok(Self { environment, texts, files })
    }

    fn profile(&'s self, given: Option<String>) -> Result<Option<Profile<'s>>, Error> {
        const PROFILE: Setting = Setting::PROFILE;
        let by_argument = given.is_some();
        // A key that was put in the place of the name is not shown; what the program has given is for it to know.
        let (name, unknown) = if let Some(name) = given {
            let unknown = format!("unknown profile {name:?}");
            (name, unknown)
        } else {
            let places = [Place::Environment(self.environment)].into_iter().chain(section(&self.files, "default"));
            let Some((place, name)) = first(places, PROFILE) else {
                return Ok(None);
            };
            (name.to_owned(), format!("{}: unknown profile", place.describe(PROFILE)))
        };
        let section = format!("profile:{name}");
        let has_keys = |file: &&File<'s>| Place::Section { file, section: &section }.keys().next().is_some();
        if let Some(file) = self.files.iter().find(has_keys) {
            return Ok(Some(Profile { section, file, by_argument, has_keys: true }));
        }
        if let Some(file) = self.files.iter().find(|file| file.has_section(&section)) {
            return Ok(Some(Profile { section, file, by_argument, has_keys: false }));
        }
        // The list of files shows the name only if the program has given it.
        let wanted = [section.as_str()];
        let looked_at = self.looked_at(if by_argument { &wanted } else { &[] });
        Err(refusal(format!("{unknown}; {}; {looked_at}", self.known_profiles())))
    }

    /// The files that may set an endpoint or a token service together with a profile.
    fn scope(&'s self, profile: Option<&'s Profile<'s>>) -> &'s [File<'s>] {
        match profile {
            Some(Profile { file, has_keys: true, .. }) => std::slice::from_ref(*file),
            _ => &self.files,
        }
    }

    fn target(&'s self, given: Option<Endpoint>, profile: Option<&'s Profile<'s>>) -> Result<Target<'s>, Error> {
        const ENDPOINT: Setting = Setting::ENDPOINT;
        if let Some(endpoint) = given {
            return Ok(Target::without_place(endpoint, &self.files));
        }
        let mut places: Vec<Place<'_>> = Vec::new();
        if let Some(Profile { section: name, file, .. }) = profile {
            places.extend(section(std::slice::from_ref(*file), name));
        }
        self.insert_environment(&mut places, profile);
        places.extend(section(self.scope(profile), "default"));
        let Some((place, name)) = first(places, ENDPOINT) else {
            return Ok(Target::without_place(Endpoint::default(), &self.files));
        };
        match name.parse::<Endpoint>() {
            Ok(endpoint) => Ok(Target::new(endpoint, name, Some(place), &self.files)),
            Err(error) => Err(refusal(format!("{}: {error}", place.describe(ENDPOINT)))),
        }
    }

    /// The environment comes before a profile, unless the program has named the profile.
    fn insert_environment(&'s self, of_profile: &mut Vec<Place<'s>>, profile: Option<&Profile<'_>>) {
        let position = if profile.is_some_and(|profile| profile.by_argument) { of_profile.len() } else { 0 };
        of_profile.insert(position, Place::Environment(self.environment));
    }
}

/// A section of each file, and where Python's parser takes what it has not got: `[DEFAULT]` stands behind every section
/// that there is.
fn section<'f>(files: &'f [File<'f>], name: &'f str) -> impl Iterator<Item = Place<'f>> {
    let exists = files.iter().any(|file| file.has_section(name));
    let names = [name, "DEFAULT"].into_iter().filter(move |_| exists);
    names.flat_map(move |section| files.iter().map(move |file| Place::Section { file, section }))
}

/// The value of the first place that has one.
fn first<'p>(places: impl IntoIterator<Item = Place<'p>>, setting: Setting) -> Option<(Place<'p>, &'p str)> {
    places.into_iter().find_map(|place| Some((place, place.get(setting)?)))
}

fn refusal(message: String) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

#[cfg(test)]
mod tests;
