//! Changes the values of one section, and keeps everything else.

use secrecy::zeroize::Zeroizing;

use super::super::setting::Setting;
use super::{section_name, without_comment};
use crate::auth::Key;

/// What a line is.
enum Line<'t> {
    /// Empty, a comment, or ignored by the parser.
    Other,
    Section(&'t str),
    Setting(&'static str),
    /// A key that only other programs know.
    Unknown,
}

/// Returns the text with these values in a section, in memory that is wiped on drop.
///
/// Existing values are replaced in their line, with its spacing and comment. New ones follow the last entry of the
/// section, or are in a new section at the end of the text. Other keys of credentials are removed from the section, as
/// they do not belong to the new ones. All other lines stay, in their order, and so does the kind of line ends.
///
/// The text must be valid, and the values must be printable ASCII without spaces.
pub(in super::super) fn with_values(text: &str, section: &str, values: &[(&'static str, &str)]) -> Zeroizing<String> {
    let added: usize = values.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
    // A growing buffer would leave copies behind.
    let mut edited = Zeroizing::new(String::with_capacity(text.len() + added + section.len() + 16));
    let end_of_line = if lines(text).next().is_some_and(|first| first.ends_with("\r\n")) { "\r\n" } else { "\n" };
    let (present, last) = find(text, section);
    let mut is_inside = false;
    for (index, line) in lines(text).enumerate() {
        let mut value = None;
        let mut is_removed = false;
        match kind(line) {
            Line::Section(name) => is_inside = name == section,
            Line::Setting(name) if is_inside => {
                value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
                is_removed = value.is_none() && Key::ALL.iter().any(|key| key.name() == name);
            }
            Line::Setting(_) | Line::Unknown | Line::Other => {}
        }
        match value {
            Some(value) => push_replaced(&mut edited, line, value),
            None if is_removed => {}
            None => edited.push_str(line),
        }
        if Some(index) == last {
            push_entries(&mut edited, end_of_line, values.iter().filter(|(name, _)| !present.contains(name)));
        }
    }
    if last.is_none() {
        complete_line(&mut edited, end_of_line);
        if !edited.trim_start_matches('\u{feff}').is_empty() {
            edited.push_str(end_of_line);
        }
        for part in ["[", section, "]", end_of_line] {
            edited.push_str(part);
        }
        push_entries(&mut edited, end_of_line, values.iter());
    }
    edited
}

/// Returns the lines with their ends.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n')
}

/// Returns the settings of a section, and the number of the line after which others can be added: the last entry of the
/// first section of that name, or its header.
fn find(text: &str, section: &str) -> (Vec<&'static str>, Option<usize>) {
    let mut present = Vec::new();
    let mut last = None;
    let (mut is_inside, mut is_first) = (false, true);
    for (index, line) in lines(text).enumerate() {
        let line = kind(line);
        match line {
            Line::Section(name) => {
                is_first = last.is_none();
                is_inside = name == section;
            }
            Line::Setting(name) if is_inside => present.push(name),
            Line::Setting(_) | Line::Unknown | Line::Other => {}
        }
        if is_inside && is_first && !matches!(line, Line::Other) {
            last = Some(index);
        }
    }
    (present, last)
}

fn kind(line: &str) -> Line<'_> {
    // Windows programs write a byte order mark at the start of the text.
    let content = line.strip_prefix('\u{feff}').unwrap_or(line).trim();
    if content.is_empty() || content.starts_with([';', '#']) {
        return Line::Other;
    }
    if content.starts_with('[') {
        return section_name(content).map_or(Line::Other, Line::Section);
    }
    match content.split_once(['=', ':']) {
        Some((key, _)) => Setting::named(key.trim()).map_or(Line::Unknown, |setting| Line::Setting(setting.name)),
        None => Line::Other,
    }
}

/// Appends a line with another value.
fn push_replaced(edited: &mut String, line: &str, value: &str) {
    let after_key = line.find(['=', ':']).map_or(line.len(), |position| position + 1);
    let (key, rest) = line.split_at(after_key);
    let old = rest.trim_start_matches([' ', '\t']);
    let (spaces, old) = rest.split_at(rest.len() - old.len());
    let tail = old.get(without_comment(old.trim_end()).len()..).unwrap_or_default();
    for part in [key, spaces, value] {
        edited.push_str(part);
    }
    if tail.starts_with([';', '#']) {
        edited.push(' ');
    }
    edited.push_str(tail);
}

fn push_entries<'v>(
    edited: &mut String,
    end_of_line: &str,
    entries: impl Iterator<Item = &'v (&'static str, &'v str)>,
) {
    for (name, value) in entries {
        complete_line(edited, end_of_line);
        for part in [*name, "=", *value, end_of_line] {
            edited.push_str(part);
        }
    }
}

/// Ends the last line of the text, which may lack its line end.
fn complete_line(edited: &mut String, end_of_line: &str) {
    if !edited.trim_start_matches('\u{feff}').is_empty() && !edited.ends_with('\n') {
        edited.push_str(end_of_line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: &[(&str, &str)] = &[("client_id", "I"), ("client_secret", "S")];

    #[track_caller]
    fn check(text: &str, wanted: &str) {
        let edited = with_values(text, "ovh-eu", VALUES);
        assert_eq!(edited.as_str(), wanted);
        assert_eq!(*with_values(&edited, "ovh-eu", VALUES), *edited, "a second time");
    }

    #[test]
    fn values_are_replaced_in_their_line() {
        check(
            "; top\n[ovh-ca]\nclient_id=ca\n\n[ovh-eu]\n# ids\n\tClient_ID : old ; of 2026\nextra=1\nclient_secret=old\n\n; next\n[z]\n",
            "; top\n[ovh-ca]\nclient_id=ca\n\n[ovh-eu]\n# ids\n\tClient_ID : I ; of 2026\nextra=1\nclient_secret=S\n\n; next\n[z]\n",
        );
        check("[ovh-eu]\nclient_id=;c\nclient_secret=", "[ovh-eu]\nclient_id=I ;c\nclient_secret=S");
    }

    #[test]
    fn missing_values_follow_the_last_entry() {
        check(
            "[ovh-eu]\nclient_id=i\nunknown=1\n; more\n\n[z]\n",
            "[ovh-eu]\nclient_id=I\nunknown=1\nclient_secret=S\n; more\n\n[z]\n",
        );
        check("[ovh-eu]", "[ovh-eu]\nclient_id=I\nclient_secret=S\n");
        check("[ovh-eu]\nclient_id=i", "[ovh-eu]\nclient_id=I\nclient_secret=S\n");
        check("\u{feff}[ovh-eu]\n", "\u{feff}[ovh-eu]\nclient_id=I\nclient_secret=S\n");
        // Repeated sections.
        check(
            "[ovh-eu]\na=1\n[z]\n[ovh-eu]\nclient_secret=s\n",
            "[ovh-eu]\na=1\nclient_id=I\n[z]\n[ovh-eu]\nclient_secret=S\n",
        );
    }

    #[test]
    fn missing_section_is_appended() {
        let section = "[ovh-eu]\nclient_id=I\nclient_secret=S\n";
        check("", section);
        check("\u{feff}", &format!("\u{feff}{section}"));
        check("[ovh-eu-2]\nclient_id=x", &format!("[ovh-eu-2]\nclient_id=x\n\n{section}"));
        check("; [ovh-eu]\n", &format!("; [ovh-eu]\n\n{section}"));
    }

    #[test]
    fn other_credentials_of_the_section_are_removed() {
        check(
            "[ovh-eu]\napplication_key=k\napplication_secret=s\nconsumer_key=c\noauth2_token_url=u\n; old\n",
            "[ovh-eu]\noauth2_token_url=u\nclient_id=I\nclient_secret=S\n; old\n",
        );
        check("[ovh-eu]\naccess_token=t", "[ovh-eu]\nclient_id=I\nclient_secret=S\n");
    }

    #[test]
    fn line_ends_are_kept() {
        check("[ovh-eu]\r\nclient_id=i\r\n", "[ovh-eu]\r\nclient_id=I\r\nclient_secret=S\r\n");
        check("; a\r\n[z]", "; a\r\n[z]\r\n\r\n[ovh-eu]\r\nclient_id=I\r\nclient_secret=S\r\n");
    }
}
