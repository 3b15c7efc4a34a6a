//! Reading a folder of schemas: once as the generator understands them, once as they are, to be served again.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};
use std::{fs, io};

use generator::fixups;
use generator::schema::{Branch, Schema};
use serde_json::Value;

/// Why a folder cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// A file or folder cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is no schema.
    #[error("{0}")]
    Format(#[from] generator::error::Error),
    /// Nothing is there.
    #[error("no schemas in {}: expected JSON files below v1 or v2 in it", .0.display())]
    Empty(PathBuf),
}

/// A folder of schemas.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) schemas: Vec<(Branch, Schema)>,
    /// Branch and root of each file → the file.
    pub(crate) files: BTreeMap<(Branch, String), Value>,
}

/// Reads all schemas below `DIR/v1` and `DIR/v2`, at any depth; of two files for one API, the first by name counts.
pub(crate) fn read(dir: &Path) -> Result<Snapshot, SchemaError> {
    let mut snapshot = Snapshot { schemas: Vec::new(), files: BTreeMap::new() };
    for branch in Branch::ALL {
        for path in json_files(&dir.join(branch.folder()))? {
            let text = fs::read(&path).map_err(|source| SchemaError::Read { path: path.clone(), source })?;
            let name = path.display().to_string();
            let mut schema = Schema::read(&name, &text)?;
            // The sandbox plays whatever snapshot there is: faults that it does not have are no concern of its own.
            let _ = fixups::apply(fixups::FIXUPS, &name, branch, &mut schema);
            let root = schema.root(branch).to_owned();
            // It has just been read as a schema, so it is JSON.
            let document = serde_json::from_slice(&text).unwrap_or_default();
            if let Entry::Vacant(place) = snapshot.files.entry((branch, root)) {
                place.insert(document);
                snapshot.schemas.push((branch, schema));
            }
        }
    }
    if snapshot.schemas.is_empty() {
        return Err(SchemaError::Empty(dir.to_owned()));
    }
    Ok(snapshot)
}

fn json_files(folder: &Path) -> Result<Vec<PathBuf>, SchemaError> {
    let fault = |path: &Path, source| SchemaError::Read { path: path.to_owned(), source };
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.map_err(|source| fault(&folder, source))?,
        };
        for entry in entries {
            let entry = entry.map_err(|source| fault(&folder, source))?;
            let path = entry.path();
            // A link to a folder may lead round in a circle.
            if entry.file_type().map_err(|source| fault(&path, source))?.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
