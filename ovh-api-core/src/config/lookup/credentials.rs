//! The keys, and the token service that goes with them.

use secrecy::SecretString;

use super::super::ini::File;
use super::{Place, Profile, Search, Setting, Target, Warning, refusal, section};
use crate::Endpoint;
use crate::auth::{AuthScheme, Credentials, Key, is_header_text};
use crate::error::Error;

pub(super) struct Found<'s> {
    pub(super) credentials: Credentials,
    pub(super) token_url: Option<(SecretString, String)>,
    /// Where the keys were found.
    pub(super) places: Vec<Place<'s>>,
    /// A token service that does not count.
    pub(super) ignored_token_url: Option<Warning>,
}

impl<'s> Search<'s> {
    pub(super) fn credentials(
        &'s self,
        target: &'s Target<'s>,
        profile: Option<&'s Profile<'s>>,
    ) -> Result<Found<'s>, Error> {
        let places = self.places(target, profile);
        let Some(way) = places.iter().find_map(|place| way_of(*place).transpose()).transpose()? else {
            return Err(refusal(self.nothing_found(target, profile)));
        };
        let find = |key: Key| places.iter().find_map(|place| Some((*place, place.get(key)?)));
        let mut found =
            Found { credentials: Credentials::none(), token_url: None, places: Vec::new(), ignored_token_url: None };
        for key in Key::ALL.iter().copied().filter(|key| key.scheme() == way) {
            let Some((place, value)) = find(key) else { continue };
            if !is_header_text(value) {
                return Err(refusal(format!("{} contains invalid characters", place.describe(key))));
            }
            if let Some(needed) = key.needs().filter(|needed| find(*needed).is_none()) {
                let (key, needed) = (place.describe(key), place.name_of(needed));
                return Err(refusal(format!("{key} requires {needed}, which is not set{}", self.unread())));
            }
            found.places.push(place);
            found.credentials.set(key, value.into());
        }
        if let Some((secret, _)) = find(Key::ClientSecret).filter(|_| way == AuthScheme::OAuth2) {
            self.set_token_url(&mut found, target, profile, secret)?;
            if let (None, Some((id, _))) = (&found.token_url, find(Key::ClientId)) {
                check_oauth2(&target.endpoint, id)?;
            }
        }
        Ok(found)
    }

    /// The places to look at for keys, those that count most first.
    fn places(&'s self, target: &'s Target<'s>, profile: Option<&'s Profile<'s>>) -> Vec<Place<'s>> {
        let mut places: Vec<Place<'_>> = profile.map(Profile::place).into_iter().collect();
        self.insert_environment(&mut places, profile);
        // A profile is a caller of its own: its keys are not completed by those of somebody else.
        if !profile.is_some_and(|profile| profile.has_keys) {
            places.extend(endpoint_section(&self.files, target));
        }
        places
    }

    /// Finds the token service. The client secret is sent there, so it counts only in places that are trusted with it: the
    /// environment, the file with the client secret, and the file that has set the endpoint, unless that is
    /// `./ovh.conf`, which other people may have placed.
    fn set_token_url(
        &'s self,
        found: &mut Found<'s>,
        target: &'s Target<'s>,
        profile: Option<&'s Profile<'s>>,
        secret: Place<'s>,
    ) -> Result<(), Error> {
        const TOKEN_URL: Setting = Setting::TOKEN_URL;
        let mut places: Vec<Place<'_>> = profile.map(Profile::place).into_iter().collect();
        self.insert_environment(&mut places, profile);
        places.extend(endpoint_section(self.scope(profile), target));
        for place in places {
            let Some(url) = place.get(TOKEN_URL) else { continue };
            let sets_endpoint = target.place.is_some_and(|other| place.is_with(other));
            let is_trusted = match place.file() {
                None => true,
                Some(file) => place.is_with(secret) || (sets_endpoint && !file.source.in_working_folder),
            };
            if !is_trusted {
                found.ignored_token_url = found.ignored_token_url.take().or(Some(Warning::ignored_token_url(place)));
                continue;
            }
            let description = place.describe(TOKEN_URL);
            Endpoint::custom(url).map_err(|error| refusal(format!("{description} cannot be used: {error}")))?;
            found.token_url = Some((url.into(), description));
            return Ok(());
        }
        Ok(())
    }
}

/// The section of an endpoint. Sections named by other spellings are other callers, and do not complete it: the first one
/// with keys counts, or else the first one that exists.
fn endpoint_section<'s>(files: &'s [File<'s>], target: &'s Target<'s>) -> impl Iterator<Item = Place<'s>> {
    let holds_keys = |name: &&'s String| {
        files.iter().any(|file| Place::Section { file, section: name.as_str() }.keys().next().is_some())
    };
    let exists = |name: &&'s String| files.iter().any(|file| file.has_section(name));
    let names = &target.sections;
    let name = names.iter().find(holds_keys).or_else(|| names.iter().find(exists));
    name.into_iter().flat_map(|name| section(files, name))
}

/// Refuses an OAuth2 client for a named endpoint without OAuth2. For an endpoint by URL, the program may set the token
/// service.
fn check_oauth2(endpoint: &Endpoint, id: Place<'_>) -> Result<(), Error> {
    match endpoint.oauth2_token_url() {
        Err(error) if endpoint.lacks_oauth2() => Err(refusal(format!("{}: {error}", id.describe(Key::ClientId)))),
        _ => Ok(()),
    }
}

/// The way to authenticate that a place has keys for; two of them are an error.
fn way_of(place: Place<'_>) -> Result<Option<AuthScheme>, Error> {
    let mut keys = place.keys();
    let Some(first) = keys.next() else {
        return Ok(None);
    };
    match keys.find(|key| key.scheme() != first.scheme()) {
        None => Ok(Some(first.scheme())),
        Some(other) => {
            let (first, other) = (place.describe(first), place.describe_other(other));
            Err(refusal(format!("{first} and {other} are two ways to authenticate; keep one of them")))
        }
    }
}
