//! Reads a folder of schemas, both as the generator's input and as the original documents.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};
use std::{fs, io};

use generator::fixups;
use generator::lock::{LockError, NameLock};
use generator::model::Model;
use generator::schema::{Branch, Schema};
use serde_json::Value;
use walkdir::WalkDir;

/// An error while reading a folder of schemas.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// A file or folder cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// Its path.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// A file is not a schema.
    #[error("{0}")]
    Format(#[from] generator::error::Error),
    /// The lock of names is invalid.
    #[error("invalid lock of names {}: {source}", path.display())]
    Names {
        /// Its path.
        path: PathBuf,
        /// The cause.
        source: LockError,
    },
    /// The folder contains no schemas.
    #[error("no schemas in {}: expected JSON files below v1 or v2 in it", .0.display())]
    Empty(PathBuf),
}

/// A folder of schemas.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) schemas: Vec<(Branch, Schema)>,
    /// The names of the client, if the folder has a lock of them.
    names: NameLock,
    /// Branch and root of each file → the file.
    pub(crate) files: BTreeMap<(Branch, String), Value>,
}

impl Snapshot {
    /// Resolves the schemas, with the names that the client has.
    pub(crate) fn model(&self) -> Model {
        generator::resolve_with(&self.schemas, &self.names)
    }
}

/// Reads all schemas below `DIR/v1` and `DIR/v2`, at any depth. If two files describe the same API, the first by path
/// is used.
pub(crate) fn read(dir: &Path) -> Result<Snapshot, SchemaError> {
    let mut snapshot = Snapshot { schemas: Vec::new(), names: names(dir)?, files: BTreeMap::new() };
    for branch in Branch::ALL {
        for path in json_files(&dir.join(branch.folder()))? {
            let text = fs::read(&path).map_err(|source| SchemaError::Read { path: path.clone(), source })?;
            let name = path.display().to_string();
            let mut schema = Schema::read(&name, &text)?;
            // Other snapshots need not have the faults that the fix-ups correct.
            let _ = fixups::apply(fixups::FIXUPS, &name, branch, &mut schema);
            let root = schema.root(branch).to_owned();
            // The text was read as a schema above, so it is valid JSON.
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

fn names(dir: &Path) -> Result<NameLock, SchemaError> {
    let path = dir.join("names.lock");
    match fs::read_to_string(&path) {
        Ok(text) => NameLock::parse(&text).map_err(|source| SchemaError::Names { path, source }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(NameLock::default()),
        Err(source) => Err(SchemaError::Read { path, source }),
    }
}

/// Lists the JSON files of a folder at any depth, sorted by path. Symbolic links to folders are not followed.
fn json_files(folder: &Path) -> Result<Vec<PathBuf>, SchemaError> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if entry.path().extension().is_some_and(|extension| extension == "json") => {
                files.push(entry.into_path());
            }
            Ok(_) => {}
            Err(error) if error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound) => {}
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                return Err(SchemaError::Read { path, source: error.into() });
            }
        }
    }
    Ok(files)
}
