//! The content of a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Files with content, and folders without.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tree(pub(crate) BTreeMap<PathBuf, Option<Vec<u8>>>);

/// The staging folder.
const STAGING: &str = ".xtask-staging";

impl Tree {
    pub(crate) fn read(root: &Path) -> Self {
        let entries = WalkDir::new(root).min_depth(1).into_iter().map(|entry| entry.unwrap().into_path());
        let entries = entries.map(|path| {
            let content = path.is_file().then(|| fs::read(&path).unwrap());
            (path.strip_prefix(root).unwrap().to_owned(), content)
        });
        Self(entries.collect())
    }

    /// Replaces the content of a folder.
    pub(crate) fn write(&self, root: &Path) {
        for entry in fs::read_dir(root).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
        }
        for (place, content) in &self.0 {
            let path = root.join(place);
            match content {
                Some(bytes) => fs::write(path, bytes).unwrap(),
                None => fs::create_dir(path).unwrap(),
            }
        }
    }

    /// Returns the tree without the staging folder.
    pub(crate) fn settled(&self) -> Self {
        let is_staged = |place: &Path| place.components().any(|part| part.as_os_str() == STAGING);
        Self(
            self.0
                .iter()
                .filter(|(place, _)| !is_staged(place))
                .map(|(place, it)| (place.clone(), it.clone()))
                .collect(),
        )
    }

    /// Returns the tree without folders.
    pub(crate) fn files(&self) -> Self {
        Self(self.0.iter().filter(|(_, it)| it.is_some()).map(|(place, it)| (place.clone(), it.clone())).collect())
    }

    /// Returns whether there is a journal.
    pub(crate) fn has_journal(&self) -> bool {
        self.0.keys().any(|place| place.ends_with(Path::new(STAGING).join("journal.json")))
    }

    /// Returns the tree with these files empty, like unsynced files after a power failure.
    pub(crate) fn without<'p>(&self, lost: impl IntoIterator<Item = &'p Path>) -> Self {
        let mut tree = self.clone();
        for place in lost {
            if let Some(Some(content)) = tree.0.get_mut(place) {
                content.clear();
            }
        }
        tree
    }

    /// Returns the names of differing files and folders.
    pub(crate) fn differing(&self, other: &Self) -> Vec<String> {
        let all = self.0.keys().chain(other.0.keys());
        let mut differing: Vec<String> = all
            .filter(|place| self.0.get(*place) != other.0.get(*place))
            .map(|place| place.display().to_string())
            .collect();
        differing.dedup();
        differing
    }
}
