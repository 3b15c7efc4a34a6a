//! Lines for people: results on stdout, everything else on stderr.
//!
//! A reader that went away (`| head`) is no reason to fail or to panic, hence the ignored errors. Lines may quote
//! files and servers, so control characters and invisible characters are escaped here.

use std::fmt::Display;
use std::io::{self, Write};

use generator::error::Errors;
use generator::text::is_unprintable;

/// Prints a result.
pub(crate) fn result(line: impl Display) {
    let _ = writeln!(io::stdout(), "{}", visible(&line.to_string()));
}

/// Prints what is going on.
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

/// Prints what went wrong.
pub(crate) fn error(line: impl Display) {
    note(format_args!("error: {line}"));
}

/// Prints why a command failed; of several faults, all.
pub(crate) fn failure(failure: &anyhow::Error) {
    match failure.downcast_ref::<Errors>() {
        Some(Errors(errors)) => errors.iter().for_each(error),
        None => error(format_args!("{failure:#}")),
    }
}

/// Prints what could not be done as well as hoped, after everything else.
pub(crate) fn warnings(warnings: &[String]) {
    for warning in warnings {
        note(format_args!("warning: {warning}"));
    }
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
