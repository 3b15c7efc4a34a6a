//! The texts of an error.

use std::error::Error as _;
use std::fmt::{self, Write};

use super::excerpt::excerpt;
use super::{Error, ErrorKind, FailedAnswer};

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
            _ => line.write_str(&inner.message)?,
        }
        write_missing_actions(&mut line, &self.missing_iam_actions())?;
        if let Some(cause) = self.root_cause() {
            write!(line, ": {cause}")?;
        }
        self.write_facts(&mut line)
    }
}

/// Writes a space in the place of each control character.
struct OneLine<'w, W>(&'w mut W);

impl<W: Write> Write for OneLine<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut parts = text.split(char::is_control);
        self.0.write_str(parts.next().unwrap_or_default())?;
        parts.try_for_each(|part| {
            self.0.write_char(' ')?;
            self.0.write_str(part)
        })
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
                write!(line, "{opening}{name} {value}")?;
                opening = ", ";
            }
        }
        line.write_str(if opening == ", " { ")" } else { "" })
    }
}

/// ` (missing IAM permissions: vps:apiovh:get, vps:apiovh:reboot)`
fn write_missing_actions(line: &mut impl Write, actions: &[&str]) -> fmt::Result {
    /// As many are shown; [`Error::missing_iam_actions`] has all.
    const SHOWN: usize = 20;
    if actions.is_empty() {
        return Ok(());
    }
    let shown = actions.get(..SHOWN).unwrap_or(actions);
    write!(line, " (missing IAM permissions: {}", shown.join(", "))?;
    line.write_str(if shown.len() < actions.len() { ", …)" } else { ")" })
}

fn write_refusal(line: &mut impl Write, answer: &FailedAnswer, message: &str) -> fmt::Result {
    // Prints the reason as well, `404 Not Found`, if the status is a registered one; 460 is not.
    match answer.status.canonical_reason() {
        Some(_) => write!(line, "{}", answer.status)?,
        None => write!(line, "{}", answer.status.as_u16())?,
    }
    match (&answer.refusal.message, excerpt(&answer.body)) {
        (Some(message), _) => write!(line, ": {message}"),
        (None, _) if !message.is_empty() => write!(line, ": {message}"),
        (None, Some(excerpt)) => write!(line, ": {excerpt}"),
        (None, None) => Ok(()),
    }
}
