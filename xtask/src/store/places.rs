//! Where a change may write: below its folder, through folders that are folders, over files that are files.
//!
//! A link on the way would lead elsewhere: git checks links out, so that whoever wrote the commit would choose what is
//! replaced or deleted on this machine.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path};

use crate::regular::kind;

/// Whether a place is relative and without a way up, such as `v1/vps.json`, and none of git's own: a hook would be run.
pub(crate) fn is_below(place: &str) -> bool {
    // What Windows takes for a drive or for another separator is a name elsewhere.
    !place.is_empty() && !place.contains(['\\', ':']) && Path::new(place).components().all(is_inside)
}

fn is_inside(part: Component<'_>) -> bool {
    matches!(part, Component::Normal(name) if !name.eq_ignore_ascii_case(".git"))
}

/// Checks that nothing on the way from `dir` to the places below it is a link, and nothing at the places is anything but a
/// regular file. What does not exist yet is fine, and so is a link that leads to `dir` itself.
pub(crate) fn check<'p>(dir: &Path, places: impl IntoIterator<Item = &'p str>) -> io::Result<()> {
    let mut checked = BTreeSet::new();
    for place in places {
        if !is_below(place) {
            return Err(refused(format!("{place:?} is not a place in {}", dir.display())));
        }
        let place = Path::new(place);
        // A folder before those in it: what is behind a link is of no interest.
        let mut folders: Vec<_> = place.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()).collect();
        folders.reverse();
        for folder in folders {
            if checked.insert(folder) {
                check_folder(&dir.join(folder))?;
            }
        }
        check_file(&dir.join(place))?;
    }
    Ok(())
}

/// Checks that a folder is not a link to one.
pub(crate) fn check_folder(folder: &Path) -> io::Result<()> {
    match fs::symlink_metadata(folder) {
        Ok(metadata) if metadata.is_symlink() => Err(link(folder)),
        _ => Ok(()),
    }
}

fn check_file(file: &Path) -> io::Result<()> {
    match fs::symlink_metadata(file) {
        Ok(metadata) if metadata.is_symlink() => Err(link(file)),
        Ok(metadata) if !metadata.is_file() => {
            Err(refused(format!("{} is {}, not a regular file", file.display(), kind(&metadata))))
        }
        _ => Ok(()),
    }
}

fn link(path: &Path) -> io::Error {
    refused(format!("{} is a symbolic link: nothing is written or deleted through it", path.display()))
}

fn refused(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

#[cfg(test)]
mod tests {
    use super::is_below;

    #[test]
    fn places_below_a_folder_are_relative_and_lead_nowhere_else() {
        for place in ["v1/vps.json", "CHANGELOG.md", "a/b c/é.rs", ".github/x"] {
            assert!(is_below(place), "{place}");
        }
        for place in
            ["", "/etc/x", "../x", "a/../../x", "./../x", "C:/x", "a\\b", ".git/hooks/pre-commit", "a/.GIT/config"]
        {
            assert!(!is_below(place), "{place}");
        }
    }
}
