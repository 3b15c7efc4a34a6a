//! Paths in this workspace.

use std::path::{Path, PathBuf};

/// Returns the root folder of the workspace. It does not depend on the current folder.
pub(crate) fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}

/// Returns the folder of the committed schemas.
pub(crate) fn schemas() -> PathBuf {
    root().join("schemas")
}
