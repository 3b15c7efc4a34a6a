//! Rustdoc text: the service's words made harmless, and what can be said without them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, Operation, Parameter};
use crate::schema::Location;
use crate::text::is_unprintable;

/// Doc attributes, one for each line.
pub fn doc(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// The service's prose as Markdown that means just that text, one paragraph for each of its lines.
pub fn prose(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = escaped(line);
        if line.is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(line);
    }
    lines
}

/// The prose on one line, as list items need it.
pub fn one_line(text: &str) -> String {
    escaped(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A code span that holds any text.
pub fn code(text: &str) -> String {
    let text: String = text.chars().filter(|c| !is_unprintable(*c)).collect();
    let longest_run = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest_run + 1);
    let padding = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{padding}{text}{padding}{fence}")
}

fn escaped(line: &str) -> String {
    // Filtered first, so that the character after an invisible one still counts as the start of the line.
    let line: String = line.chars().filter(|c| c.is_whitespace() || !is_unprintable(*c)).collect();
    let mut words = line.split_whitespace().map(|word| {
        let is_link = (word.starts_with("https://") || word.starts_with("http://"))
            && word.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '\\' | '`'));
        if is_link {
            // A full stop or bracket after a link belongs to the sentence.
            let end = word.trim_end_matches(['.', ',', ';', ':', ')', ']', '!', '?']).len();
            let (link, rest) = word.split_at(end);
            format!("<{link}>{}", escaped_word(rest))
        } else {
            escaped_word(word)
        }
    });
    let mut text = words.next().unwrap_or_default();
    // At the start of a line these make lists, headings and rules.
    if text.starts_with(['-', '+', '=', '~']) {
        text.insert(0, '\\');
    } else if let Some(dot) = text.find(['.', ')'])
        && text.get(..dot).is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
    {
        text.insert(dot, '\\');
    }
    for word in words {
        text.push(' ');
        text.push_str(&word);
    }
    text
}

fn escaped_word(word: &str) -> String {
    let mut text = String::new();
    for c in word.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '&' | '|' | '~' | '$') {
            text.push('\\');
        }
        text.push(c);
    }
    // The only spelling of a bare link that remains.
    text.replace("://", ":\\//")
}

/// What a person needs to know of an operation.
pub fn operation(api: &Api, operation: &Operation, returns: &str, optional: &[(String, String)]) -> Vec<String> {
    let request = operation.request_line();
    let mut lines = Vec::new();
    let mut paragraph = |text: Vec<String>| {
        if !lines.is_empty() && !text.is_empty() {
            lines.push(String::new());
        }
        lines.extend(text);
    };
    paragraph(operation.description.as_deref().map(prose).unwrap_or_default());
    paragraph(vec![match returns {
        "()" => format!("{}, which answers nothing.", code(&request)),
        _ => format!("{}, which answers {}.", code(&request), code(returns)),
    }]);
    paragraph(operation.long_description.as_deref().map(prose).unwrap_or_default());
    paragraph(stability(operation).into_iter().collect());
    paragraph(list("Arguments", operation.arguments.iter().map(argument)));
    paragraph(list("Optional, chained", optional.iter().map(|(call, meaning)| format!("{}{meaning}", code(call)))));
    if !operation.authenticated {
        paragraph(vec!["Sent unsigned: it needs no credentials.".to_owned()]);
    }
    let actions = operation.iam_actions.iter().map(|action| {
        let optional = if action.required { "" } else { " (optional)" };
        format!("{}{optional}", code(&action.name))
    });
    paragraph(list("IAM actions", actions));
    paragraph(list("Error classes", operation.errors.iter().map(|error| code(error))));
    paragraph(vec![format!("[API console]({})", console(api, operation))]);
    lines
}

fn list(title: &str, items: impl Iterator<Item = String>) -> Vec<String> {
    let items: Vec<String> = items.map(|item| format!("- {item}")).collect();
    if items.is_empty() {
        return items;
    }
    [format!("{title}:"), String::new()].into_iter().chain(items).collect()
}

fn argument(parameter: &Parameter) -> String {
    let place = match (parameter.location, parameter.name.as_deref()) {
        (Location::Path, Some(name)) => format!("{} in the path", code(name)),
        (Location::Query, Some(name)) => format!("{} in the query", code(name)),
        (Location::Header, Some(name)) => format!("header {}", code(name)),
        (Location::Body, Some(name)) => format!("{} in the body", code(name)),
        (_, None) => "the body".to_owned(),
    };
    format!("{}: {place}{}", code(&parameter.ident), meaning(parameter))
}

/// The service's words on a parameter, as the end of a sentence.
pub fn meaning(parameter: &Parameter) -> String {
    match parameter.description.as_deref().map(one_line) {
        Some(text) if !text.is_empty() => format!(": {text}"),
        _ => String::new(),
    }
}

fn stability(operation: &Operation) -> Option<String> {
    match operation.status.value.as_str() {
        "" | "PRODUCTION" => None,
        "DEPRECATED" => Some(format!("**Deprecated**{}", deprecation(operation))),
        "BETA" => Some("**Beta**: it may change.".to_owned()),
        "ALPHA" => Some("**Alpha**: it may change or go away.".to_owned()),
        other => Some(format!("Status: {}.", code(other))),
    }
}

/// Since when, until when and what instead, as far as the schema says; for Markdown.
fn deprecation(operation: &Operation) -> String {
    let status = &operation.status;
    let mut text = String::new();
    if let Some(date) = &status.deprecated_date {
        text.push_str(&format!(" since {}", one_line(date)));
    }
    if let Some(date) = &status.deletion_date {
        text.push_str(&format!(", to be deleted on {}", one_line(date)));
    }
    if let Some(replacement) = &status.replacement {
        text.push_str(&format!(": use {} instead", code(replacement)));
    }
    text + "."
}

/// The note of the `deprecated` attribute, escaped: rustdoc renders it as Markdown.
pub fn deprecation_note(operation: &Operation) -> Option<String> {
    let status = &operation.status;
    (status.value == "DEPRECATED").then(|| {
        let deletion = status.deletion_date.as_ref().map(|date| format!("to be deleted on {}", one_line(date)));
        let replacement = status.replacement.as_ref().map(|path| format!("use {} instead", one_line(path)));
        let known: Vec<String> = deletion.into_iter().chain(replacement).collect();
        if known.is_empty() { "by OVHcloud".to_owned() } else { known.join("; ") }
    })
}

/// The operation's page in OVHcloud's API console.
fn console(api: &Api, operation: &Operation) -> String {
    let branch = api.branch.folder();
    let anchor =
        format!("{}-{}", operation.method.as_str().to_ascii_lowercase(), operation.path.replace(['{', '}'], "-"));
    format!(
        "https://eu.api.ovh.com/console/?section={}&branch={branch}#{}",
        url_safe(&api.root).replace('/', "%2F"),
        url_safe(&anchor)
    )
}

fn url_safe(text: &str) -> String {
    let mut safe = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            safe.push(char::from(byte));
        } else {
            safe.push_str(&format!("%{byte:02X}"));
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_means_itself() {
        let cases = [
            ("plain words", "plain words"),
            ("see [here] or <b>there</b>", "see \\[here\\] or \\<b\\>there\\</b\\>"),
            ("at https://ovh.com/x_y.", "at <https://ovh.com/x_y>."),
            ("(https://ovh.com)", "(https:\\//ovh.com)"),
            ("    indented code", "indented code"),
            ("1. first", "1\\. first"),
            ("- item", "\\- item"),
            ("a `tick", "a \\`tick"),
            ("bell\u{7} and \u{202e}turn", "bell and turn"),
            ("two\u{2028}lines\u{200b}in one", "two linesin one"),
            ("\u{200b} - item", "\\- item"),
            ("\u{7} 1. first", "1\\. first"),
            ("\u{feff}https://ovh.com", "<https://ovh.com>"),
        ];
        for (text, expected) in cases {
            assert_eq!(prose(text), [expected], "{text}");
        }
        assert_eq!(prose("one\n\n  two "), ["one", "", "two"]);
        assert!(prose(" \n ").is_empty());
    }

    #[test]
    fn code_spans_hold_any_text() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }
}
