//! The served API: routes, types and the schema documents.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use generator::model::Model;
use generator::schema::Branch;
use serde_json::Value;

use crate::routes::Table;
use crate::snapshot::{self, SchemaError};

/// An API, which does not change while a sandbox runs.
#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) model: Model,
    pub(crate) table: Table,
    /// The documents by branch and root.
    pub(crate) files: BTreeMap<(Branch, String), Value>,
}

/// Returns the folder of the workspace's schemas.
fn workspace_schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas")
}

impl Api {
    /// Reads a folder of schemas. The default is the workspace's folder, which is read once per process.
    pub(crate) fn read(dir: Option<&Path>) -> Result<Arc<Self>, SchemaError> {
        static WORKSPACE: Mutex<Option<Arc<Api>>> = Mutex::new(None);
        if let Some(dir) = dir {
            return Ok(Arc::new(Self::new(dir)?));
        }
        let mut own = WORKSPACE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = &*own {
            return Ok(Arc::clone(own));
        }
        let api = Arc::new(Self::new(&workspace_schemas())?);
        *own = Some(Arc::clone(&api));
        Ok(api)
    }

    fn new(dir: &Path) -> Result<Self, SchemaError> {
        let snapshot = snapshot::read(dir)?;
        let model = snapshot.model();
        let table = Table::new(&model);
        Ok(Self { model, table, files: snapshot.files })
    }
}
