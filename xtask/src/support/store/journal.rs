//! The journal of a change, written before the first file is moved, and the rollback.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::places;
use crate::support::regular;

/// The staging folder, which exists only while files are replaced.
pub(crate) const STAGING: &str = ".xtask-staging";

/// The journal's name in the staging folder.
pub(crate) const NAME: &str = "journal.json";

/// The moves of one change, in order.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(crate) struct Journal {
    /// Folders to create, parents first.
    pub(crate) folders: BTreeSet<String>,
    pub(crate) steps: Vec<Step>,
}

/// A file to replace, create or remove.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Step {
    pub(crate) place: String,
    pub(crate) had_old: bool,
    pub(crate) has_new: bool,
}

impl Step {
    /// Returns the name of the new file in the staging folder.
    pub(crate) fn new_name(number: usize) -> String {
        format!("{number}.new")
    }

    fn old_name(number: usize) -> String {
        format!("{number}.old")
    }

    /// Moves the old file to the staging folder and the new one to its place.
    pub(crate) fn swap(&self, number: usize, dir: &Path) -> io::Result<()> {
        let (place, staging) = (dir.join(&self.place), dir.join(STAGING));
        if self.had_old {
            match fs::rename(&place, staging.join(Self::old_name(number))) {
                // An earlier step moved this file: the names differ only in case.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                moved => moved?,
            }
        }
        if self.has_new {
            fs::rename(staging.join(Self::new_name(number)), place)?;
        }
        Ok(())
    }

    /// Undoes [`Step::swap`], complete or not. Idempotent.
    fn undo(&self, number: usize, dir: &Path) -> io::Result<()> {
        let (place, staging) = (dir.join(&self.place), dir.join(STAGING));
        let (old, new) = (staging.join(Self::old_name(number)), staging.join(Self::new_name(number)));
        if let Ok(metadata) = old.symlink_metadata() {
            if !metadata.is_file() {
                let message = format!("{} is {}, not a regular file", old.display(), regular::kind(&metadata));
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
            // Its folder may have been removed with it.
            place.parent().map_or(Ok(()), fs::create_dir_all)?;
            return fs::rename(old, place);
        }
        if self.has_new && !self.had_old && new.symlink_metadata().is_err() {
            match fs::remove_file(place) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                removed => removed?,
            }
        }
        Ok(())
    }
}

impl Journal {
    /// Adds the missing parent folders of a file.
    pub(crate) fn note_folders(&mut self, dir: &Path, file: &Path) {
        let folders =
            file.ancestors().skip(1).take_while(|folder| *folder != dir && folder.symlink_metadata().is_err());
        let relative = folders.filter_map(|folder| folder.strip_prefix(dir).ok()?.to_str());
        self.folders.extend(relative.map(str::to_owned));
    }

    /// Returns whether all places are inside the folder. Another program may have written the journal.
    fn is_inside(&self) -> bool {
        self.steps.iter().map(|step| &step.place).chain(&self.folders).all(|place| places::is_below(place))
    }

    /// Checks that no place is reached through a symbolic link.
    pub(super) fn check_places(&self, dir: &Path) -> io::Result<()> {
        places::check(dir, self.steps.iter().map(|step| step.place.as_str()))?;
        let parents =
            |folder: &'_ str| Path::new(folder).ancestors().map(|folder| dir.join(folder)).collect::<Vec<_>>();
        let mut folders = self.folders.iter().flat_map(|folder| parents(folder));
        folders.try_for_each(|folder| if folder == dir { Ok(()) } else { places::check_folder(&folder) })
    }
}

/// Restores the old files and removes the new ones.
pub(crate) fn roll_back(dir: &Path, journal: &Journal) -> io::Result<()> {
    journal.check_places(dir)?;
    for (number, step) in journal.steps.iter().enumerate().rev() {
        step.undo(number, dir)?;
    }
    for folder in journal.folders.iter().rev() {
        // Fails for a folder that was not created yet or is not empty.
        let _ = fs::remove_dir(dir.join(folder));
    }
    discard(dir)
}

/// Removes the staging folder, the journal first.
fn discard(dir: &Path) -> io::Result<()> {
    remove(dir)?;
    fs::remove_dir_all(dir.join(STAGING))
}

/// Removes the journal. Without it, the next run deletes the staging folder.
pub(crate) fn remove(dir: &Path) -> io::Result<()> {
    let staging = dir.join(STAGING);
    match fs::remove_file(staging.join(NAME)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => {
            sync(&staging);
            Ok(())
        }
    }
}

/// Syncs a folder. Best effort: not every file system supports it.
pub(crate) fn sync(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// Rolls back an incomplete change. Returns whether there was one.
pub(crate) fn recover(dir: &Path) -> io::Result<bool> {
    let staging = dir.join(STAGING);
    if staging.symlink_metadata().is_err() {
        return Ok(false);
    }
    places::check_folder(&staging)?;
    match regular::read(&staging.join(NAME)) {
        Ok(bytes) => match serde_json::from_slice::<Journal>(&bytes) {
            Ok(journal) if journal.is_inside() => roll_back(dir, &journal)?,
            Ok(_) => {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "the journal names a file outside the folder"));
            }
            // An incomplete journal: no file was moved yet.
            Err(_) => discard(dir)?,
        },
        // No journal: either no file was moved yet, or all were.
        Err(error) if error.kind() == io::ErrorKind::NotFound => discard(dir)?,
        Err(error) => {
            return Err(io::Error::new(
                error.kind(),
                format!("could not read {}: {error}", staging.join(NAME).display()),
            ));
        }
    }
    Ok(true)
}
