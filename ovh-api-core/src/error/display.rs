//! The texts of an error.

use std::error::Error as _;
use std::fmt::{self, Write};

use super::excerpt::excerpt;
use super::{Error, ErrorKind, FailedAnswer};
use crate::text::{floor_char_boundary, is_unprintable};

/// `vps.service_infos: 404 Not Found: This service does not exist (class Client::NotFound, request id EU.ext-3.…)`
///
/// One line without control characters, whatever the service or a file says: it ends up in logs and terminals.
impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = OneLine(formatter);
        let inner = &self.inner;
        if let Some(operation) = inner.operation {
            write!(line, "{}: ", operation.name)?;
        }
        match (&inner.answer, inner.kind) {
            (Some(answer), ErrorKind::Status) => write_refusal(&mut line, answer, &inner.message)?,
            _ => write!(line, "{}", Cut(&inner.message))?,
        }
        write_missing_actions(&mut line, &self.missing_iam_actions())?;
        if let Some(cause) = self.root_cause() {
            write!(line, ": {}", Cut(&cause.to_string()))?;
        }
        self.write_facts(&mut line)
    }
}

/// As many bytes are shown of each text at most.
const SHOWN: usize = 1000;

/// Writes a space in the place of each control and invisible character.
struct OneLine<'w, W>(&'w mut W);

impl<W: Write> Write for OneLine<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut parts = text.split(is_unprintable);
        self.0.write_str(parts.next().unwrap_or_default())?;
        parts.try_for_each(|part| {
            self.0.write_char(' ')?;
            self.0.write_str(part)
        })
    }
}

/// The beginning of a text.
struct Cut<'t>(&'t str);

impl fmt::Display for Cut<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(text) = self;
        formatter.write_str(text.get(..floor_char_boundary(text, SHOWN)).unwrap_or_default())?;
        formatter.write_str(if text.len() > SHOWN { "…" } else { "" })
    }
}

/// The facts, but no body: it may hold secrets.
impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.inner;
        formatter
            .debug_struct("Error")
            .field("kind", &inner.kind)
            .field("message", &self.to_string())
            .field("operation", &inner.operation.map(|known| known.name))
            .field("path", &inner.path)
            .field("status", &self.status())
            .field("attempts", &inner.attempts)
            .field("may_have_been_sent", &inner.may_have_been_sent)
            .field("source", &inner.source)
            .finish()
    }
}

impl Error {
    /// The end of the chain of sources: `Connection refused` rather than three layers of "error sending request". An
    /// error of this type ends the chain, for its text includes its own cause.
    fn root_cause(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if self.inner.kind == ErrorKind::Decode {
            return None; // Its message has it already.
        }
        let mut cause = self.source()?;
        while let Some(deeper) = cause.source().filter(|_| !cause.is::<Self>()) {
            cause = deeper;
        }
        Some(cause)
    }

    fn write_facts(&self, line: &mut impl Write) -> fmt::Result {
        let attempts = self.attempts();
        let attempts = (attempts > 1).then(|| attempts.to_string());
        let facts = [
            ("class", self.class()),
            ("code", self.error_code()),
            ("request id", self.request_id()),
            ("attempts", attempts.as_deref()),
        ];
        let mut opening = " (";
        for (name, value) in facts {
            if let Some(value) = value {
                write!(line, "{opening}{name} {}", Cut(value))?;
                opening = ", ";
            }
        }
        line.write_str(if opening == ", " { ")" } else { "" })
    }
}

/// ` (missing IAM permissions: vps:apiovh:get, vps:apiovh:reboot)`
fn write_missing_actions(line: &mut impl Write, actions: &[&str]) -> fmt::Result {
    /// As many are shown; [`Error::missing_iam_actions`] has all.
    const MOST: usize = 20;
    if actions.is_empty() {
        return Ok(());
    }
    let shown = actions.get(..MOST).unwrap_or(actions);
    write!(line, " (missing IAM permissions: {}", Cut(&shown.join(", ")))?;
    line.write_str(if shown.len() < actions.len() { ", …)" } else { ")" })
}

fn write_refusal(line: &mut impl Write, answer: &FailedAnswer, message: &str) -> fmt::Result {
    // Prints the reason as well, `404 Not Found`, if the status is a registered one; 460 is not.
    match answer.status.canonical_reason() {
        Some(_) => write!(line, "{}", answer.status)?,
        None => write!(line, "{}", answer.status.as_u16())?,
    }
    // Where a redirection leads says more than its body.
    match (&answer.refusal.message, excerpt(&answer.body)) {
        _ if !message.is_empty() => write!(line, ": {}", Cut(message)),
        (Some(message), _) => write!(line, ": {}", Cut(message)),
        (None, Some(excerpt)) => write!(line, ": {excerpt}"),
        (None, None) => Ok(()),
    }
}
