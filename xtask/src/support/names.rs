//! The lock of assigned names, `schemas/names.lock`.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context;
use generator::lock::NameLock;
use generator::model::Model;
use generator::schema::{Branch, Schema};
use tempfile::Builder;

use super::output::display_name;
use super::regular;
use super::store::{self, Change};

/// The path of the lock, relative to a workspace.
pub(crate) const PATH: &str = "schemas/names.lock";

/// A lock and its file.
#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) path: PathBuf,
    lock: NameLock,
    /// Whether the file exists, is sorted and has all names of the lock.
    is_current: bool,
}

impl Names {
    /// Reads the lock of a workspace, or the file of `--names`. A missing file is an empty lock.
    pub(crate) fn read(root: &Path, given: Option<&Path>) -> anyhow::Result<Self> {
        let path = given.map_or_else(|| root.join(PATH), Path::to_owned);
        let text = match regular::read_to_string(&path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| format!("could not read {}", display_name(&path))),
        };
        let lock = NameLock::parse(text.as_deref().unwrap_or_default())
            .with_context(|| format!("invalid lock of names {}", display_name(&path)))?;
        let is_current = text.is_some_and(|text| !text.is_empty() && text.lines().is_sorted());
        Ok(Self { path, lock, is_current })
    }

    /// Resolves a snapshot with the names of the lock, and adds its names to the lock.
    pub(crate) fn resolve(&mut self, schemas: &[(Branch, Schema)]) -> Model {
        let model = generator::resolve_with(schemas, &self.lock);
        self.is_current &= !self.lock.extend(&model);
        model
    }

    /// Returns the text of the lock if the file is out of date.
    pub(crate) fn changed(&self) -> Option<String> {
        (!self.is_current).then(|| self.lock.to_string())
    }

    /// Returns the change that makes the file current, if it is in the workspace and out of date.
    pub(crate) fn change(&self, root: &Path) -> anyhow::Result<Option<Change>> {
        let change = |text: String| {
            let place = store::place(root, &self.path)?;
            Ok(Change { place, content: Some(text.into_bytes()), source: None })
        };
        self.changed().map(change).transpose()
    }

    /// Writes the file if the lock has new names.
    pub(crate) fn write(&self) -> anyhow::Result<()> {
        let Some(text) = self.changed() else { return Ok(()) };
        let what = || format!("could not write {}", display_name(&self.path));
        // A link is kept, and its target is replaced.
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = readable_by_all().tempfile_in(folder).with_context(what)?;
        file.write_all(text.as_bytes()).with_context(what)?;
        // A file that exists keeps its permissions.
        if let Ok(before) = fs::metadata(&path) {
            file.as_file().set_permissions(before.permissions()).with_context(what)?;
        }
        file.as_file().sync_all().with_context(what)?;
        file.persist(&path).with_context(what)?;
        Ok(())
    }
}

/// Creates files with the permissions of the umask; those of temporary files are stricter.
fn readable_by_all() -> Builder<'static, 'static> {
    #[allow(unused_mut)]
    let mut builder = Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;

    use super::Names;

    #[test]
    fn rewritten_file_keeps_its_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("names.lock");
        for mode in [0o600, 0o664] {
            fs::write(&file, "").unwrap();
            fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
            Names::read(Path::new("."), Some(&file)).unwrap().write().unwrap();
            assert!(!fs::read_to_string(&file).unwrap().is_empty());
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, mode);
        }
    }
}
