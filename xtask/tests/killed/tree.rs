//! A folder as a value.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Files with their content, folders with none.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tree(pub(crate) BTreeMap<PathBuf, Option<Vec<u8>>>);

/// The folder that is there while files are replaced.
const STAGING: &str = ".xtask-staging";

impl Tree {
    pub(crate) fn read(root: &Path) -> Self {
        let mut tree = Self::default();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let place = path.strip_prefix(root).unwrap().to_owned();
                let content = path.is_file().then(|| fs::read(&path).unwrap());
                if content.is_none() {
                    folders.push(path);
                }
                tree.0.insert(place, content);
            }
        }
        tree
    }

    /// Makes a folder hold this and nothing else.
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

    /// Without what is there only while files are replaced.
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

    /// Without folders.
    pub(crate) fn files(&self) -> Self {
        Self(self.0.iter().filter(|(_, it)| it.is_some()).map(|(place, it)| (place.clone(), it.clone())).collect())
    }

    /// Whether a change of it was begun and not ended.
    pub(crate) fn has_journal(&self) -> bool {
        self.0.keys().any(|place| place.ends_with(Path::new(STAGING).join("journal.json")))
    }

    /// With these files empty, as a power cut leaves what was not synced.
    pub(crate) fn without<'p>(&self, lost: impl IntoIterator<Item = &'p Path>) -> Self {
        let mut tree = self.clone();
        for place in lost {
            if let Some(Some(content)) = tree.0.get_mut(place) {
                content.clear();
            }
        }
        tree
    }

    /// The names of what differs.
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
