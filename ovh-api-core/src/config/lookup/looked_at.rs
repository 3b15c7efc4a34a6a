//! What was looked at, for errors about what is missing.

use super::super::files::{Content, Text};
use super::super::ini::shown;
use super::{Profile, Search, Target};
use crate::auth::Key;

/// How many profiles an error lists.
const MOST_PROFILES: usize = 10;

impl Search<'_> {
    /// The message when there are no keys.
    pub(super) fn nothing_found(&self, target: &Target<'_>, profile: Option<&Profile<'_>>) -> String {
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
            self.looked_at(&wanted),
        )
    }

    /// `looked at /etc/ovh.conf (does not exist), /home/u/.ovh.conf (has no section [ovh-eu])`
    pub(super) fn looked_at(&self, wanted: &[&str]) -> String {
        if self.texts.is_empty() {
            return "looked at no file".to_owned();
        }
        let list: Vec<_> =
            self.texts.iter().map(|text| format!("{} ({})", text.path, self.outcome(text, wanted))).collect();
        format!("looked at {}", list.join(", "))
    }

    fn outcome(&self, text: &Text, wanted: &[&str]) -> String {
        match &text.content {
            Content::Missing => "does not exist".to_owned(),
            Content::Unreadable(why) => format!("cannot read: {why}"),
            Content::Read(_) => {
                let file = self.files.iter().find(|file| std::ptr::eq(file.source, text));
                let has = |section: &&str| file.is_some_and(|file| file.has_section(section));
                match wanted.iter().copied().find(has) {
                    Some(section) => format!("has no keys in [{}]", shown(section)),
                    None if wanted.is_empty() => "has no such profile".to_owned(),
                    None => format!("has no section {}", sections(wanted)),
                }
            }
        }
    }

    /// ` (cannot read /etc/ovh.conf: permission denied)`, or nothing.
    pub(super) fn unread(&self) -> String {
        let unread = self.texts.iter().filter_map(|text| match &text.content {
            Content::Unreadable(why) => Some(format!("cannot read {}: {why}", text.path)),
            Content::Missing | Content::Read(_) => None,
        });
        let unread: Vec<_> = unread.collect();
        if unread.is_empty() { String::new() } else { format!(" ({})", unread.join("; ")) }
    }

    /// The profiles that there are, at most some of them.
    pub(super) fn known_profiles(&self) -> String {
        let mut known: Vec<_> = self.files.iter().flat_map(|file| file.sections_after("profile:")).collect();
        known.sort_unstable();
        known.dedup();
        let more = known.len().saturating_sub(MOST_PROFILES);
        known.truncate(MOST_PROFILES);
        match more {
            0 if known.is_empty() => "no ovh.conf has a profile".to_owned(),
            0 => format!("known profiles: {}", known.join(", ")),
            _ => format!("known profiles: {} and {more} more", known.join(", ")),
        }
    }
}

/// `[profile:x] or [ovh-eu]`
fn sections(names: &[&str]) -> String {
    names.iter().map(|name| format!("[{}]", shown(name))).collect::<Vec<_>>().join(" or ")
}
