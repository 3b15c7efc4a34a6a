//! Error messages about missing credentials and profiles.

use super::super::files::{ConfigFile, FileContent};
use super::super::ini::printable_name;
use super::super::source::ConfigSource;
use super::{Profile, Search, SelectedEndpoint};
use crate::auth::Key;

/// The maximum number of profiles in a message.
const MAX_PROFILES: usize = 10;

impl Search<'_> {
    /// Returns the message for missing credentials.
    pub(super) fn nothing_found(&self, target: &SelectedEndpoint<'_>, profile: Option<&Profile<'_>>) -> String {
        let section = target.section();
        let wanted: Vec<_> = profile.map(|profile| profile.section.as_str()).into_iter().chain([section]).collect();
        let names = |key: Key| format!("({}, {})", key.variable(), key.name());
        format!(
            "no credentials found: neither the environment nor {} of an ovh.conf has an application key {}, \
             an OAuth2 client {} or an access token {}; {}",
            sections(&wanted),
            names(Key::ApplicationKey),
            names(Key::ClientId),
            names(Key::AccessToken),
            self.searched_files(&wanted),
        )
    }

    /// Returns the message for a key that requires another one. With a profile, it names the section of the profile and
    /// that of the endpoint.
    pub(super) fn incomplete(
        &self,
        source: ConfigSource<'_>,
        key: Key,
        needed: Key,
        target: &SelectedEndpoint<'_>,
        profile: Option<&Profile<'_>>,
    ) -> String {
        let (description, unread) = (source.describe(key), self.unread());
        let needed = source.name_of(needed);
        let Some(profile) = profile.filter(|profile| profile.has_keys) else {
            return format!("{description} requires {needed}, which is not set{unread}");
        };
        let (own, inherited) = (sections(&[&profile.section]), sections(&[target.section()]));
        if key == Key::ConsumerKey || source.is_section(target.section()) {
            return format!("{description} requires {needed}, which neither {own} nor {inherited} sets{unread}");
        }
        format!(
            "{description} requires {needed}, which is not set next to it; {own} inherits a key and its secret from \
             {inherited} only together{unread}"
        )
    }

    /// Returns a list such as `looked at /etc/ovh.conf (does not exist), /home/u/.ovh.conf (has no section [ovh-eu])`
    pub(super) fn searched_files(&self, wanted: &[&str]) -> String {
        if self.texts.is_empty() {
            return "looked at no file".to_owned();
        }
        let list: Vec<_> =
            self.texts.iter().map(|text| format!("{} ({})", text.path, self.outcome(text, wanted))).collect();
        format!("looked at {}", list.join(", "))
    }

    fn outcome(&self, text: &ConfigFile, wanted: &[&str]) -> String {
        match &text.content {
            FileContent::Missing => "does not exist".to_owned(),
            FileContent::Unreadable(why) => format!("cannot read: {why}"),
            FileContent::Read(_) => {
                let file = self.files.iter().find(|file| std::ptr::eq(file.source, text));
                let has = |section: &&str| file.is_some_and(|file| file.has_section(section));
                match wanted.iter().copied().find(has) {
                    Some(section) => format!("has no keys in [{}]", printable_name(section)),
                    None if wanted.is_empty() => "has no such profile".to_owned(),
                    None => format!("has no section {}", sections(wanted)),
                }
            }
        }
    }

    /// Returns ` (cannot read /etc/ovh.conf: permission denied)`, or an empty string.
    pub(super) fn unread(&self) -> String {
        let unread = self.texts.iter().filter_map(|text| match &text.content {
            FileContent::Unreadable(why) => Some(format!("cannot read {}: {why}", text.path)),
            FileContent::Missing | FileContent::Read(_) => None,
        });
        let unread: Vec<_> = unread.collect();
        if unread.is_empty() { String::new() } else { format!(" ({})", unread.join("; ")) }
    }

    /// Returns the list of known profiles, up to a maximum.
    pub(super) fn known_profiles(&self) -> String {
        let mut known: Vec<_> = self.files.iter().flat_map(|file| file.sections_after("profile:")).collect();
        known.sort_unstable();
        known.dedup();
        let more = known.len().saturating_sub(MAX_PROFILES);
        known.truncate(MAX_PROFILES);
        match more {
            0 if known.is_empty() => "no ovh.conf has a profile".to_owned(),
            0 => format!("known profiles: {}", known.join(", ")),
            _ => format!("known profiles: {} and {more} more", known.join(", ")),
        }
    }
}

/// Returns a list such as `[profile:x] or [ovh-eu]`.
fn sections(names: &[&str]) -> String {
    names.iter().map(|name| format!("[{}]", printable_name(name))).collect::<Vec<_>>().join(" or ")
}
