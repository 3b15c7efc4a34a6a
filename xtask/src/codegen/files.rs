//! The files that generation owns, and how they get onto the disk.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context;
use generator::Output;

use super::compare::Difference;
use super::features;
use crate::snapshot::display_name;

/// What should be on disk.
#[derive(Debug)]
pub(super) struct Wanted {
    /// A folder that holds generated files alone.
    pub folder: PathBuf,
    /// All files and what they should hold.
    pub files: BTreeMap<PathBuf, String>,
}

/// Puts generated files where they belong below the workspace's `root`.
pub(super) fn wanted(root: &Path, generated: &Output) -> anyhow::Result<Wanted> {
    let package = root.join("ovh-api");
    let folder = package.join("src/generated");
    let mut files: BTreeMap<PathBuf, String> =
        generated.files.iter().map(|(path, text)| (folder.join(path), text.clone())).collect();
    let manifest = package.join("Cargo.toml");
    let current =
        fs::read_to_string(&manifest).with_context(|| format!("could not read {}", display_name(&manifest)))?;
    files.insert(manifest, features::manifest(&current, &generated.features)?);
    Ok(Wanted { folder, files })
}

/// Writes what differs and removes what should not be there; the rest keeps its time stamps, so that cargo rebuilds no
/// more than it must.
pub(super) fn write(differences: &[Difference]) -> anyhow::Result<()> {
    for difference in differences {
        let path = &difference.path;
        match &difference.wanted {
            Some(text) => replace(path, text).with_context(|| format!("could not write {}", display_name(path)))?,
            None => remove(path).with_context(|| format!("could not remove {}", display_name(path)))?,
        }
    }
    Ok(())
}

/// Through a temporary file beside it: whatever happens, the file is the old or the new one.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.as_file().set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    file.persist(path)?;
    Ok(())
}

/// Removes a file and the folders that it leaves empty.
fn remove(path: &Path) -> std::io::Result<()> {
    fs::remove_file(path)?;
    let mut folder = path.parent();
    while let Some(empty) = folder {
        if fs::remove_dir(empty).is_err() {
            break;
        }
        folder = empty.parent();
    }
    Ok(())
}
