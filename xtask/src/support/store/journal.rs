//! What a change of files is about to do, written down first, and how to undo it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::places;
use crate::support::regular;

/// The folder inside the locked one that exists only while files are being replaced.
pub(crate) const STAGING: &str = ".xtask-staging";

/// The journal's name in the staging folder.
pub(crate) const NAME: &str = "journal.json";

/// All moves of one change, in order.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(crate) struct Journal {
    /// Folders that do not exist yet; a parent comes before its children.
    pub(crate) folders: BTreeSet<String>,
    pub(crate) steps: Vec<Step>,
}

/// One file to replace, to create or to remove.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Step {
    pub(crate) place: String,
    pub(crate) had_old: bool,
    pub(crate) has_new: bool,
}

impl Step {
    /// The new file's name in the staging folder.
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
                // An earlier step had the same file under a name that differs in case only.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                moved => moved?,
            }
        }
        if self.has_new {
            fs::rename(staging.join(Self::new_name(number)), place)?;
        }
        Ok(())
    }

    /// Undoes [`Step::swap`], however far it came. Doing it twice does no harm.
    fn undo(&self, number: usize, dir: &Path) -> io::Result<()> {
        let (place, staging) = (dir.join(&self.place), dir.join(STAGING));
        let (old, new) = (staging.join(Self::old_name(number)), staging.join(Self::new_name(number)));
        if let Ok(metadata) = old.symlink_metadata() {
            if !metadata.is_file() {
                let message = format!("{} is {}, not a file that was moved", old.display(), regular::kind(&metadata));
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
            // It may have been the last one of its folder.
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
    /// Notes the folders that a file's place still lacks.
    pub(crate) fn note_folders(&mut self, dir: &Path, file: &Path) {
        let folders =
            file.ancestors().skip(1).take_while(|folder| *folder != dir && folder.symlink_metadata().is_err());
        let relative = folders.filter_map(|folder| folder.strip_prefix(dir).ok()?.to_str());
        self.folders.extend(relative.map(str::to_owned));
    }

    /// Whether all places are inside the folder: a journal is a file that anybody may have written.
    fn is_inside(&self) -> bool {
        self.steps.iter().map(|step| &step.place).chain(&self.folders).all(|place| places::is_below(place))
    }

    /// Checks that no link leads from the folder to any of the places.
    pub(super) fn check_places(&self, dir: &Path) -> io::Result<()> {
        places::check(dir, self.steps.iter().map(|step| step.place.as_str()))?;
        let parents =
            |folder: &'_ str| Path::new(folder).ancestors().map(|folder| dir.join(folder)).collect::<Vec<_>>();
        let mut folders = self.folders.iter().flat_map(|folder| parents(folder));
        folders.try_for_each(|folder| if folder == dir { Ok(()) } else { places::check_folder(&folder) })
    }
}

/// Puts every old file back and removes what was added.
pub(crate) fn roll_back(dir: &Path, journal: &Journal) -> io::Result<()> {
    journal.check_places(dir)?;
    for (number, step) in journal.steps.iter().enumerate().rev() {
        step.undo(number, dir)?;
    }
    for folder in journal.folders.iter().rev() {
        // One that was not created yet, or that something else was put into, is left alone.
        let _ = fs::remove_dir(dir.join(folder));
    }
    discard(dir)
}

/// Removes the staging folder, the journal first.
fn discard(dir: &Path) -> io::Result<()> {
    remove(dir)?;
    fs::remove_dir_all(dir.join(STAGING))
}

/// Removes the journal: without it, the staging folder is waste whatever becomes of it.
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

/// Best effort: not every file system can sync a folder.
pub(crate) fn sync(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// Rolls back what a killed run left. Says whether there was anything.
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
                return Err(io::Error::new(io::ErrorKind::InvalidData, "its journal names a file elsewhere"));
            }
            // Not written in full, so nothing was moved yet.
            Err(_) => discard(dir)?,
        },
        // Before the journal nothing was moved; after it everything was.
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
