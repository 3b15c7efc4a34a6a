//! Formats errors.

use std::error::Error as _;
use std::fmt::{self, Write};

use super::excerpt::excerpt;
use super::{Error, ErrorKind, ErrorResponse};
use crate::text::{is_unprintable, prefix};

/// `vps.service_infos: 404 Not Found: This service does not exist (class Client::NotFound, request id EU.ext-3.…)`
///
/// A single line without control characters, because messages go to logs and terminals.
impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = OneLine(formatter);
        let inner = &self.inner;
        if let Some(operation) = inner.operation {
            // The name of untyped calls is the same for all.
            match inner.path.as_deref().filter(|_| operation.is_untyped()) {
                Some(path) => {
                    let path = Truncated(path);
                    write!(line, "{} {}{path}: ", operation.method, operation.branch.path_prefix())?;
                }
                None => write!(line, "{}: ", operation.name)?,
            }
        }
        match (&inner.response, inner.kind) {
            (Some(response), ErrorKind::Status) => write_error_response(&mut line, response, &inner.message)?,
            _ => write!(line, "{}", Truncated(&inner.message))?,
        }
        write_missing_actions(&mut line, &self.missing_iam_actions())?;
        if let Some(cause) = self.root_cause() {
            write!(line, ": {}", Truncated(&cause.to_string()))?;
        }
        self.write_context(&mut line)
    }
}

/// The maximum number of bytes of each text.
const MAX_TEXT: usize = 1000;

/// Replaces control and invisible characters by spaces.
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

/// A truncated text.
struct Truncated<'t>(&'t str);

impl fmt::Display for Truncated<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(text) = self;
        formatter.write_str(prefix(text, MAX_TEXT))?;
        formatter.write_str(if text.len() > MAX_TEXT { "…" } else { "" })
    }
}

/// Omits the body, which may contain secrets.
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
    /// Returns the last error in the chain of sources: `Connection refused` rather than three layers of "error sending
    /// request". An error of this type ends the chain, because its message includes its own cause.
    fn root_cause(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if self.inner.kind == ErrorKind::Decode {
            return None; // The message includes the cause.
        }
        let mut cause = self.source()?;
        while let Some(deeper) = cause.source().filter(|_| !cause.is::<Self>()) {
            cause = deeper;
        }
        Some(cause)
    }

    fn write_context(&self, line: &mut impl Write) -> fmt::Result {
        let attempts = self.attempts();
        let attempts = (attempts > 1).then(|| attempts.to_string());
        let context = [
            ("class", self.class()),
            ("code", self.error_code()),
            ("request id", self.request_id()),
            ("attempts", attempts.as_deref()),
        ];
        let mut opening = " (";
        for (name, value) in context {
            if let Some(value) = value {
                write!(line, "{opening}{name} {}", Truncated(value))?;
                opening = ", ";
            }
        }
        line.write_str(if opening == ", " { ")" } else { "" })
    }
}

/// ` (missing IAM permissions: vps:apiovh:get, vps:apiovh:reboot)`
fn write_missing_actions(line: &mut impl Write, actions: &[&str]) -> fmt::Result {
    /// The maximum number of listed actions; [`Error::missing_iam_actions`] returns all.
    const MAX_LISTED: usize = 20;
    if actions.is_empty() {
        return Ok(());
    }
    let shown = actions.get(..MAX_LISTED).unwrap_or(actions);
    write!(line, " (missing IAM permissions: {}", Truncated(&shown.join(", ")))?;
    line.write_str(if shown.len() < actions.len() { ", …)" } else { ")" })
}

fn write_error_response(line: &mut impl Write, response: &ErrorResponse, message: &str) -> fmt::Result {
    // Registered statuses have a reason, as in `404 Not Found`; 460 is not registered.
    match response.status.canonical_reason() {
        Some(_) => write!(line, "{}", response.status)?,
        None => write!(line, "{}", response.status.as_u16())?,
    }
    // The target of a redirection is more useful than its body.
    match (&response.api_error.message, excerpt(&response.body)) {
        _ if !message.is_empty() => write!(line, ": {}", Truncated(message)),
        (Some(message), _) => write!(line, ": {}", Truncated(message)),
        (None, Some(excerpt)) => write!(line, ": {excerpt}"),
        (None, None) => Ok(()),
    }
}
