//! Replaces files of a folder atomically. `fetch` replaces files of the snapshot; `codegen` and `update` replace files
//! of the workspace.
//!
//! All new files are first written to a staging folder inside that folder, and thus on the same file system. Then each
//! old file is moved out and each new file moved in, which needs no space. A journal, written before the first move,
//! lets [`open`] roll back a run that was killed.
//!
//! Renaming one staged folder into place would be simpler, but `update` changes several folders and single files
//! together, and those folders hold other files too.
//!
//! Neither a change nor its rollback writes, moves or deletes a file through a symbolic link below that folder
//! ([`places`]).

mod journal;
pub(crate) mod places;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::thread;

use anyhow::Context;

use self::journal::{Journal, STAGING, Step};
use crate::support::output;

/// One file to write or to remove.
#[derive(Debug)]
pub(crate) struct Change {
    /// The path relative to the folder, with slashes.
    pub(crate) place: String,
    /// The new content. `None` removes the file.
    pub(crate) content: Option<Vec<u8>>,
    /// The URL of the content, for error messages.
    pub(crate) source: Option<String>,
}

impl Change {
    fn failed(&self, dir: &Path, error: io::Error) -> StoreError {
        let path = dir.join(&self.place);
        let what = match &self.source {
            Some(source) => format!("write {}, fetched from {source}", path.display()),
            None => format!("write {}", path.display()),
        };
        StoreError::Io { what, error }
    }
}

/// Returns whether to stop before the first file is replaced.
pub(crate) type Stop<'s> = &'s (dyn Fn() -> bool + Sync);

/// An error of a change.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    #[error("interrupted")]
    Interrupted,
    #[error("another run is in progress in {}", .0.display())]
    Busy(PathBuf),
    #[error("could not {what}: {error}")]
    Io { what: String, error: io::Error },
    #[error("could not {what}: {error}; rollback failed too: {undo}; the next run retries it")]
    RollbackFailed { what: String, error: io::Error, undo: io::Error },
    #[error("incomplete change of files in {}: another run is in progress or was killed; run `cargo xtask codegen` to restore the old files", .0.display())]
    Incomplete(PathBuf),
}

impl StoreError {
    /// Returns whether the old files are in place.
    pub(crate) const fn is_untouched(&self) -> bool {
        !matches!(self, Self::RollbackFailed { .. })
    }
}

/// Locks a folder for one run until it is dropped. The lock is on the folder itself and creates no file.
#[derive(Debug)]
pub(crate) struct Lock(#[expect(dead_code, reason = "held, not read")] Option<File>);

/// Locks an existing folder and rolls back the changes of a run that was killed.
pub(crate) fn open(dir: &Path) -> Result<Lock, StoreError> {
    let lock = lock(dir)?;
    let what = || format!("roll back an incomplete change in {}", dir.display());
    if journal::recover(dir).map_err(io_error(what))? {
        output::note("rolled back an incomplete change of a killed run");
    }
    Ok(lock)
}

/// Returns an error if a change of the folder or of one of its parents is incomplete, so that some files may be old and
/// some new.
pub(crate) fn check_complete(dir: &Path) -> Result<(), StoreError> {
    let has_journal = |folder: &&Path| folder.join(STAGING).join(journal::NAME).symlink_metadata().is_ok();
    match dir.ancestors().find(has_journal) {
        Some(folder) => Err(StoreError::Incomplete(folder.to_owned())),
        None => Ok(()),
    }
}

fn lock(dir: &Path) -> Result<Lock, StoreError> {
    // Best effort: not every system can open or lock a folder.
    let Ok(folder) = File::open(dir) else {
        return Ok(Lock(None));
    };
    match folder.try_lock() {
        Err(fs::TryLockError::WouldBlock) => Err(StoreError::Busy(dir.to_owned())),
        Err(fs::TryLockError::Error(_)) | Ok(()) => Ok(Lock(Some(folder))),
    }
}

/// Makes all changes or none. Calls `stop` until the first file is replaced.
pub(crate) fn commit(dir: &Path, changes: Vec<Change>, stop: Stop<'_>) -> Result<(), StoreError> {
    let created = create_folders(dir).map_err(io_error(|| format!("create {}", dir.display())))?;
    let outcome = lock_new(dir, &created).and_then(|_lock| stage_and_swap(dir, changes, stop));
    if outcome.as_ref().is_err_and(StoreError::is_untouched) {
        remove_folders(&created);
    }
    outcome
}

/// Locks a folder that was just created. The caller holds the lock of an existing folder.
fn lock_new(dir: &Path, created: &[PathBuf]) -> Result<Option<Lock>, StoreError> {
    if created.is_empty() { Ok(None) } else { lock(dir).map(Some) }
}

fn stage_and_swap(dir: &Path, changes: Vec<Change>, stop: Stop<'_>) -> Result<(), StoreError> {
    let staging = dir.join(STAGING);
    fs::create_dir(&staging).map_err(io_error(|| format!("create {}", staging.display())))?;
    let staged = stage(dir, &staging, changes, stop);
    let journal = staged.inspect_err(|_| {
        // No file was moved yet. The next run removes what remains.
        let _ = fs::remove_dir_all(&staging);
    })?;
    swap(dir, &journal).and_then(|()| finish(dir, &journal)).map_err(|(what, error)| {
        match journal::roll_back(dir, &journal) {
            Ok(()) => StoreError::Io { what, error },
            Err(undo) => StoreError::RollbackFailed { what, error, undo },
        }
    })
}

/// Writes the new files to the staging folder, then the journal.
fn stage(dir: &Path, staging: &Path, changes: Vec<Change>, stop: Stop<'_>) -> Result<Journal, StoreError> {
    let mut journal = Journal::default();
    // Removals first: on a case-insensitive file system, removing `Me.json` later would remove the new `me.json`.
    let (written, removed): (Vec<_>, Vec<_>) = changes.into_iter().partition(|change| change.content.is_some());
    let first = removed.len();
    for change in removed.iter().chain(&written) {
        let path = dir.join(&change.place);
        let old = fs::symlink_metadata(&path).ok();
        if old.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(change.failed(dir, io::Error::from(io::ErrorKind::IsADirectory)));
        }
        places::check(dir, [change.place.as_str()]).map_err(|error| change.failed(dir, error))?;
        journal.note_folders(dir, &path);
        let (had_old, has_new) = (old.is_some(), change.content.is_some());
        journal.steps.push(Step { place: change.place.clone(), had_old, has_new });
    }
    at_once(&written, |index, change| {
        if stop() {
            return Err(StoreError::Interrupted);
        }
        let content = change.content.as_deref().unwrap_or_default();
        write(&staging.join(Step::new_name(first + index)), content).map_err(|error| change.failed(dir, error))
    })?;
    let what = || format!("write the journal in {}", staging.display());
    let bytes = serde_json::to_vec(&journal).map_err(io::Error::from).map_err(io_error(what))?;
    write(&staging.join(journal::NAME), &bytes).map_err(io_error(what))?;
    journal::sync(staging);
    journal::sync(dir);
    if stop() {
        return Err(StoreError::Interrupted);
    }
    Ok(journal)
}

/// Moves the old files out and the new files in.
fn swap(dir: &Path, journal: &Journal) -> Result<(), (String, io::Error)> {
    // A folder may have been replaced by a link during staging.
    journal.check_places(dir).map_err(|error| (format!("replace files in {}", dir.display()), error))?;
    for folder in &journal.folders {
        fs::create_dir(dir.join(folder)).map_err(|error| (format!("create {}", dir.join(folder).display()), error))?;
    }
    for (number, step) in journal.steps.iter().enumerate() {
        let place = dir.join(&step.place);
        step.swap(number, dir).map_err(|error| (format!("replace {}", place.display()), error))?;
    }
    let folders: BTreeSet<&Path> = journal.steps.iter().filter_map(|step| Path::new(&step.place).parent()).collect();
    let folders: Vec<&Path> = folders.into_iter().collect();
    at_once(&folders, |_, folder| {
        journal::sync(&dir.join(folder));
        Ok(())
    })
}

/// Completes the change by removing the journal.
fn finish(dir: &Path, journal: &Journal) -> Result<(), (String, io::Error)> {
    // A removed file may have been the last one of its folder.
    for step in journal.steps.iter().filter(|step| !step.has_new) {
        let folders = Path::new(&step.place).ancestors().skip(1).filter(|folder| folder.components().count() > 1);
        for folder in folders {
            // Fails if the folder is not empty.
            let _ = fs::remove_dir(dir.join(folder));
        }
    }
    journal::remove(dir).map_err(|error| (format!("remove the journal in {}", dir.display()), error))?;
    // The next run removes what remains.
    let _ = fs::remove_dir_all(dir.join(STAGING));
    Ok(())
}

/// Returns a path below `dir` as the place of a change.
pub(crate) fn place(dir: &Path, path: &Path) -> anyhow::Result<String> {
    let below = path.strip_prefix(dir).with_context(|| format!("{} is not in {}", path.display(), dir.display()))?;
    let names = below.iter().map(|name| name.to_str().with_context(|| format!("{} is not UTF-8", path.display())));
    Ok(names.collect::<anyhow::Result<Vec<_>>>()?.join("/"))
}

/// Calls `each` for all files on up to eight threads, since syncing eight files takes hardly longer than syncing one.
/// Does not use rayon, whose idle threads would spin meanwhile.
fn at_once<T: Sync, E: Send>(files: &[T], each: impl Fn(usize, &T) -> Result<(), E> + Sync) -> Result<(), E> {
    let next = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    let work = || {
        while !failed.load(Relaxed) {
            let index = next.fetch_add(1, Relaxed);
            let Some(file) = files.get(index) else { break };
            each(index, file).inspect_err(|_| failed.store(true, Relaxed))?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let others: Vec<_> = (1..8.min(files.len())).map(|_| scope.spawn(work)).collect();
        let mut outcome = work();
        for other in others {
            outcome = outcome.and(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        outcome
    })
}

fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(content)?;
    file.sync_all()
}

/// Creates a folder and its parents. Returns the created folders, outermost first.
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
