//! The snapshot beside itself: fetched into a copy, and compared with what is there.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::TempDir;

use crate::support::regular;
use crate::support::snapshot::display_name;
use crate::support::store::{Change, place, places};

/// All files below a folder by their places; none if there is no such folder.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// A copy of the snapshot in a temporary folder, which goes with its value.
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

/// What makes the snapshot the same as its copy.
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
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        let entries = match fs::read_dir(&current) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.with_context(|| format!("could not list {}", display_name(&current)))?,
        };
        for entry in entries {
            let entry = entry.with_context(|| format!("could not list {}", display_name(&current)))?;
            let path = entry.path();
            if entry.file_type().with_context(|| format!("could not read {}", display_name(&path)))?.is_dir() {
                folders.push(path);
            } else {
                if path.is_dir() {
                    places::check_folder(&path)?;
                }
                let bytes = regular::read(&path).with_context(|| format!("could not read {}", display_name(&path)))?;
                files.insert(path.strip_prefix(folder).unwrap_or(&path).to_owned(), bytes);
            }
        }
    }
    Ok(files)
}
