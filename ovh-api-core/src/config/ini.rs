//! One `ovh.conf`.

use std::collections::BTreeMap;

use super::files::Text;
use super::place::Setting;
use crate::auth::Key;
use crate::error::{Error, ErrorKind};
use crate::text::floor_char_boundary;

/// The longest name of a section in a message, in bytes.
const LONGEST_NAME: usize = 100;

/// The sections of a file, read as Python's `RawConfigParser` reads them, for that is what the official wrapper has:
/// `=` or `:` after the key, `;` and `#` in front of a comment line, keys in any case, sections in exactly theirs, no
/// interpolation of `%`, quotes as they are.
///
/// In two things it is more lenient, as the Go wrapper is: an indented line is a key of its own, and a `;` or `#` after
/// a space begins a comment at the end of a line too. No key of OVHcloud has a space in it, so nothing is lost.
///
/// Not read by a library, for those keep copies of all that they read, which nobody wipes. Names and values are slices
/// of the text, so there are no copies here.
pub(super) struct File<'t> {
    pub(super) source: &'t Text,
    sections: BTreeMap<&'t str, Vec<Entry<'t>>>,
}

struct Entry<'t> {
    name: &'static str,
    value: &'t str,
    line: usize,
}

impl<'t> File<'t> {
    /// Reads a text. A message may name a line, a section or a known key, but shows nothing of a value: a key that was
    /// put in the wrong place is a secret nevertheless. What nobody looks for is not kept: comments may hold keys that were
    /// in use once, and half of a secret with a `=` in it looks like a name.
    pub(super) fn parse(source: &'t Text, text: &'t str) -> Result<Self, Error> {
        let mut sections: BTreeMap<&str, Vec<Entry<'_>>> = BTreeMap::new();
        let mut current = None;
        // Windows programs put a byte order mark in front.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (line, content) in (1..).zip(text.lines().map(str::trim)) {
            let refuse =
                |why: &str| Err(Error::new(ErrorKind::Configuration, format!("{}, line {line}: {why}", source.name)));
            if content.is_empty() || content.starts_with([';', '#']) {
                continue;
            }
            if content.starts_with('[') {
                let Some(section) = section_name(content) else {
                    return refuse("the section name has no closing `]`");
                };
                // A section may occur more than once.
                current = Some((section, sections.entry(section).or_default()));
                continue;
            }
            let Some((section, entries)) = &mut current else {
                return refuse("a key is before the first section; put it below a line such as [ovh-eu]");
            };
            let Some((key, value)) = content.split_once(['=', ':']) else { continue };
            let key = key.trim();
            if key.is_empty() {
                return refuse("there is no key before the value");
            }
            let Some(Setting { name, .. }) = Setting::all().find(|known| known.name.eq_ignore_ascii_case(key)) else {
                continue;
            };
            // At most one entry for each setting, so the list stays short.
            if let Some(first) = entries.iter().find(|entry| entry.name == name) {
                let section = shown(section);
                return refuse(&format!("[{section}] already has {name} on line {}; keep one of them", first.line));
            }
            entries.push(Entry { name, value: without_comment(value.trim()), line });
        }
        Ok(Self { source, sections })
    }

    pub(super) fn name(&self) -> &'t str {
        &self.source.name
    }

    pub(super) fn has_section(&self, section: &str) -> bool {
        self.sections.contains_key(section)
    }

    pub(super) fn section_names(&self) -> impl Iterator<Item = &'t str> {
        self.sections.keys().copied()
    }

    /// The value, unless it is missing or empty.
    pub(super) fn get(&self, section: &str, name: &str) -> Option<&'t str> {
        self.entry(section, name).map(|entry| entry.value).filter(|value| !value.is_empty())
    }

    /// The line of a value that is there.
    pub(super) fn line(&self, section: &str, name: &str) -> usize {
        self.entry(section, name).map_or(0, |entry| entry.line)
    }

    fn entry(&self, section: &str, name: &str) -> Option<&Entry<'t>> {
        self.sections.get(section)?.iter().find(|entry| entry.name == name)
    }

    /// Whether it keeps keys where other users of the machine can get at them.
    pub(super) fn is_exposed(&self) -> bool {
        self.source.open_to_others && self.has_any(|name| Key::ALL.iter().any(|key| key.name() == name))
    }

    /// Whether it decides where requests go or which keys are used.
    pub(super) fn sets_endpoint_or_profile(&self) -> bool {
        const SETTINGS: [Setting; 3] = [Setting::ENDPOINT, Setting::PROFILE, Setting::TOKEN_URL];
        self.has_any(|name| SETTINGS.iter().any(|setting| setting.name == name))
            || self.sections_after("profile:").next().is_some()
    }

    fn has_any(&self, is_one: impl Fn(&str) -> bool) -> bool {
        self.sections.values().flatten().any(|entry| !entry.value.is_empty() && is_one(entry.name))
    }

    /// What follows `prefix` in the names of sections, for messages.
    pub(super) fn sections_after(&self, prefix: &'static str) -> impl Iterator<Item = &'t str> {
        let names = self.sections.range(prefix..).map_while(move |(name, _)| name.strip_prefix(prefix));
        names.map(shown)
    }
}

/// What stands between the brackets. A name may have brackets of its own; what stands behind the name may be a key.
fn section_name(line: &str) -> Option<&str> {
    let end = ["] ", "]\t"].into_iter().filter_map(|end| line.find(end)).min().or_else(|| line.rfind(']'))?;
    line.get(1..end).map(str::trim)
}

/// The name of a section for messages: behind a `=` there may be a key that was put between the brackets, or in the line
/// of an endpoint's URL.
pub(super) fn shown(section: &str) -> &str {
    let name = section.split('=').next().unwrap_or_default();
    name.get(..floor_char_boundary(name, LONGEST_NAME)).unwrap_or(name)
}

fn without_comment(value: &str) -> &str {
    let mut before = ' '; // A value may be a comment alone.
    for (index, character) in value.char_indices() {
        if matches!(character, ';' | '#') && before.is_whitespace() {
            return value.get(..index).unwrap_or(value).trim_end();
        }
        before = character;
    }
    value
}

#[cfg(test)]
mod tests;
