//! What the schemas say: routes, types, and the files themselves. The same for as long as a sandbox runs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use generator::model::Model;
use generator::schema::Branch;
use serde_json::Value;

use crate::routes::Table;
use crate::snapshot::{self, SchemaError};

/// All that is described.
#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) model: Model,
    pub(crate) table: Table,
    /// Branch and root of each file → the file.
    pub(crate) files: BTreeMap<(Branch, String), Value>,
}

/// The schemas that this workspace holds.
pub(crate) fn own_schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas")
}

impl Api {
    /// Reads a folder of schemas; the workspace's own are read once for all sandboxes of a process.
    pub(crate) fn read(dir: Option<&Path>) -> Result<Arc<Self>, SchemaError> {
        static OWN: Mutex<Option<Arc<Api>>> = Mutex::new(None);
        if let Some(dir) = dir {
            return Ok(Arc::new(Self::new(dir)?));
        }
        let mut own = OWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = &*own {
            return Ok(Arc::clone(own));
        }
        let api = Arc::new(Self::new(&own_schemas())?);
        *own = Some(Arc::clone(&api));
        Ok(api)
    }

    fn new(dir: &Path) -> Result<Self, SchemaError> {
        let snapshot = snapshot::read(dir)?;
        let model = generator::resolve(&snapshot.schemas);
        let table = Table::new(&model);
        Ok(Self { model, table, files: snapshot.files })
    }
}
