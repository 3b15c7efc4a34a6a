//! Where a change may write: only below its folder, never through a symbolic link, and only over regular files.
//!
//! Git checks out symbolic links, so the author of a commit could otherwise choose what is replaced or deleted on this
//! machine.

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

/// Checks that no folder between `dir` and the places below it is a symbolic link, and that each place is a regular file or
/// does not exist. `dir` itself may be reached through a link.
pub(crate) fn check<'p>(dir: &Path, places: impl IntoIterator<Item = &'p str>) -> io::Result<()> {
    let mut checked = BTreeSet::new();
    for place in places {
        if !is_below(place) {
            return Err(refused(format!("{place:?} is not a place in {}", dir.display())));
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
    refused(format!("{} is a symbolic link: refusing to write or delete through it", path.display()))
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
