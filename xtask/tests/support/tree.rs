//! The content of a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Files with their content, and folders without.
pub(crate) type Tree<T = Vec<u8>> = BTreeMap<PathBuf, Option<T>>;

/// Reads everything below a folder. `content` reads a file.
pub(crate) fn read_tree<T>(root: &Path, content: impl Fn(&Path) -> T) -> Tree<T> {
    let entries = WalkDir::new(root).min_depth(1).into_iter().map(|entry| entry.unwrap().into_path());
    let entries = entries.map(|path| {
        let content = path.is_file().then(|| content(&path));
        (path.strip_prefix(root).unwrap().to_owned(), content)
    });
    entries.collect()
}

/// Compares two trees. Failures show only names.
pub(crate) fn assert_same<T: PartialEq>(now: &Tree<T>, before: &Tree<T>) {
    assert_eq!(places(now), places(before));
    assert_eq!(changed(now, before), Vec::<&Path>::new());
}

/// Returns the changed and new files.
pub(crate) fn changed<'t, T: PartialEq>(now: &'t Tree<T>, before: &Tree<T>) -> Vec<&'t Path> {
    let differs = |(place, content): &(&PathBuf, &Option<T>)| before.get(*place) != Some(*content);
    now.iter().filter(differs).map(|(place, _)| place.as_path()).collect()
}

/// Returns all files and folders.
pub(crate) fn places<T>(tree: &Tree<T>) -> Vec<&Path> {
    tree.keys().map(PathBuf::as_path).collect()
}
