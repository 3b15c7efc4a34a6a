//! Restricts where a change may write: below its folder, not through a symbolic link, and only over regular files.
//!
//! Git checks out symbolic links. Without these checks, the author of a commit could choose which files of this machine
//! are replaced or deleted.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path};

use crate::support::regular::kind;

/// Returns whether a place is relative, without `..`, and not in `.git`, where a hook would be executed.
pub(crate) fn is_below(place: &str) -> bool {
    // Windows parses these as a separator and a drive.
    !place.is_empty() && !place.contains(['\\', ':']) && Path::new(place).components().all(is_inside)
}

fn is_inside(part: Component<'_>) -> bool {
    matches!(part, Component::Normal(name) if !name.eq_ignore_ascii_case(".git"))
}

/// Checks that no folder between `dir` and the places below it is a symbolic link, and that each place is a regular
/// file or does not exist. `dir` itself may be reached through a link.
pub(crate) fn check<'p>(dir: &Path, places: impl IntoIterator<Item = &'p str>) -> io::Result<()> {
    let mut checked = BTreeSet::new();
    for place in places {
        if !is_below(place) {
            return Err(invalid(format!("{place:?} is not a path inside {}", dir.display())));
        }
        let place = Path::new(place);
        // Outermost first, so that the error names the link.
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

/// Checks that a folder is not a symbolic link.
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
            Err(invalid(format!("{} is {}, not a regular file", file.display(), kind(&metadata))))
        }
        _ => Ok(()),
    }
}

fn link(path: &Path) -> io::Error {
    invalid(format!("{} is a symbolic link, which is not followed when writing or deleting", path.display()))
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

#[cfg(test)]
mod tests {
    use super::is_below;

    #[test]
    fn places_outside_the_folder_are_rejected() {
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
