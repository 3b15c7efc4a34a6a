//! Lines for people: results on stdout, everything else on stderr.
//!
//! A reader that went away (`| head`) is no reason to fail or to panic, hence the ignored errors.

use std::fmt::Display;
use std::io::{self, Write};

use generator::error::Errors;

/// Prints a result.
pub(crate) fn result(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Prints what is going on.
pub(crate) fn note(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
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
