//! The folder that everything is built in: below cargo's own unless another is named, so that `cargo clean` removes it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use walkdir::WalkDir;

use crate::workspace;

/// Folders below `target/bench`, or below another folder.
#[derive(Debug, Clone)]
pub(crate) struct Scratch {
    root: PathBuf,
}

impl Scratch {
    pub(crate) fn new(folder: Option<&Path>) -> anyhow::Result<Self> {
        let root = folder.map_or_else(|| workspace::root().join("target/bench"), Path::to_owned);
        fs::create_dir_all(&root).with_context(|| format!("could not make {}", root.display()))?;
        // What is run there is run in other folders.
        let root = std::path::absolute(&root).with_context(|| format!("could not find {}", root.display()))?;
        Ok(Self { root })
    }

    /// Where [`move_away`] moves folders to.
    pub(crate) fn away(&self) -> PathBuf {
        self.path("away")
    }

    /// Removes what was moved away.
    pub(crate) fn clear(&self) -> anyhow::Result<()> {
        remove(&self.away())
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }

    /// Writes a file and the folders that lead to it.
    pub(crate) fn write(&self, below: &str, text: &str) -> anyhow::Result<PathBuf> {
        let path = self.path(below);
        write(&path, text)?;
        Ok(path)
    }

    /// Writes a package with one source file; gives its manifest.
    pub(crate) fn package(&self, name: &str, file: &str, source: &str, dependencies: &str) -> anyhow::Result<PathBuf> {
        self.write(&format!("packages/{name}/{file}"), source)?;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\n{dependencies}\n[workspace]\n"
        );
        // The versions of this workspace, so that all build the same dependencies.
        let lock = self.path(&format!("packages/{name}/Cargo.lock"));
        if !lock.exists() {
            fs::copy(workspace::root().join("Cargo.lock"), lock).context("could not copy Cargo.lock")?;
        }
        self.write(&format!("packages/{name}/Cargo.toml"), &manifest)
    }

    /// A workspace that holds copies of `ovh-api` and of its core alone, to generate other APIs into; gives its folder.
    pub(crate) fn copy_of_ovh_api(&self, name: &str) -> anyhow::Result<PathBuf> {
        let (from, to) = (workspace::root(), self.path(name));
        move_away(&to, &self.away())?;
        for package in ["ovh-api", "ovh-api-core"] {
            copy(&from.join(package).join("src"), &to.join(package).join("src"))?;
        }
        let read =
            |path: PathBuf| fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()));
        write(&to.join("README.md"), &read(from.join("README.md"))?)?;
        write(&to.join("Cargo.lock"), &read(from.join("Cargo.lock"))?)?;
        let members = read(from.join("Cargo.toml"))?;
        let members: Vec<&str> = members
            .lines()
            .map(|line| if line.starts_with("members = ") { "members = [\"ovh-api\", \"ovh-api-core\"]" } else { line })
            .collect();
        // Its tests need the rest of the workspace.
        let members: Vec<&str> = members.into_iter().filter(|line| !line.starts_with("generator = ")).collect();
        write(&to.join("Cargo.toml"), &members.join("\n"))?;
        for manifest in ["ovh-api/Cargo.toml", "ovh-api-core/Cargo.toml"] {
            write(&to.join(manifest), &without_tests(&read(from.join(manifest))?))?;
        }
        Ok(to)
    }
}

/// A manifest without what only its tests and examples need.
fn without_tests(manifest: &str) -> String {
    let mut kept = true;
    let lines = manifest.lines().filter(|line| {
        if line.starts_with('[') {
            let header = line.trim_start_matches('[');
            kept = !["dev-dependencies", "target", "example]", "test]", "bench]"]
                .iter()
                .any(|name| header.starts_with(name))
                || header.contains(".dependencies");
        }
        kept
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    for entry in WalkDir::new(from) {
        let entry = entry?;
        let target = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).with_context(|| format!("could not create {}", target.display()))?;
        } else {
            fs::copy(entry.path(), &target).with_context(|| format!("could not copy {}", entry.path().display()))?;
        }
    }
    Ok(())
}

/// Leaves a file alone that holds the text already, so that cargo sees no change.
fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if fs::read_to_string(path).is_ok_and(|current| current == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("could not write {}", path.display()))
}

/// Removes a folder and all in it, if there is one.
pub(crate) fn remove(folder: &Path) -> anyhow::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("could not remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Moves a folder out of the way, if there is one. For minutes after many files were removed, ext4 looks for room for
/// new ones in vain where those were: what was measured then would be the removal.
pub(crate) fn move_away(folder: &Path, into: &Path) -> anyhow::Result<()> {
    let moved = || -> io::Result<()> {
        fs::create_dir_all(into)?;
        let number = fs::read_dir(into)?.count();
        match fs::rename(folder, into.join(number.to_string())) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    };
    moved().with_context(|| format!("could not move {}", folder.display()))
}
