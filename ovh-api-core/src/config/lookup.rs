//! Finding endpoint and credentials: a function of the environment and of what the files hold, nothing else.

use super::environment::{ENDPOINT, Environment, PROFILE};
use super::files::Text;
use super::ini::{File, shown};
use super::place::Place;
use crate::Endpoint;
use crate::credentials::{Credentials, Key, Way, is_header_text};
use crate::error::{Error, ErrorKind};

/// What the program has decided.
#[derive(Debug, Default)]
pub(super) struct Given {
    pub(super) endpoint: Option<Endpoint>,
    pub(super) profile: Option<String>,
}

/// What was found.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) endpoint: Endpoint,
    pub(super) credentials: Credentials,
    /// The files that keep keys where other users of the machine can get at them.
    pub(super) exposed: Vec<String>,
}

/// Decides. Of the files, later ones count more.
pub(super) fn lookup(given: Given, environment: &Environment, files: &[Text]) -> Result<Choice, Error> {
    let complete = given.profile.is_none()
        && (given.endpoint.is_some() || environment.get(ENDPOINT).is_some())
        && is_complete(Place::Environment(environment));
    let search = Search::new(environment, if complete { &[] } else { files })?;
    let profile = if complete { None } else { search.profile(given.profile)? };
    let (endpoint, section) = search.endpoint(given.endpoint, profile.as_ref())?;
    let credentials = search.credentials(&endpoint, &section, profile.as_ref())?;
    let exposed = search.files.iter().filter(|file| file.is_exposed()).map(|file| file.name().to_owned()).collect();
    Ok(Choice { endpoint, credentials, exposed })
}

/// Whether a place alone can sign calls.
fn is_complete(place: Place<'_>) -> bool {
    let Some(way) = place.keys().next().map(Key::way) else {
        return false;
    };
    Key::ALL.iter().copied().filter(|key| key.way() == way).all(|key| place.get(key).is_some())
}

struct Search<'s> {
    environment: &'s Environment,
    /// Those that count most first.
    files: Vec<File>,
    /// Those that could not be read, for messages: ` (cannot read /etc/ovh.conf: permission denied)`.
    unread: String,
}

struct Profile {
    section: String,
    /// It comes before the environment.
    by_argument: bool,
}

impl<'s> Search<'s> {
    fn new(environment: &'s Environment, texts: &[Text]) -> Result<Self, Error> {
        let mut files = Vec::new();
        let mut unread = String::new();
        for Text { name, text, open_to_others } in texts.iter().rev() {
            match text {
                Ok(text) => {
                    let mut file = File::parse(name, text)?;
                    file.open_to_others = *open_to_others;
                    files.push(file);
                }
                Err(kind) => {
                    let mark = if unread.is_empty() { " (" } else { "; " };
                    unread += &format!("{mark}cannot read {name}: {kind}");
                }
            }
        }
        if !unread.is_empty() {
            unread.push(')');
        }
        Ok(Self { environment, files, unread })
    }

    /// The value of a key in a section, from the file that counts most.
    fn get(&self, section: &str, key: &str) -> Option<(&File, &str)> {
        self.sections(section)
            .find_map(|section| self.files.iter().find_map(|file| Some((file, file.get(section, key)?))))
    }

    /// A section, and where Python's parser takes what it has not got: `[DEFAULT]` stands behind every section that
    /// there is.
    fn sections<'n>(&self, section: &'n str) -> impl Iterator<Item = &'n str> {
        let exists = self.files.iter().any(|file| file.has_section(section));
        [section, "DEFAULT"].into_iter().filter(move |_| exists)
    }

    fn profile(&self, given: Option<String>) -> Result<Option<Profile>, Error> {
        let by_argument = given.is_some();
        // A key that was put in the place of the name is not to be shown; what the program gave is for it to know.
        let (name, asks) = if let Some(name) = given {
            let asks = format!("the program asks for the profile {name:?}, which");
            (name, asks)
        } else if let Some(name) = self.environment.get(PROFILE) {
            (name.to_owned(), format!("{PROFILE} in the environment asks for a profile that"))
        } else if let Some((file, name)) = self.get("default", "profile") {
            (name.to_owned(), format!("profile in [default] of {} asks for a profile that", file.name()))
        } else {
            return Ok(None);
        };
        let section = format!("profile:{name}");
        if self.files.iter().any(|file| file.has_section(&section)) {
            return Ok(Some(Profile { section, by_argument }));
        }
        let mut known: Vec<_> = self.files.iter().flat_map(|file| file.sections_after("profile:")).collect();
        known.sort_unstable();
        known.dedup();
        let known =
            if known.is_empty() { "there are none".to_owned() } else { format!("there are {}", known.join(", ")) };
        self.refuse(format!("{asks} no ovh.conf has; {known}"))
    }

    /// The endpoint, and the section that files have for it: the name or URL as it was given.
    fn endpoint(&self, given: Option<Endpoint>, profile: Option<&Profile>) -> Result<(Endpoint, String), Error> {
        if let Some(endpoint) = given {
            let section = endpoint.to_string();
            return Ok((endpoint, section));
        }
        let of_profile = profile.and_then(|profile| {
            let (file, name) = self.get(&profile.section, "endpoint")?;
            Some((name, format!("endpoint in [{}] of {}", shown(&profile.section), file.name())))
        });
        let of_environment =
            self.environment.get(ENDPOINT).map(|name| (name, format!("{ENDPOINT} in the environment")));
        let first = if profile.is_some_and(|profile| profile.by_argument) {
            of_profile.or(of_environment)
        } else {
            of_environment.or(of_profile)
        };
        let found = first.or_else(|| {
            let (file, name) = self.get("default", "endpoint")?;
            Some((name, format!("endpoint in [default] of {}", file.name())))
        });
        let Some((name, source)) = found else {
            let endpoint = Endpoint::default();
            let section = endpoint.to_string();
            return Ok((endpoint, section));
        };
        match name.parse() {
            Ok(endpoint) => Ok((endpoint, name.to_owned())),
            Err(error) => self.refuse(format!("{source}: {error}")),
        }
    }

    /// The places to look at, those that count most first.
    fn places(&self, names: &'s [String], profile: Option<&'s Profile>) -> Vec<Place<'_>> {
        let in_files = |section| self.files.iter().map(move |file| Place::Section { file, section });
        let environment = Place::Environment(self.environment);
        let mut places: Vec<Place<'_>> = Vec::new();
        let mut own = false;
        if let Some(profile) = profile {
            places.extend(in_files(&profile.section));
            own = places.iter().any(|place| place.keys().next().is_some());
        }
        let position = if profile.is_some_and(|profile| profile.by_argument) { places.len() } else { 0 };
        places.insert(position, environment);
        // A profile is a caller of its own: its keys are not completed by those of somebody else.
        if !own {
            // Sections of other spellings are other callers: their keys do not complete each other.
            let holds_keys = |name: &&'s String| in_files(name).any(|place| place.keys().next().is_some());
            let exists = |name: &&'s String| self.files.iter().any(|file| file.has_section(name));
            let section = names.iter().find(holds_keys).or_else(|| names.iter().find(exists));
            for section in section.into_iter().flat_map(|name| self.sections(name)) {
                places.extend(in_files(section));
            }
        }
        places
    }

    fn credentials(&self, endpoint: &Endpoint, section: &str, profile: Option<&Profile>) -> Result<Credentials, Error> {
        let search: &Search<'_> = self;
        let names = endpoint.section_names(section);
        let places = search.places(&names, profile);
        let Some(way) = places.iter().find_map(|place| way_of(*place).transpose()).transpose()? else {
            return self.refuse(nothing(section, profile));
        };
        let find = |key: Key| places.iter().find_map(|place| Some((*place, place.get(key)?)));
        let mut credentials = Credentials::none();
        for key in Key::ALL.iter().copied().filter(|key| key.way() == way) {
            let Some((place, value)) = find(key) else { continue };
            let name = place.name_of(key);
            if !is_header_text(value) {
                return self.refuse(format!("{name} in {place} holds characters that no key has"));
            }
            if let Some(needed) = key.needs().filter(|needed| find(*needed).is_none()) {
                let needed = place.name_of(needed);
                return self.refuse(format!("{name} in {place} is of no use without {needed}, which is nowhere"));
            }
            if way == Way::OAuth2 && endpoint.lacks_oauth2() {
                if let Err(error) = endpoint.oauth2_token_url() {
                    return self.refuse(format!("{name} in {place}: {error}"));
                }
            }
            credentials.set(key, value.into());
        }
        Ok(credentials)
    }

    fn refuse<T>(&self, message: String) -> Result<T, Error> {
        Err(Error::new(ErrorKind::Configuration, message + &self.unread))
    }
}

/// The way to authenticate that a place has keys for; two of them are an error.
fn way_of(place: Place<'_>) -> Result<Option<Way>, Error> {
    let mut keys = place.keys();
    let Some(first) = keys.next() else {
        return Ok(None);
    };
    match keys.find(|key| key.way() != first.way()) {
        None => Ok(Some(first.way())),
        Some(other) => {
            let (first, other) = (place.name_of(first), place.name_of(other));
            let message =
                format!("{first} and {other} in {place} are two ways to authenticate at once; keep one of them");
            Err(Error::new(ErrorKind::Configuration, message))
        }
    }
}

fn nothing(section: &str, profile: Option<&Profile>) -> String {
    let section = shown(section);
    let sections = match profile {
        Some(profile) => format!("[{}] or [{section}]", shown(&profile.section)),
        None => format!("[{section}]"),
    };
    let names = |key: Key| format!("({}, {})", key.variable(), key.name());
    format!(
        "no credentials found: neither the environment nor {sections} of an ovh.conf has an application key {}, \
         an OAuth2 client {} or an access token {}",
        names(Key::ApplicationKey),
        names(Key::ClientId),
        names(Key::AccessToken),
    )
}

#[cfg(test)]
mod tests;
