//! The generated files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context;
use generator::Output;

use super::features;
use crate::support::output::display_name;
use crate::support::regular;

/// The files to have on disk.
#[derive(Debug)]
pub(super) struct Wanted {
    /// The folder of generated files. Other files in it are obsolete.
    pub folder: PathBuf,
    /// The content of all files by path.
    pub files: BTreeMap<PathBuf, String>,
}

/// Returns the generated files with their paths below `root`, and the manifest with its features.
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
