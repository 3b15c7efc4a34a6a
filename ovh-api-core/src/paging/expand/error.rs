//! Errors of expanded lists.

use std::fmt;

use crate::error::Error;

/// The error of fetching an object or the list of ids.
#[derive(Debug, Clone)]
pub struct ExpandError<I> {
    id: Option<I>,
    error: Error,
}

impl<I> ExpandError<I> {
    pub(super) const fn new(id: Option<I>, error: Error) -> Self {
        Self { id, error }
    }

    /// Returns the id of the object, or `None` if fetching the list failed.
    #[must_use]
    pub const fn id(&self) -> Option<&I> {
        self.id.as_ref()
    }

    /// Returns the error of the request.
    #[must_use]
    pub const fn error(&self) -> &Error {
        &self.error
    }

    /// Converts into the error of the request.
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

/// Creates an error without an id.
impl<I> From<Error> for ExpandError<I> {
    fn from(error: Error) -> Self {
        Self::new(None, error)
    }
}

/// Allows `?` in functions that return [`Error`].
impl<I> From<ExpandError<I>> for Error {
    fn from(error: ExpandError<I>) -> Self {
        error.error
    }
}
