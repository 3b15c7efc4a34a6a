//! Parses `ovh.conf` files.

mod edit;

use std::collections::BTreeMap;

pub(super) use self::edit::with_values;
use super::files::ConfigFile;
use super::setting::Setting;
use crate::auth::Key;
use crate::error::{Error, ErrorKind};
use crate::text::prefix;

/// The maximum length of section names in messages, in bytes.
const MAX_NAME: usize = 100;

/// The sections of a file, in the format of Python's `RawConfigParser`, which the official wrapper uses: `=` or `:`
/// after the key, comment lines with `;` or `#`, case-insensitive keys, case-sensitive sections, no interpolation,
/// literal quotes.
///
/// `ini/tests/cases.json` lists all known differences. Most are more lenient, like the Go wrapper: an indented line is
/// a key of its own, and a `;` or `#` after a space begins a comment at the end of a line. OVHcloud's keys contain no
/// spaces, so no value is truncated.
///
/// INI libraries keep copies of values that are never wiped. Here, names and values are slices of the text.
pub(super) struct IniFile<'t> {
    pub(super) source: &'t ConfigFile,
    sections: BTreeMap<&'t str, Vec<Entry<'t>>>,
}

struct Entry<'t> {
    name: &'static str,
    value: &'t str,
    line: usize,
}

impl<'t> IniFile<'t> {
    /// Parses a text. Error messages may contain lines, sections and known keys, but no values, because a misplaced key
    /// is still a secret. Only known keys are kept: comments may contain old keys, and part of a secret with a `=`
    /// looks like a key.
    pub(super) fn parse(source: &'t ConfigFile, text: &'t str) -> Result<Self, Error> {
        let mut sections: BTreeMap<&str, Vec<Entry<'_>>> = BTreeMap::new();
        let mut current = None;
        // Windows programs write a byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (line, content) in (1..).zip(text.lines().map(str::trim)) {
            let invalid =
                |why: &str| Err(Error::new(ErrorKind::Configuration, format!("{}, line {line}: {why}", source.name)));
            if content.is_empty() || content.starts_with([';', '#']) {
                continue;
            }
            if content.starts_with('[') {
                let Some(section) = section_name(content) else {
                    return invalid("missing `]` after the section name");
                };
                // Sections may be repeated.
                current = Some((section, sections.entry(section).or_default()));
                continue;
            }
            let Some((section, entries)) = &mut current else {
                return invalid("key before the first section; put it below a section such as [ovh-eu]");
            };
            let Some((key, value)) = content.split_once(['=', ':']) else { continue };
            let key = key.trim();
            if key.is_empty() {
                return invalid("missing key before the value");
            }
            let Some(Setting { name, .. }) = Setting::named(key) else { continue };
            // The list is short: at most one entry per setting.
            if let Some(first) = entries.iter().find(|entry| entry.name == name) {
                let section = printable_name(section);
                return invalid(&format!("[{section}] already has {name} on line {}; keep one of them", first.line));
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

    /// Returns the names of all sections.
    pub(super) fn section_names(&self) -> impl Iterator<Item = &'t str> {
        self.sections.keys().copied()
    }

    /// Returns the value, unless it is missing or empty.
    pub(super) fn get(&self, section: &str, name: &str) -> Option<&'t str> {
        self.entry(section, name).map(|entry| entry.value).filter(|value| !value.is_empty())
    }

    /// Returns the line of an existing value.
    pub(super) fn line(&self, section: &str, name: &str) -> usize {
        self.entry(section, name).map_or(0, |entry| entry.line)
    }

    fn entry(&self, section: &str, name: &str) -> Option<&Entry<'t>> {
        self.sections.get(section)?.iter().find(|entry| entry.name == name)
    }

    /// Returns whether the file contains keys and other users can read or change it.
    pub(super) fn is_exposed(&self) -> bool {
        self.source.open_to_others && self.has_any(|name| Key::ALL.iter().any(|key| key.name() == name))
    }

    /// Returns whether the file selects an endpoint, a profile or a token URL.
    pub(super) fn sets_endpoint_or_profile(&self) -> bool {
        const SETTINGS: [Setting; 3] = [Setting::ENDPOINT, Setting::PROFILE, Setting::TOKEN_URL];
        self.has_any(|name| SETTINGS.iter().any(|setting| setting.name == name))
            || self.sections_after("profile:").next().is_some()
    }

    fn has_any(&self, is_one: impl Fn(&str) -> bool) -> bool {
        self.sections.values().flatten().any(|entry| !entry.value.is_empty() && is_one(entry.name))
    }

    /// Returns the section names that begin with `prefix`, without it, for messages.
    pub(super) fn sections_after(&self, prefix: &'static str) -> impl Iterator<Item = &'t str> {
        let names = self.sections.range(prefix..).map_while(move |(name, _)| name.strip_prefix(prefix));
        names.map(printable_name)
    }
}

/// Returns the name between the brackets. The name may contain brackets; text after it may be a key and is ignored.
pub(super) fn section_name(line: &str) -> Option<&str> {
    let end = ["] ", "]\t"].into_iter().filter_map(|end| line.find(end)).min().or_else(|| line.rfind(']'))?;
    line.get(1..end).map(str::trim)
}

/// Returns a section name for messages, without any text after a `=`, which may be a misplaced key.
pub(super) fn printable_name(section: &str) -> &str {
    let name = section.split('=').next().unwrap_or_default();
    prefix(name, MAX_NAME)
}

fn without_comment(value: &str) -> &str {
    let mut before = ' '; // The value may consist of a comment.
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
