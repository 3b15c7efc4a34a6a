//! The texts of an error.

use std::error::Error as _;
use std::fmt;

use super::excerpt::excerpt;
use super::{Error, ErrorKind, FailedAnswer};

/// `vps.service_infos: 404 Not Found: This service does not exist (class Client::NotFound, request id EU.ext-3.…)`
impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.inner;
        if let Some(operation) = inner.operation {
            write!(formatter, "{}: ", operation.name)?;
        }
        match (&inner.answer, inner.kind) {
            (Some(answer), ErrorKind::Status) => write_refusal(formatter, answer, &inner.message)?,
            _ => formatter.write_str(&inner.message)?,
        }
        if let Some(cause) = self.root_cause() {
            write!(formatter, ": {cause}")?;
        }
        self.write_facts(formatter)
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
    /// The end of the chain of sources: `Connection refused` rather than three layers of "error sending request".
    fn root_cause(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if self.inner.kind == ErrorKind::Decode {
            return None; // Its message has it already.
        }
        let mut cause = self.source()?;
        while let Some(deeper) = cause.source() {
            cause = deeper;
        }
        Some(cause)
    }

    fn write_facts(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
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
                write!(formatter, "{opening}{name} {value}")?;
                opening = ", ";
            }
        }
        formatter.write_str(if opening == ", " { ")" } else { "" })
    }
}

fn write_refusal(formatter: &mut fmt::Formatter<'_>, answer: &FailedAnswer, message: &str) -> fmt::Result {
    // Prints the reason as well, `404 Not Found`, if the status is a registered one; 460 is not.
    match answer.status.canonical_reason() {
        Some(_) => write!(formatter, "{}", answer.status)?,
        None => write!(formatter, "{}", answer.status.as_u16())?,
    }
    match (&answer.refusal.message, excerpt(&answer.body)) {
        (Some(message), _) => write!(formatter, ": {message}"),
        (None, _) if !message.is_empty() => write!(formatter, ": {message}"),
        (None, Some(excerpt)) => write!(formatter, ": {excerpt}"),
        (None, None) => Ok(()),
    }
}
