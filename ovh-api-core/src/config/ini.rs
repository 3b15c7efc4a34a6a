//! One `ovh.conf`.

use configparser::ini::Ini;
use secrecy::{ExposeSecret, SecretString};

use crate::credentials::Key;
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
    sections: Vec<Section>,
    /// See [`Text`](super::files::Text).
    pub(super) open_to_others: bool,
}

struct Section {
    name: String,
    entries: Vec<(String, SecretString)>,
}

impl File {
    /// Reads a text. A message may name a line, a section or a known key, but shows nothing of a value: a key that was
    /// put in the wrong place is a secret nevertheless.
    pub(super) fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let refuse = |why: &str| Err(Error::new(ErrorKind::Configuration, format!("{name} is no ovh.conf: {why}")));
        let mut ini = Ini::new_cs();
        ini.set_default_section(BEFORE_ALL);
        ini.set_inline_comment_symbols(Some(&[]));
        // Windows programs put a byte order mark in front.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (masked, values) = without_values(text);
        let parsed = match ini.read(masked) {
            Ok(parsed) => parsed,
            Err(why) => return refuse(&why),
        };
        let value_of = |number: Option<String>| values.get(number?.parse::<usize>().ok()?).copied();
        let mut sections = Vec::new();
        for (section, keys) in parsed {
            if section == BEFORE_ALL {
                return refuse("a key stands before the first section");
            }
            let mut entries = Vec::new();
            for (key, number) in keys {
                if let Some(value) = value_of(number) {
                    entries.push((key.to_ascii_lowercase(), SecretString::from(without_comment(value))));
                }
            }
            let names = entries.iter().map(|(key, _)| key);
            let is_twice = |key: &&String| names.clone().filter(|other| other == key).count() > 1;
            if let Some(key) = names.clone().filter(is_twice).min() {
                return refuse(&format!("[{}] has {key} twice", shown(&section)));
            }
            sections.push(Section { name: section, entries });
        }
        Ok(Self { name: name.to_owned(), sections, open_to_others: false })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn has_section(&self, section: &str) -> bool {
        self.section(section).is_some()
    }

    /// The value, unless it is missing or empty.
    pub(super) fn get(&self, section: &str, key: &str) -> Option<&str> {
        let (_, value) = self.section(section)?.entries.iter().find(|(known, _)| known == key)?;
        Some(value.expose_secret()).filter(|value| !value.is_empty())
    }

    fn section(&self, name: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.name == name)
    }

    /// Whether it keeps keys where other users of the machine can get at them.
    pub(super) fn is_exposed(&self) -> bool {
        let holds_key = |section| Key::ALL.iter().any(|key| self.get(section, key.name()).is_some());
        self.open_to_others && self.sections.iter().any(|section| holds_key(&section.name))
    }

    /// What follows `prefix` in the names of sections, for messages and in no order.
    pub(super) fn sections_after<'f>(&'f self, prefix: &'f str) -> impl Iterator<Item = &'f str> {
        self.sections.iter().filter_map(move |section| section.name.strip_prefix(prefix)).map(shown)
    }
}

/// What the library is to call the keys before all sections; no section has such a name.
const BEFORE_ALL: &str = "]";

/// The text with a number in the place of each value, and the values: the library keeps copies of all that it reads,
/// which nobody wipes. What nobody looks for goes as well: comments may hold keys that were in use once, and half of a
/// secret with a `=` in it looks like a name.
fn without_values(text: &str) -> (String, Vec<&str>) {
    let mut masked = String::new();
    let mut values = Vec::new();
    for line in text.lines().map(str::trim) {
        match line.split_once(['=', ':']) {
            _ if line.is_empty() || line.starts_with([';', '#']) => {}
            _ if line.starts_with('[') => masked.push_str(without_rest(line)),
            Some((name, value)) if name.is_empty() || is_known(name.trim()) => {
                masked.push_str(&format!("{name}={}", values.len()));
                values.push(value.trim());
            }
            // It has its place, which may be the wrong one.
            _ => masked.push('-'),
        }
        masked.push('\n');
    }
    (masked, values)
}

fn is_known(name: &str) -> bool {
    Key::ALL.into_iter().map(Key::name).chain(["endpoint", "profile"]).any(|known| known.eq_ignore_ascii_case(name))
}

/// The line of a section without what stands behind it, which may be a key. A name may have brackets of its own.
fn without_rest(line: &str) -> &str {
    let end = ["] ", "]\t"].into_iter().filter_map(|end| line.find(end)).min();
    end.and_then(|end| line.get(..=end)).unwrap_or(line)
}

/// The name of a section for messages: behind a `=` there may be a key that was put between the brackets, or in the line
/// of an endpoint's URL.
pub(super) fn shown(section: &str) -> &str {
    section.split('=').next().unwrap_or_default()
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
        let file = parse(
            "[ovh-eu] ; a section\napplication_key=b ; c\nconsumer_key=e\t# f ; g\nclient_id=;i\n\
             access_token=k;l\n\nprofile\n",
        );
        assert!(file.has_section("ovh-eu"));
        for (key, value) in [
            ("application_key", Some("b")),
            ("consumer_key", Some("e")),
            ("client_id", None),
            ("access_token", Some("k;l")),
            ("profile", None),
        ] {
            assert_eq!(file.get("ovh-eu", key), value, "{key}");
        }
    }

    #[test]
    fn urls_are_sections_too() {
        let file = parse("[http://[::1]:8080/1.0]\nprofile=b\n[profile:x y]\n[profile:z]");
        assert_eq!(file.get("http://[::1]:8080/1.0", "profile"), Some("b"));
        let mut profiles: Vec<_> = file.sections_after("profile:").collect();
        profiles.sort_unstable();
        assert_eq!(profiles, ["x y", "z"]);
    }

    #[test]
    fn values_and_unknown_names_are_taken_out() {
        let (masked, values) =
            without_values("[ovh-eu]\n; a comment\nEndpoint : x=y\nc2VjcmV0==\nAccess_token=t\n=z\n");
        assert_eq!(masked, "[ovh-eu]\n\nEndpoint =0\n-\nAccess_token=1\n=2\n");
        assert_eq!(values, ["x=y", "t", "z"]);
    }

    #[test]
    fn faults_name_the_place_and_not_the_value() {
        for (text, why) in [
            ("application_secret=canary", "a key stands before the first section"),
            ("[ovh-eu\nx=canary", "line 1: Found opening bracket"),
            ("[ovh-eu]\n=canary", "line 2:0: Key cannot be empty"),
            ("[ovh-eu]\nconsumer_key=canary\nConsumer_Key=canary2", "[ovh-eu] has consumer_key twice"),
            ("[a] token=canary]\nclient_id=b\nClient_Id=c", "[a] has client_id twice"),
            ("[a]\tcanary] b\nclient_id=b\nClient_Id=c", "[a] has client_id twice"),
            ("[token=canary]\nclient_id=b\nClient_Id=c", "[token] has client_id twice"),
        ] {
            let error = File::parse("./ovh.conf", text).map(|_| ()).unwrap_err();
            let shown = format!("{error} {error:?}");
            assert!(shown.starts_with(&format!("./ovh.conf is no ovh.conf: {why}")), "{shown}");
            assert!(!shown.contains("canary"), "{shown}");
        }
    }
}
