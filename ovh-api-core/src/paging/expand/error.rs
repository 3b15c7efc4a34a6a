//! Why an object is missing.

use std::fmt;

use crate::Error;

/// One object that could not be had, or the list of them.
#[derive(Debug, Clone)]
pub struct ExpandError<I> {
    id: Option<I>,
    error: Error,
}

impl<I> ExpandError<I> {
    pub(super) const fn new(id: Option<I>, error: Error) -> Self {
        Self { id, error }
    }

    /// The id of the object; none if the list itself failed.
    #[must_use]
    pub const fn id(&self) -> Option<&I> {
        self.id.as_ref()
    }

    /// What went wrong.
    #[must_use]
    pub const fn error(&self) -> &Error {
        &self.error
    }

    /// What went wrong, alone.
    #[must_use]
    pub fn into_error(self) -> Error {
        self.error
    }
}

impl<I: fmt::Debug> fmt::Display for ExpandError<I> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.id {
            Some(id) => write!(formatter, "{id:?}: {}", self.error),
            None => self.error.fmt(formatter),
        }
    }
}

impl<I: fmt::Debug> std::error::Error for ExpandError<I> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.error)
    }
}

/// The error of a list, as which every error without an id counts.
impl<I> From<Error> for ExpandError<I> {
    fn from(error: Error) -> Self {
        Self::new(None, error)
    }
}

/// So that `?` works in a function of calls.
impl<I> From<ExpandError<I>> for Error {
    fn from(error: ExpandError<I>) -> Self {
        error.error
    }
}
