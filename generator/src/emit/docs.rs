//! Rustdoc text: OVHcloud's prose with Markdown escaped, and the generator's own sentences.

use crate::model::{Api, Definition, Direction, Field, Operation, Parameter, Presence};
use crate::names;
use crate::schema::{Branch, Location};
use crate::summaries::summary;
use crate::text::is_unprintable;

/// Returns doc comments, one per line of text.
pub fn lines(indent: &str, lines: &[String]) -> String {
    let mut comments = String::new();
    for line in lines {
        let space = if line.is_empty() { "" } else { " " };
        for part in [indent, "///", space, line, "\n"] {
            comments.push_str(part);
        }
    }
    comments
}

/// Returns OVHcloud's description and a sentence of the generator, each if there is one.
pub fn described(description: Option<&str>, sentence: String) -> Vec<String> {
    let mut docs = description.map(prose).unwrap_or_default();
    if !sentence.is_empty() {
        docs.extend((!docs.is_empty()).then(String::new));
        docs.push(sentence);
    }
    docs
}

/// Returns the documentation of a type: what it is and the sentences about its uses.
pub fn type_page(definition: &Definition, what: String, uses: String) -> Vec<String> {
    let mut docs = described(definition.description.as_deref(), what);
    if !uses.is_empty() {
        docs.extend([String::new(), uses]);
    }
    docs
}

/// Returns the documentation of a field: its description, and what its Rust name and type do not tell.
pub fn field(field: &Field, definition: &Definition, direction: Direction) -> Vec<String> {
    let name = (field.name != field.ident).then(|| format!("{} in JSON", code(&field.name)));
    let (may_be_null, is_read_only) = match direction {
        Direction::Output => {
            let input = definition.object(Direction::Input);
            (field.nullable, input.is_some_and(|input| input.field(&field.name).is_none()))
        }
        Direction::Input => (field.presence == Presence::Nullable, false),
    };
    let mut sentence = name.unwrap_or_default();
    for (is_so, as_first, as_other) in
        [(may_be_null, "May be null", "; may be null"), (is_read_only, "Read-only", "; read-only")]
    {
        if is_so {
            sentence.push_str(if sentence.is_empty() { as_first } else { as_other });
        }
    }
    if !sentence.is_empty() {
        sentence.push('.');
    }
    described(field.description.as_deref(), sentence)
}

/// Joins paragraphs, with an empty line between.
pub fn paragraphs(paragraphs: impl IntoIterator<Item = Vec<String>>) -> Vec<String> {
    let paragraphs: Vec<Vec<String>> = paragraphs.into_iter().filter(|paragraph| !paragraph.is_empty()).collect();
    paragraphs.join(&String::new())
}

/// Returns OVHcloud's prose as Markdown that renders as the same text, one paragraph per line.
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

/// Returns OVHcloud's prose as Markdown on one line.
pub fn one_line(text: &str) -> String {
    escaped(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Returns a code span, which can hold any text.
pub fn code(text: &str) -> String {
    if !text.is_empty() && !text.contains(|c| c == '`' || is_unprintable(c)) {
        return format!("`{text}`");
    }
    let text: String = text.chars().filter(|c| !is_unprintable(*c)).collect();
    let longest_run = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest_run + 1);
    let padding = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{padding}{text}{padding}{fence}")
}

fn escaped(line: &str) -> String {
    // Before the escapes, so that the character after an invisible one counts as the start of the line.
    let line: String = line.chars().filter(|c| c.is_whitespace() || !is_unprintable(*c)).collect();
    let mut words = line.split_whitespace().map(|word| {
        let is_link = (word.starts_with("https://") || word.starts_with("http://"))
            && word.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '\\' | '`'));
        if is_link {
            // A period or bracket after a link belongs to the sentence.
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
    // The only form of a bare link that remains.
    text.replace("://", ":\\//")
}

/// Returns whether rustdoc accepts a text as another name by which its search finds an item.
pub fn is_alias(text: &str) -> bool {
    let is_rejected = |c: char| matches!(c, '"' | '\'') || (c.is_whitespace() && c != ' ') || is_unprintable(c);
    !text.is_empty() && text.trim() == text && !text.contains(is_rejected)
}

/// Returns the documentation of an operation.
pub fn operation(api: &Api, operation: &Operation, returns: &str, options: &[(String, String)]) -> Vec<String> {
    let request = code(&operation.request_line());
    paragraphs([
        introduction(operation),
        vec![match returns {
            "()" => format!("Sends {request}."),
            _ => format!("Sends {request} and returns {}.", code(returns)),
        }],
        operation.long_description.as_deref().map(prose).unwrap_or_default(),
        stability(operation).into_iter().collect(),
        list("Arguments", operation.positional().iter().filter_map(argument)),
        list("Optional parameters", options.iter().map(|(call, meaning)| format!("{}{meaning}", code(call)))),
        list("Error classes", operation.errors.iter().map(|error| code(error))),
        [rights(operation), vec![format!("[API console]({})", console(api, operation))]].concat(),
    ])
}

/// Returns the rights that the operation needs.
fn rights(operation: &Operation) -> Vec<String> {
    let public = (!operation.authenticated).then(|| "No authentication required.".to_owned());
    let actions = operation.iam_actions.iter().map(|action| {
        let optional = if action.required { "" } else { " (optional)" };
        format!("{}{optional}", code(&action.name))
    });
    let actions = match actions.collect::<Vec<_>>().as_slice() {
        [] => None,
        [only] => Some(format!("IAM action: {only}.")),
        several => Some(format!("IAM actions: {}.", several.join(", "))),
    };
    public.into_iter().chain(actions).collect()
}

/// Returns OVHcloud's description, or the generator's summary if the schema has none.
fn introduction(operation: &Operation) -> Vec<String> {
    let description = operation.description.as_deref().map(prose).unwrap_or_default();
    if description.is_empty() { vec![summary(operation)] } else { description }
}

fn list(title: &str, items: impl Iterator<Item = String>) -> Vec<String> {
    let items: Vec<String> = items.map(|item| format!("- {item}")).collect();
    if items.is_empty() { items } else { [format!("{title}:"), String::new()].into_iter().chain(items).collect() }
}

/// Returns the name in the request if it differs from the argument's, and the description; `None` if there is neither.
fn argument(parameter: &Parameter) -> Option<String> {
    let is_renamed = parameter.name.as_deref().is_some_and(|name| names::field(name) != parameter.ident);
    let place = if is_renamed { format!(": {}", place(parameter)) } else { String::new() };
    let text = place + &meaning(parameter);
    (!text.is_empty()).then(|| code(&parameter.ident) + &text)
}

/// Returns the documentation of a value that is passed by name: its description, and its name in the request if that
/// differs.
pub fn named_argument(parameter: &Parameter) -> Vec<String> {
    let is_renamed = parameter.name.as_ref() != Some(&parameter.ident);
    let sentence = if is_renamed { format!("Sent as {}.", place(parameter)) } else { String::new() };
    described(parameter.description.as_deref(), sentence)
}

/// Returns where a parameter is sent: "the query parameter `x`".
pub fn place(parameter: &Parameter) -> String {
    let place = match parameter.location {
        Location::Path => "path parameter",
        Location::Query => "query parameter",
        Location::Header => "header",
        Location::Body => "body field",
    };
    parameter.name.as_deref().map_or_else(|| "the body".to_owned(), |name| format!("the {place} {}", code(name)))
}

/// Returns OVHcloud's description of a parameter, as the end of a sentence.
pub fn meaning(parameter: &Parameter) -> String {
    let text = parameter.description.as_deref().map(one_line).unwrap_or_default();
    if text.is_empty() { text } else { format!(": {text}") }
}

fn stability(operation: &Operation) -> Option<String> {
    match operation.status.value.as_str() {
        // rustdoc prints the note of the `deprecated` attribute.
        "" | "PRODUCTION" | "DEPRECATED" => None,
        "BETA" => Some("Beta: the operation may change.".to_owned()),
        "ALPHA" => Some("Alpha: the operation may change or disappear.".to_owned()),
        other => Some(format!("Status: {}.", code(other))),
    }
}

/// Returns the note of the `deprecated` attribute, which rustdoc renders as Markdown.
pub fn deprecation_note(operation: &Operation) -> Option<String> {
    let announcement =
        || operation.status.announcement().map_or_else(|| "by OVHcloud".to_owned(), |text| one_line(&text));
    operation.status.is_deprecated().then(announcement)
}

/// Returns the link to the operation in OVHcloud's API console.
fn console(api: &Api, operation: &Operation) -> String {
    let branch = match api.branch {
        Branch::V1 => "v1",
        Branch::V2 => "v2",
    };
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
    fn prose_renders_as_the_same_text() {
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
    fn code_span_holds_any_text() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }
}
