//! Reads the schema snapshot for the generator.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use generator::error::{Error, Errors};
use generator::fixups;
use generator::schema::{Branch, Schema};
use rayon::prelude::*;

use super::output::display_name;
use super::{regular, store, walk};

/// Reads all schemas below `DIR/v1` and `DIR/v2`, at any depth, and applies the fix-ups that match.
///
/// Reads only regular files of at most 64 MiB ([`regular`]). Follows links to such files, and a link to `DIR`.
pub(crate) fn read(dir: &Path) -> anyhow::Result<Vec<(Branch, Schema)>> {
    read_as(dir, dir)
}

/// Reads schemas as [`read`] does. Errors name the folder `shown`.
pub(crate) fn read_as(dir: &Path, shown: &Path) -> anyhow::Result<Vec<(Branch, Schema)>> {
    parse(&display_name(shown), files(dir, shown)?)
}

/// Reads the workspace's own snapshot. Fails if a fix-up no longer applies to it.
pub(crate) fn read_own(dir: &Path) -> anyhow::Result<Vec<(Branch, Schema)>> {
    read_own_as(dir, dir)
}

/// Reads schemas as [`read_own`] does. Errors name the folder `shown`.
pub(crate) fn read_own_as(dir: &Path, shown: &Path) -> anyhow::Result<Vec<(Branch, Schema)>> {
    let Fixed { schemas, stale } = fixed(&display_name(shown), files(dir, shown)?)?;
    if stale.is_empty() { Ok(schemas) } else { Err(Errors(stale).into()) }
}

fn files(dir: &Path, shown: &Path) -> anyhow::Result<Vec<File>> {
    store::check_complete(&std::path::absolute(dir)?)?;
    let mut files = Vec::new();
    for branch in Branch::ALL {
        for path in json_files(&dir.join(branch.folder()))? {
            let name = display_name(&path.strip_prefix(dir).map_or_else(|_| path.clone(), |place| shown.join(place)));
            let text = regular::read(&path).with_context(|| format!("could not read {name}"))?;
            files.push(File { branch, name, text });
        }
    }
    Ok(files)
}

/// A schema file, from a folder or from a commit.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) branch: Branch,
    /// The name in messages.
    pub(crate) name: String,
    pub(crate) text: Vec<u8>,
}

/// Parses the files of a snapshot and applies the fix-ups that match. Errors name the snapshot `place`.
pub(crate) fn parse(place: &str, files: Vec<File>) -> anyhow::Result<Vec<(Branch, Schema)>> {
    Ok(fixed(place, files)?.schemas)
}

/// A snapshot after the fix-ups.
#[derive(Debug)]
struct Fixed {
    schemas: Vec<(Branch, Schema)>,
    /// The fix-ups that no longer apply, sorted by file.
    stale: Vec<Error>,
}

fn fixed(place: &str, files: Vec<File>) -> anyhow::Result<Fixed> {
    let mut schemas = Vec::new();
    let mut stale = Vec::new();
    let mut errors = Vec::new();
    let mut seen: BTreeMap<(Branch, String), String> = BTreeMap::new();
    let read: Vec<(Branch, String, Result<Schema, Error>)> = files
        .into_par_iter()
        .map(|File { branch, name, text }| {
            let schema = Schema::read(&name, &text);
            (branch, name, schema)
        })
        .collect();
    for (branch, name, schema) in read {
        match schema {
            Ok(mut schema) => {
                let root = schema.root(branch).to_owned();
                if let Some(other) = seen.get(&(branch, root.clone())) {
                    let message =
                        format!("duplicate schema of {root}, which {other} describes too: remove one of the files");
                    errors.push(Error { file: name, pointer: "/resourcePath".to_owned(), message });
                } else {
                    stale.extend(fixups::apply(fixups::FIXUPS, &name, branch, &mut schema));
                    seen.insert((branch, root), name);
                    schemas.push((branch, schema));
                }
            }
            Err(error) => errors.push(error),
        }
    }
    if !errors.is_empty() {
        errors.sort();
        return Err(Errors(errors).into());
    }
    if schemas.is_empty() {
        bail!(
            "no schemas in {place}: expected JSON files below {place}/v1 or {place}/v2; `cargo xtask fetch` downloads them"
        );
    }
    stale.sort();
    Ok(Fixed { schemas, stale })
}

/// Lists everything below a folder with a name that ends in `.json`, sorted.
fn json_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    // Includes pipes and folders with such a name: reading them fails, while skipping them would hide the mistake.
    let is_json = |path: &Path| path.extension().is_some_and(|extension| extension == "json");
    Ok(walk::files_or(folder, is_json)?.into_iter().filter(|path| is_json(path)).collect())
}
