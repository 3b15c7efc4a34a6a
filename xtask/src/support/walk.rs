//! Walks folders.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use walkdir::WalkDir;

use super::output::display_name;

/// Returns the paths of all files below a folder, sorted. A missing folder is empty.
///
/// Symbolic links are listed like files and not followed, since a link to a folder may form a loop.
pub(crate) fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    files_or(folder, |_| false)
}

/// Returns the same paths, with the folders for which `is_file` returns true in the place of their files.
pub(crate) fn files_or(folder: &Path, is_file: impl Fn(&Path) -> bool) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) if entry.depth() == 0 => {
                let is_dir = entry.path().is_dir();
                ensure!(is_dir, "could not list {}: not a folder", display_name(folder));
            }
            Ok(entry) if is_file(entry.path()) => {
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                files.push(entry.into_path());
            }
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => files.push(entry.into_path()),
            Err(error) if error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound) => {}
            Err(error) => {
                let context = format!("could not list {}", display_name(error.path().unwrap_or(folder)));
                return Err(error.into_io_error().unwrap_or_else(|| io::Error::other("symbolic link loop")))
                    .context(context);
            }
        }
    }
    Ok(files)
}
