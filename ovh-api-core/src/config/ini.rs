//! One `ovh.conf`.

use secrecy::{ExposeSecret, SecretString};

use crate::credentials::Key;
use crate::error::{Error, ErrorKind};

/// The sections of a file, read as Python's `RawConfigParser` reads them, for that is what the official wrapper has:
/// `=` or `:` after the key, `;` and `#` in front of a comment line, keys in any case, sections in exactly theirs, no
/// interpolation of `%`, quotes as they are.
///
/// In two things it is more lenient, as the Go wrapper is: an indented line is a key of its own, and a `;` or `#` after
/// a space begins a comment at the end of a line too. No key of OVHcloud has a space in it, so nothing is lost.
///
/// Not read by a library, for those keep copies of all that they read, which nobody wipes.
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
    /// put in the wrong place is a secret nevertheless. What nobody looks for is not kept: comments may hold keys that were
    /// in use once, and half of a secret with a `=` in it looks like a name.
    pub(super) fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let refuse = |why: &str| Err(Error::new(ErrorKind::Configuration, format!("{name} is no ovh.conf: {why}")));
        let mut sections = Vec::new();
        let mut current = None;
        // Windows programs put a byte order mark in front.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (number, line) in (1..).zip(text.lines().map(str::trim)) {
            if line.is_empty() || line.starts_with([';', '#']) {
                continue;
            }
            if line.starts_with('[') {
                let Some(section) = section_name(line) else {
                    return refuse(&format!("line {number}: the name of the section has no `]` behind it"));
                };
                current = Some(position(&mut sections, section));
                continue;
            }
            let Some(section) = current.and_then(|index: usize| sections.get_mut(index)) else {
                return refuse("a key stands before the first section");
            };
            match line.split_once(['=', ':']).map(|(key, value)| (key.trim(), value.trim())) {
                Some(("", _)) => return refuse(&format!("line {number}: there is no key before the value")),
                Some((key, value)) if is_known(key) => {
                    let key = key.to_ascii_lowercase();
                    if section.value(&key).is_some() {
                        return refuse(&format!("[{}] has {key} twice", shown(&section.name)));
                    }
                    section.entries.push((key, SecretString::from(without_comment(value))));
                }
                _ => {}
            }
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
        self.section(section)?.value(key).filter(|value| !value.is_empty())
    }

    fn section(&self, name: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.name == name)
    }

    /// Whether it keeps keys where other users of the machine can get at them.
    pub(super) fn is_exposed(&self) -> bool {
        let holds_key = |section| Key::ALL.iter().any(|key| self.get(section, key.name()).is_some());
        self.open_to_others && self.sections.iter().any(|section| holds_key(&section.name))
    }

    /// What follows `prefix` in the names of sections, for messages.
    pub(super) fn sections_after<'f>(&'f self, prefix: &'f str) -> impl Iterator<Item = &'f str> {
        self.sections.iter().filter_map(move |section| section.name.strip_prefix(prefix)).map(shown)
    }
}

impl Section {
    fn value(&self, key: &str) -> Option<&str> {
        self.entries.iter().find(|(known, _)| known == key).map(|(_, value)| value.expose_secret())
    }
}

/// Where the section is, which may stand in a file more than once.
fn position(sections: &mut Vec<Section>, name: &str) -> usize {
    sections.iter().position(|section| section.name == name).unwrap_or_else(|| {
        sections.push(Section { name: name.to_owned(), entries: Vec::new() });
        sections.len() - 1
    })
}

fn is_known(name: &str) -> bool {
    Key::ALL.iter().copied().map(Key::name).chain(["endpoint", "profile"]).any(|known| known.eq_ignore_ascii_case(name))
}

/// What stands between the brackets. A name may have brackets of its own; what stands behind the name may be a key.
fn section_name(line: &str) -> Option<&str> {
    let end = ["] ", "]\t"].into_iter().filter_map(|end| line.find(end)).min().or_else(|| line.rfind(']'))?;
    line.get(1..end).map(str::trim)
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
    fn sections_go_on_and_unknown_names_are_not_kept() {
        let file = parse(
            "[ovh-eu]\n; a comment\nEndpoint : x=y\nc2VjcmV0==\n[ a ]\nprofile=p\n[ovh-eu]\nAccess_token=t\nother=z\n",
        );
        let kept = |section: &str| {
            let entries = file.section(section).unwrap().entries.iter();
            entries.map(|(key, value)| format!("{key}={}", value.expose_secret())).collect::<Vec<_>>()
        };
        assert_eq!(kept("ovh-eu"), ["endpoint=x=y", "access_token=t"]);
        assert_eq!(kept("a"), ["profile=p"]);
    }

    #[test]
    fn faults_name_the_place_and_not_the_value() {
        for (text, why) in [
            ("application_secret=canary", "a key stands before the first section"),
            ("[ovh-eu\nx=canary", "line 1: the name of the section has no `]` behind it"),
            ("[ovh-eu]\n=canary", "line 2: there is no key before the value"),
            ("[ovh-eu]\nconsumer_key=canary\nConsumer_Key=canary2", "[ovh-eu] has consumer_key twice"),
            ("[ovh-eu]\nconsumer_key=canary\n[ovh-eu]\nconsumer_key=canary", "[ovh-eu] has consumer_key twice"),
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
