//! Copies the snapshot to a temporary folder and compares the copy with the original.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::TempDir;

use crate::support::output::display_name;
use crate::support::store::{Change, place, places};
use crate::support::{regular, walk};

/// The content of files by their path relative to a folder.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Copies the snapshot to a temporary folder.
pub(super) fn copy(schemas: &Path) -> anyhow::Result<TempDir> {
    let folder = tempfile::tempdir().context("could not create a temporary folder")?;
    for (place, bytes) in files(schemas)? {
        let path = folder.path().join(place);
        let parent = path.parent().unwrap_or(folder.path());
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, bytes))
            .with_context(|| format!("could not write {}", path.display()))?;
    }
    Ok(folder)
}

/// Returns the changes from the snapshot to its copy.
pub(super) fn changes(root: &Path, schemas: &Path, staged: &Path) -> anyhow::Result<Vec<Change>> {
    let (old, mut new) = (files(schemas)?, files(staged)?);
    let mut changes = Vec::new();
    for (path, bytes) in old {
        let content = new.remove(&path);
        if content.as_ref() != Some(&bytes) {
            changes.push(Change { place: place(root, &schemas.join(path))?, content, source: None });
        }
    }
    for (path, bytes) in new {
        changes.push(Change { place: place(root, &schemas.join(path))?, content: Some(bytes), source: None });
    }
    Ok(changes)
}

fn files(folder: &Path) -> anyhow::Result<Files> {
    let mut files = Files::new();
    for path in walk::files(folder)? {
        if path.is_dir() {
            places::check_folder(&path)?;
        }
        let bytes = regular::read(&path).with_context(|| format!("could not read {}", display_name(&path)))?;
        files.insert(path.strip_prefix(folder).unwrap_or(&path).to_owned(), bytes);
    }
    Ok(files)
}
