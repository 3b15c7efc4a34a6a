//! The generated files.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use generator::Output;
use generator::model::Model;

use super::{features, readme};
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

/// A file with a part that is generated: its path below `root` and the function that replaces the part.
type Partial<'p> = (&'p str, Box<dyn Fn(&str) -> anyhow::Result<String> + 'p>);

/// Returns the generated files with their paths below `root`, and the files with a generated part: the manifest with its
/// features, and the README with its table of APIs.
pub(super) fn wanted(root: &Path, model: &Model, generated: &Output) -> anyhow::Result<Wanted> {
    let folder = root.join("ovh-api/src/generated");
    let mut files: BTreeMap<PathBuf, String> =
        generated.files.iter().map(|(path, text)| (folder.join(path), text.clone())).collect();
    let partial: [Partial<'_>; 2] = [
        ("ovh-api/Cargo.toml", Box::new(|current| features::manifest(current, &generated.features))),
        ("README.md", Box::new(|current| readme::with_table(current, model))),
    ];
    for (path, replace) in partial {
        let path = root.join(path);
        let current = match regular::read_to_string(&path) {
            // A workspace may have no README.
            Err(error) if error.kind() == io::ErrorKind::NotFound && path.ends_with("README.md") => continue,
            current => current.with_context(|| format!("could not read {}", display_name(&path)))?,
        };
        files.insert(path, replace(&current)?);
    }
    Ok(Wanted { folder, files })
}
