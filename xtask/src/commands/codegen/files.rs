//! The files that generation owns.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;
use generator::Output;

use super::features;
use crate::support::regular;
use crate::support::snapshot::display_name;

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
        regular::read_to_string(&manifest).with_context(|| format!("could not read {}", display_name(&manifest)))?;
    files.insert(manifest, features::manifest(&current, &generated.features)?);
    Ok(Wanted { folder, files })
}
