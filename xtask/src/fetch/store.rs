//! Replaces files of the snapshot: all of them, or none.
//!
//! Everything new is first written in full to a staging folder inside the snapshot, which is on the same file system
//! wherever the snapshot itself lives or is linked to. Then each old file is moved away and each new one moved in, which
//! needs no space. A journal, written before the first move, lets [`recover`] undo what a killed run left half-way.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::journal::{self, Journal, STAGING, Step};

/// One file to write or to remove.
#[derive(Debug)]
pub(crate) struct Change {
    /// Relative to the snapshot's folder, with slashes.
    pub(crate) place: String,
    /// The new content; none removes the file.
    pub(crate) content: Option<Vec<u8>>,
    /// Where the content came from, for the message if it cannot be written.
    pub(crate) source: Option<String>,
}

/// Why the snapshot was not replaced.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    #[error("interrupted")]
    Interrupted,
    #[error("another fetch is at work in {}", .0.display())]
    Busy(PathBuf),
    #[error("could not {what}: {error}")]
    Io { what: String, error: io::Error },
    #[error("could not {what}: {error}; nor could the old files be put back: {undo}; the next fetch tries that again")]
    Torn { what: String, error: io::Error, undo: io::Error },
}

impl StoreError {
    /// Whether the old files are where they were.
    pub(crate) const fn is_untouched(&self) -> bool {
        !matches!(self, Self::Torn { .. })
    }
}

/// Keeps other runs away from the snapshot for as long as it lives. The lock is on the folder itself and leaves no trace.
#[derive(Debug)]
pub(crate) struct Lock(#[expect(dead_code, reason = "held, not read")] Option<File>);

/// Locks an existing folder.
pub(crate) fn lock(dir: &Path) -> Result<Lock, StoreError> {
    // Not every system can open or lock a folder; that alone is no reason to refuse to work.
    let Ok(folder) = File::open(dir) else {
        return Ok(Lock(None));
    };
    match folder.try_lock() {
        Err(fs::TryLockError::WouldBlock) => Err(StoreError::Busy(dir.to_owned())),
        Err(fs::TryLockError::Error(_)) | Ok(()) => Ok(Lock(Some(folder))),
    }
}

/// Undoes what a killed run left behind. Says whether there was anything.
pub(crate) fn recover(dir: &Path) -> Result<bool, StoreError> {
    journal::recover(dir).map_err(io_error(|| format!("clean up after a fetch that was killed in {}", dir.display())))
}

/// Makes all changes, or none. `stop` is asked until the point of no return.
pub(crate) fn commit(dir: &Path, changes: Vec<Change>, stop: &dyn Fn() -> bool) -> Result<(), StoreError> {
    let created = create_folders(dir).map_err(io_error(|| format!("create {}", dir.display())))?;
    let outcome = lock_new(dir, &created).and_then(|_lock| stage_and_swap(dir, changes, stop));
    if outcome.as_ref().is_err_and(StoreError::is_untouched) {
        remove_folders(&created);
    }
    outcome
}

/// A folder that was just made is not locked yet; any other one is, by the caller.
fn lock_new(dir: &Path, created: &[PathBuf]) -> Result<Option<Lock>, StoreError> {
    if created.is_empty() { Ok(None) } else { lock(dir).map(Some) }
}

fn stage_and_swap(dir: &Path, changes: Vec<Change>, stop: &dyn Fn() -> bool) -> Result<(), StoreError> {
    let staging = dir.join(STAGING);
    fs::create_dir(&staging).map_err(io_error(|| format!("create {}", staging.display())))?;
    let staged = stage(dir, &staging, changes, stop);
    let journal = staged.inspect_err(|_| {
        // Nothing was moved yet, so nothing can be lost. What stays is removed by the next run.
        let _ = fs::remove_dir_all(&staging);
    })?;
    if let Err((what, error)) = swap(dir, &journal) {
        return Err(match journal::roll_back(dir, &journal) {
            Ok(()) => StoreError::Io { what, error },
            Err(undo) => StoreError::Torn { what, error, undo },
        });
    }
    finish(dir, &journal);
    Ok(())
}

/// Writes everything new to the staging folder, the journal last.
fn stage(dir: &Path, staging: &Path, changes: Vec<Change>, stop: &dyn Fn() -> bool) -> Result<Journal, StoreError> {
    let mut journal = Journal::default();
    // Removals first: where a file system does not tell `Me.json` from `me.json`, the new file must not be removed.
    let (written, removed): (Vec<_>, Vec<_>) = changes.into_iter().partition(|change| change.content.is_some());
    for (number, change) in removed.into_iter().chain(written).enumerate() {
        if stop() {
            return Err(StoreError::Interrupted);
        }
        let path = dir.join(&change.place);
        let old = fs::symlink_metadata(&path).ok();
        let what = || match &change.source {
            Some(source) => format!("write {}, fetched from {source}", path.display()),
            None => format!("write {}", path.display()),
        };
        if old.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(io_error(what)(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        if let Some(content) = &change.content {
            write(&staging.join(Step::new_name(number)), content).map_err(io_error(what))?;
        }
        journal.note_folders(dir, &path);
        journal.steps.push(Step { had_old: old.is_some(), has_new: change.content.is_some(), place: change.place });
    }
    let what = || format!("write the journal in {}", staging.display());
    let bytes = serde_json::to_vec(&journal).map_err(io::Error::from).map_err(io_error(what))?;
    write(&staging.join(journal::NAME), &bytes).map_err(io_error(what))?;
    journal::sync(staging);
    if stop() {
        return Err(StoreError::Interrupted);
    }
    Ok(journal)
}

/// Moves the old files out and the new ones in.
fn swap(dir: &Path, journal: &Journal) -> Result<(), (String, io::Error)> {
    for folder in &journal.folders {
        fs::create_dir(dir.join(folder)).map_err(|error| (format!("create {}", dir.join(folder).display()), error))?;
    }
    for (number, step) in journal.steps.iter().enumerate() {
        let place = dir.join(&step.place);
        step.swap(number, dir).map_err(|error| (format!("replace {}", place.display()), error))?;
        if let Some(folder) = place.parent() {
            journal::sync(folder);
        }
    }
    Ok(())
}

/// Passes the point of no return: without its journal, the staging folder is waste.
fn finish(dir: &Path, journal: &Journal) {
    // What cannot be removed now is removed by the next run.
    let _ = journal::discard(dir);
    // A file that moved may have been the last one of its folder.
    for step in journal.steps.iter().filter(|step| !step.has_new) {
        let folders = Path::new(&step.place).ancestors().skip(1).filter(|folder| folder.components().count() > 1);
        for folder in folders {
            // Fails, as it should, where something else is left in it.
            let _ = fs::remove_dir(dir.join(folder));
        }
    }
}

fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// Creates a folder and its parents. Says which ones were missing, outermost first.
fn create_folders(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let missing = dir.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
    let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    missing.reverse();
    fs::create_dir_all(dir).inspect_err(|_| remove_folders(&missing))?;
    Ok(missing)
}

fn remove_folders(folders: &[PathBuf]) {
    for folder in folders.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
}

fn io_error(what: impl FnOnce() -> String) -> impl FnOnce(io::Error) -> StoreError {
    |error| StoreError::Io { what: what(), error }
}
