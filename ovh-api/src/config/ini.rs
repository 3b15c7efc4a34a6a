//! One `ovh.conf`.

use std::collections::{BTreeMap, BTreeSet};

use configparser::ini::Ini;

use crate::error::{Error, ErrorKind};

/// The sections of a file, read as Python's `RawConfigParser` reads them, for that is what the official wrapper has:
/// `=` or `:` after the key, `;` and `#` in front of a comment line, keys in any case, sections in exactly theirs, no
/// interpolation of `%`, quotes as they are.
///
/// In two things it is more lenient, as the Go wrapper is: an indented line is a key of its own, and a `;` or `#` after
/// a space begins a comment at the end of a line too. No key of OVHcloud has a space in it, so nothing is lost.
#[derive(Default)]
pub(super) struct File {
    /// For messages.
    name: String,
    sections: BTreeMap<String, BTreeMap<String, String>>,
}

impl File {
    /// Reads a text. A message may name a line, a section or a key, but shows nothing of a value: a key that was put in
    /// the wrong place is a secret nevertheless.
    pub(super) fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let refuse = |why: &str| Err(Error::new(ErrorKind::Configuration, format!("{name} is no ovh.conf: {why}")));
        let mut ini = Ini::new_cs();
        ini.set_default_section(BEFORE_ALL);
        ini.set_inline_comment_symbols(Some(&[]));
        // Windows programs put a byte order mark in front.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let parsed = match ini.read(text.to_owned()) {
            Ok(parsed) => parsed,
            Err(why) => return refuse(&why),
        };
        let mut sections = BTreeMap::new();
        for (section, entries) in parsed {
            if section == BEFORE_ALL {
                return refuse("a key stands before the first section");
            }
            let mut keys = BTreeMap::new();
            let mut twice = BTreeSet::new();
            for (key, value) in entries {
                let key = key.to_ascii_lowercase();
                // A line without `=` is none that anybody can mean; what it holds is not to be shown.
                let Some(value) = value else { continue };
                let value = without_comment(&value).to_owned();
                if keys.insert(key.clone(), value).is_some() {
                    twice.insert(key);
                }
            }
            if let Some(key) = twice.first() {
                return refuse(&format!("[{section}] has {key} twice"));
            }
            sections.insert(section, keys);
        }
        Ok(Self { name: name.to_owned(), sections })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn has_section(&self, section: &str) -> bool {
        self.sections.contains_key(section)
    }

    /// The value, unless it is missing or empty.
    pub(super) fn get(&self, section: &str, key: &str) -> Option<&str> {
        self.sections.get(section)?.get(key).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// What follows `prefix` in the names of sections.
    pub(super) fn sections_after<'f>(&'f self, prefix: &'f str) -> impl Iterator<Item = &'f str> {
        self.sections.keys().filter_map(move |section| section.strip_prefix(prefix))
    }
}

/// What the library is to call the keys before all sections; no section has such a name.
const BEFORE_ALL: &str = "]";

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
mod tests {
    use super::*;

    fn parse(text: &str) -> File {
        File::parse("./ovh.conf", text).unwrap()
    }

    #[test]
    fn what_python_reads_is_read_the_same() {
        let file = parse(
            "\u{feff}; a comment\r\n# another = one\r\n[default]\r\nendpoint=ovh-eu\r\n\r\n[ovh-eu]\r\n\
             Application_KEY : a%(b)s%%c\r\napplication_secret=a;b#c=d:e\"f\"\r\n consumer_key =  spaced  \r\n",
        );
        assert_eq!(file.get("default", "endpoint"), Some("ovh-eu"));
        assert_eq!(file.get("ovh-eu", "application_key"), Some("a%(b)s%%c"));
        assert_eq!(file.get("ovh-eu", "application_secret"), Some("a;b#c=d:e\"f\""));
        assert_eq!(file.get("ovh-eu", "consumer_key"), Some("spaced"));
        assert_eq!(file.get("OVH-EU", "consumer_key"), None);
    }

    #[test]
    fn comments_at_the_end_of_a_line() {
        let file = parse("[ovh-eu] ; a section\na=b ; c\nd=e\t# f ; g\nh=;i\nj=k;l\n\nm\n");
        assert!(file.has_section("ovh-eu"));
        for (key, value) in [("a", Some("b")), ("d", Some("e")), ("h", None), ("j", Some("k;l")), ("m", None)] {
            assert_eq!(file.get("ovh-eu", key), value, "{key}");
        }
    }

    #[test]
    fn urls_are_sections_too() {
        let file = parse("[http://[::1]:8080/1.0]\na=b\n[profile:x y]\n[profile:z]");
        assert_eq!(file.get("http://[::1]:8080/1.0", "a"), Some("b"));
        assert_eq!(file.sections_after("profile:").collect::<Vec<_>>(), ["x y", "z"]);
    }

    #[test]
    fn faults_name_the_place_and_not_the_value() {
        for (text, why) in [
            ("application_secret=canary", "a key stands before the first section"),
            ("[ovh-eu\nx=canary", "line 1: Found opening bracket"),
            ("[ovh-eu]\n=canary", "line 2:0: Key cannot be empty"),
            ("[ovh-eu]\na=canary\nA=canary2", "[ovh-eu] has a twice"),
        ] {
            let error = File::parse("./ovh.conf", text).map(|_| ()).unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(shown.starts_with(&format!("./ovh.conf is no ovh.conf: {why}")), "{shown}");
            assert!(!shown.contains("canary"), "{shown}");
        }
    }
}
