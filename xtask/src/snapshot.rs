//! Reading the schema snapshot for the generator.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use generator::error::{Error, Errors};
use generator::fixups;
use generator::schema::{Branch, Schema};
use generator::text::printable;
use rayon::prelude::*;

use crate::{regular, store};

/// Reads all schemas below `DIR/v1` and `DIR/v2`, at any depth, with their known faults mended as far as they have them.
///
/// Only regular files of at most 64 MiB are read ([`regular`]); links to such files, and a link to `DIR`, are followed.
pub(crate) fn read(dir: &Path) -> anyhow::Result<Vec<(Branch, Schema)>> {
    read_as(dir, dir)
}

/// The same, called something else in errors.
pub(crate) fn read_as(dir: &Path, shown: &Path) -> anyhow::Result<Vec<(Branch, Schema)>> {
    parse(&display_name(shown), files(dir, shown)?)
}

/// Reads the workspace's own snapshot, which must have the faults that the fix-ups mend.
pub(crate) fn read_own(dir: &Path) -> anyhow::Result<Vec<(Branch, Schema)>> {
    read_own_as(dir, dir)
}

/// The same, called something else in errors.
pub(crate) fn read_own_as(dir: &Path, shown: &Path) -> anyhow::Result<Vec<(Branch, Schema)>> {
    let Mended { schemas, stale } = mended(&display_name(shown), files(dir, shown)?)?;
    if stale.is_empty() { Ok(schemas) } else { Err(Errors(stale).into()) }
}

fn files(dir: &Path, shown: &Path) -> anyhow::Result<Vec<File>> {
    store::refuse_half_way(&std::path::absolute(dir)?)?;
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

/// A schema file, wherever it came from.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) branch: Branch,
    /// For messages.
    pub(crate) name: String,
    pub(crate) text: Vec<u8>,
}

/// Reads the files of a snapshot that is called `place`, with their known faults mended as far as they have them.
pub(crate) fn parse(place: &str, files: Vec<File>) -> anyhow::Result<Vec<(Branch, Schema)>> {
    Ok(mended(place, files)?.schemas)
}

/// A snapshot after the fix-ups.
#[derive(Debug)]
struct Mended {
    schemas: Vec<(Branch, Schema)>,
    /// Where a fix-up did not find its fault, sorted by file.
    stale: Vec<Error>,
}

fn mended(place: &str, files: Vec<File>) -> anyhow::Result<Mended> {
    let mut schemas = Vec::new();
    let mut stale = Vec::new();
    let mut faults = Vec::new();
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
                    let message = format!("{root} is described by {other} already: remove one of them");
                    faults.push(Error { file: name, pointer: "/resourcePath".to_owned(), message });
                } else {
                    stale.extend(fixups::apply(fixups::FIXUPS, &name, branch, &mut schema));
                    seen.insert((branch, root), name);
                    schemas.push((branch, schema));
                }
            }
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        faults.sort();
        return Err(Errors(faults).into());
    }
    if schemas.is_empty() {
        bail!(
            "no schemas in {place}: expected JSON files below {place}/v1 or {place}/v2; `cargo xtask fetch` downloads them"
        );
    }
    stale.sort();
    Ok(Mended { schemas, stale })
}

/// Lists everything below a folder with a name that ends in `.json`, sorted; nothing if there is no such folder.
fn json_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            entries => entries.with_context(|| format!("could not list {}", display_name(&folder)))?,
        };
        for entry in entries {
            let entry = entry.with_context(|| format!("could not list {}", display_name(&folder)))?;
            let path = entry.path();
            // Anything with such a name is read, so that a pipe or folder is an error instead of being skipped silently.
            if path.extension().is_some_and(|extension| extension == "json") {
                files.push(path);
                continue;
            }
            // A link to a folder may lead round in a circle.
            if entry.file_type().with_context(|| format!("could not read {}", display_name(&path)))?.is_dir() {
                folders.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// A path as messages show it: below the current folder if it is there, with `/` everywhere and unprintable characters escaped.
pub(crate) fn display_name(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let shown = path.strip_prefix(&here).unwrap_or(path);
    printable(&shown.to_string_lossy().replace('\\', "/"))
}
