//! The schemas without a server, for programs that show or check requests.

use std::path::Path;
use std::sync::Arc;

use generator::model::{Model, Type};
use serde_json::Value;

use crate::SchemaError;
use crate::api::Api;
use crate::values::{Direction, check, plain};

/// A folder of schemas, resolved with the names of the client. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Schemas {
    api: Arc<Api>,
}

/// A value of a request that does not conform to its type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Invalid {
    /// The path of the value below the checked one, such as `renew.period`; empty for the checked value itself.
    pub path: String,
    /// The message of the sandbox.
    pub message: String,
}

impl Schemas {
    /// Reads a folder of schemas. The default is the workspace's folder, which is read once per process.
    ///
    /// # Errors
    ///
    /// Returns an error if the folder cannot be read or contains no valid schemas.
    pub fn read(folder: Option<&Path>) -> Result<Self, SchemaError> {
        Ok(Self::of(Api::read(folder)?))
    }

    pub(crate) const fn of(api: Arc<Api>) -> Self {
        Self { api }
    }

    /// Returns the resolved model.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.api.model
    }

    /// Checks that a value of a request body conforms to a type, as the sandbox does.
    ///
    /// # Errors
    ///
    /// Returns the first value that does not conform.
    pub fn check(&self, ty: &Type, value: &Value) -> Result<(), Invalid> {
        check(&self.model().types, ty, value, Direction::Input)
            .map_err(|problem| Invalid { message: problem.message(), path: problem.path })
    }

    /// Returns whether text in a path, query or header is a value of a type, as the sandbox decides it.
    #[must_use]
    pub fn accepts_text(&self, ty: &Type, text: &str) -> bool {
        plain(&self.model().types, ty, text).is_some()
    }
}
