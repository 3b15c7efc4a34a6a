//! Selects the credentials and the OAuth2 token URL.

use secrecy::SecretString;

use super::super::ini::IniFile;
use super::super::setting::Setting;
use super::super::source::ConfigSource;
use super::{Profile, Search, SelectedEndpoint, Warning, invalid, section};
use crate::auth::{AuthScheme, Credentials, Key, is_header_text};
use crate::endpoint::Endpoint;
use crate::error::Error;

/// The keys that a profile inherits, together.
const APPLICATION: [Key; 2] = [Key::ApplicationKey, Key::ApplicationSecret];

pub(super) struct FoundCredentials<'s> {
    pub(super) credentials: Credentials,
    pub(super) token_url: Option<(SecretString, String)>,
    /// The sources of the keys.
    pub(super) sources: Vec<ConfigSource<'s>>,
    /// A warning about a token URL from an untrusted source.
    pub(super) ignored_token_url: Option<Warning>,
}

impl<'s> Search<'s> {
    pub(super) fn credentials(
        &'s self,
        target: &'s SelectedEndpoint<'s>,
        profile: Option<&'s Profile<'s>>,
    ) -> Result<FoundCredentials<'s>, Error> {
        let sources = self.sources(target, profile);
        let Some(scheme) = sources.iter().find_map(|source| scheme_of(*source).transpose()).transpose()? else {
            return Err(invalid(self.nothing_found(target, profile)));
        };
        let inherited = self.inherited(target, profile, &sources);
        let find = |key: Key| {
            let inherited = if APPLICATION.contains(&key) { inherited.as_slice() } else { &[] };
            sources.iter().chain(inherited).find_map(|source| Some((*source, source.get(key)?)))
        };
        let mut found = FoundCredentials {
            credentials: Credentials::none(),
            token_url: None,
            sources: Vec::new(),
            ignored_token_url: None,
        };
        for key in Key::ALL.iter().copied().filter(|key| key.scheme() == scheme) {
            let Some((source, value)) = find(key) else { continue };
            if !is_header_text(value) {
                return Err(invalid(format!("{} contains invalid characters", source.describe(key))));
            }
            if let Some(needed) = key.needs().filter(|needed| find(*needed).is_none()) {
                return Err(invalid(self.incomplete(source, key, needed, target, profile)));
            }
            found.sources.push(source);
            found.credentials.set(key, value.into());
        }
        if let Some((secret, _)) = find(Key::ClientSecret).filter(|_| scheme == AuthScheme::OAuth2) {
            self.set_token_url(&mut found, target, profile, secret)?;
            if let (None, Some((id, _))) = (&found.token_url, find(Key::ClientId)) {
                check_oauth2(&target.endpoint, id)?;
            }
        }
        Ok(found)
    }

    /// Returns the sources of keys in descending order of precedence.
    fn sources(&'s self, target: &'s SelectedEndpoint<'s>, profile: Option<&'s Profile<'s>>) -> Vec<ConfigSource<'s>> {
        let mut sources: Vec<ConfigSource<'_>> = profile.map(Profile::source).into_iter().collect();
        self.insert_environment(&mut sources, profile);
        // A profile with keys only inherits an application.
        if !profile.is_some_and(|profile| profile.has_keys) {
            sources.extend(endpoint_section(&self.files, target));
        }
        sources
    }

    /// Returns the sources of the application key and its secret that a profile inherits from the section of its
    /// endpoint: the section of one file, and `[DEFAULT]` of that file. It is empty if the profile has no keys, or if
    /// one of the two is already set, because a key and a secret of two applications would only cause invalid
    /// signatures. A consumer key is never inherited: it belongs to one application.
    fn inherited(
        &'s self,
        target: &'s SelectedEndpoint<'s>,
        profile: Option<&'s Profile<'s>>,
        own: &[ConfigSource<'s>],
    ) -> Vec<ConfigSource<'s>> {
        let holds_application = |source: &ConfigSource<'_>| APPLICATION.iter().any(|key| source.get(*key).is_some());
        if !profile.is_some_and(|profile| profile.has_keys) || own.iter().any(holds_application) {
            return Vec::new();
        }
        let Some(name) = endpoint_section_name(&self.files, target) else {
            return Vec::new();
        };
        let mut sources: Vec<_> = section(&self.files, name)
            .filter(|source| source.file().is_some_and(|file| file.has_section(name)))
            .collect();
        if let Some(first) = sources.iter().copied().find(holds_application) {
            sources.retain(|source| source.is_same_as(first));
        }
        sources
    }

    /// Selects the token URL. It receives the client secret, so only trusted sources may set it: the environment, the
    /// file with the client secret, and the file with the endpoint, unless that is `./ovh.conf`, which may be from
    /// someone else.
    fn set_token_url(
        &'s self,
        found: &mut FoundCredentials<'s>,
        target: &'s SelectedEndpoint<'s>,
        profile: Option<&'s Profile<'s>>,
        secret: ConfigSource<'s>,
    ) -> Result<(), Error> {
        const TOKEN_URL: Setting = Setting::TOKEN_URL;
        let mut sources: Vec<ConfigSource<'_>> = profile.map(Profile::source).into_iter().collect();
        self.insert_environment(&mut sources, profile);
        sources.extend(endpoint_section(self.scope(profile), target));
        for source in sources {
            let Some(url) = source.get(TOKEN_URL) else { continue };
            let sets_endpoint = target.source.is_some_and(|other| source.is_same_as(other));
            let is_trusted = match source.file() {
                None => true,
                Some(file) => source.is_same_as(secret) || (sets_endpoint && !file.source.in_working_folder),
            };
            if !is_trusted {
                found.ignored_token_url = found.ignored_token_url.take().or(Some(Warning::ignored_token_url(source)));
                continue;
            }
            let description = source.describe(TOKEN_URL);
            Endpoint::custom(url).map_err(|error| invalid(format!("{description} is invalid: {error}")))?;
            found.token_url = Some((url.into(), description));
            return Ok(());
        }
        Ok(())
    }
}

/// Returns the section of an endpoint: among the sections for its different spellings, the first one with keys, or else
/// the first one that exists. The other sections are ignored.
fn endpoint_section<'s>(
    files: &'s [IniFile<'s>],
    target: &'s SelectedEndpoint<'s>,
) -> impl Iterator<Item = ConfigSource<'s>> {
    endpoint_section_name(files, target).into_iter().flat_map(|name| section(files, name))
}

pub(super) fn endpoint_section_name<'s>(files: &[IniFile<'_>], target: &'s SelectedEndpoint<'_>) -> Option<&'s str> {
    let holds_keys = |name: &&'s String| {
        files.iter().any(|file| ConfigSource::Section { file, section: name.as_str() }.keys().next().is_some())
    };
    let exists = |name: &&'s String| files.iter().any(|file| file.has_section(name));
    let names = &target.sections;
    names.iter().find(holds_keys).or_else(|| names.iter().find(exists)).map(String::as_str)
}

/// Rejects an OAuth2 client for a known endpoint without OAuth2. For a custom endpoint, the program may set the token
/// URL.
fn check_oauth2(endpoint: &Endpoint, id: ConfigSource<'_>) -> Result<(), Error> {
    match endpoint.oauth2_token_url() {
        Err(error) if endpoint.lacks_oauth2() => Err(invalid(format!("{}: {error}", id.describe(Key::ClientId)))),
        _ => Ok(()),
    }
}

/// Returns the authentication scheme of the keys in a source. Fails if there are keys of two schemes.
fn scheme_of(source: ConfigSource<'_>) -> Result<Option<AuthScheme>, Error> {
    let mut keys = source.keys();
    let Some(first) = keys.next() else {
        return Ok(None);
    };
    match keys.find(|key| key.scheme() != first.scheme()) {
        None => Ok(Some(first.scheme())),
        Some(other) => {
            let (first, other) = (source.describe(first), source.describe_other(other));
            Err(invalid(format!("{first} and {other} cannot be used together; keep one of them")))
        }
    }
}
