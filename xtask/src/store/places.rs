//! Where a change may write: below its folder, through folders that are folders, over files that are files.
//!
//! A link on the way would lead elsewhere: git checks links out, so that whoever wrote the commit would choose what is
//! replaced or deleted on this machine.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path};

use crate::regular::kind;

/// Whether a place is relative and without a way up: `v1/vps.json`.
pub(crate) fn is_below(place: &str) -> bool {
    // What Windows takes for a drive or for another separator is a name elsewhere.
    let mut parts = Path::new(place).components();
    !place.is_empty() && !place.contains(['\\', ':']) && parts.all(|part| matches!(part, Component::Normal(_)))
}

/// Checks that nothing on the way from `dir` to the places below it is a link, and nothing at the places is anything but a
/// regular file. What does not exist yet is fine, and so is a link that leads to `dir` itself.
pub(crate) fn check<'p>(dir: &Path, places: impl IntoIterator<Item = &'p str>) -> io::Result<()> {
    let mut folders = BTreeSet::new();
    for place in places {
        if !is_below(place) {
            return Err(refused(format!("{place:?} is not a place in {}", dir.display())));
        }
        let place = Path::new(place);
        folders.extend(place.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()));
        match fs::symlink_metadata(dir.join(place)) {
            Ok(metadata) if metadata.is_dir() => return Err(io::Error::from(io::ErrorKind::IsADirectory)),
            Ok(metadata) if !metadata.is_file() => return Err(found(&dir.join(place), kind(&metadata))),
            _ => {}
        }
    }
    folders.into_iter().try_for_each(|folder| check_folder(&dir.join(folder)))
}

/// Checks that a folder is not a link to one.
pub(crate) fn check_folder(folder: &Path) -> io::Result<()> {
    match fs::symlink_metadata(folder) {
        Ok(metadata) if metadata.is_symlink() => Err(found(folder, kind(&metadata))),
        _ => Ok(()),
    }
}

fn found(path: &Path, kind: &str) -> io::Error {
    refused(format!("{} is {kind}: nothing is written or deleted through it", path.display()))
}

fn refused(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}
