//! Prints results on stdout and messages on stderr.
//!
//! Write errors are ignored, so that a closed pipe (`| head`) does not fail the command. Lines may quote files and
//! servers, so control characters and invisible characters are escaped.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;

use generator::error::Errors;
use generator::text::{is_unprintable, printable};

/// Prints a result.
pub(crate) fn result(line: impl Display) {
    let _ = writeln!(io::stdout(), "{}", visible(&line.to_string()));
}

/// Prints a message.
pub(crate) fn note(line: impl Display) {
    let _ = writeln!(io::stderr(), "{}", visible(&line.to_string()));
}

/// Escapes unprintable characters except line breaks and tabs.
fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        let is_layout = matches!(c, '\n' | '\t');
        if is_unprintable(c) && !is_layout {
            visible.extend(c.escape_default());
        } else {
            visible.push(c);
        }
    }
    visible
}

/// Prints an error message.
pub(crate) fn error(line: impl Display) {
    note(format_args!("error: {line}"));
}

/// Prints the error of a command, or each of its errors.
pub(crate) fn failure(failure: &anyhow::Error) {
    match failure.downcast_ref::<Errors>() {
        Some(Errors(errors)) => errors.iter().for_each(error),
        None => error(format_args!("{failure:#}")),
    }
}

/// Prints warnings.
pub(crate) fn warnings(warnings: &[String]) {
    for warning in warnings {
        note(format_args!("warning: {warning}"));
    }
}

/// Returns a path as shown in messages: relative to the current folder if it is inside, with `/` as separator and with
/// unprintable characters escaped.
pub(crate) fn display_name(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let shown = path.strip_prefix(&here).unwrap_or(path);
    printable(&shown.to_string_lossy().replace('\\', "/"))
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn invisible_characters_are_escaped() {
        assert_eq!(visible("a\tb\nc é"), "a\tb\nc é");
        assert_eq!(visible("\u{1b}[2J\r\u{202e}\u{2028}\u{200b}"), "\\u{1b}[2J\\r\\u{202e}\\u{2028}\\u{200b}");
    }
}
