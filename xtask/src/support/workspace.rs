//! Where this workspace is on disk.

use std::path::{Path, PathBuf};

/// The folder of the workspace, whichever folder the command was started in.
pub(crate) fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}

/// The committed schema snapshot.
pub(crate) fn schemas() -> PathBuf {
    root().join("schemas")
}
