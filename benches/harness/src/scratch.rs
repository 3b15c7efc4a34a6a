//! The folder for builds, by default below `target`, so that `cargo clean` removes it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use walkdir::WalkDir;

use crate::workspace;

/// The scratch folder.
#[derive(Debug, Clone)]
pub(crate) struct Scratch {
    root: PathBuf,
}

impl Scratch {
    pub(crate) fn new(folder: Option<&Path>) -> anyhow::Result<Self> {
        let root = folder.map_or_else(|| workspace::root().join("target/bench"), Path::to_owned);
        fs::create_dir_all(&root).with_context(|| format!("could not create {}", root.display()))?;
        // Commands run in other folders.
        let root = std::path::absolute(&root).with_context(|| format!("could not find {}", root.display()))?;
        Ok(Self { root })
    }

    /// Returns the folder that [`move_away`] moves folders to.
    pub(crate) fn away(&self) -> PathBuf {
        self.path("away")
    }

    /// Removes the folders that were moved away.
    pub(crate) fn clear(&self) -> anyhow::Result<()> {
        remove(&self.away())
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }

    /// Writes a file and creates its parent folders.
    pub(crate) fn write(&self, below: &str, text: &str) -> anyhow::Result<PathBuf> {
        let path = self.path(below);
        write(&path, text)?;
        Ok(path)
    }

    /// Writes a package with one source file and returns its manifest.
    pub(crate) fn package(&self, name: &str, file: &str, source: &str, dependencies: &str) -> anyhow::Result<PathBuf> {
        self.write(&format!("packages/{name}/{file}"), source)?;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\n{dependencies}\n[workspace]\n"
        );
        // Same versions as in this workspace.
        let lock = self.path(&format!("packages/{name}/Cargo.lock"));
        if !lock.exists() {
            fs::copy(workspace::root().join("Cargo.lock"), lock).context("could not copy Cargo.lock")?;
        }
        self.write(&format!("packages/{name}/Cargo.toml"), &manifest)
    }

    /// Creates a workspace with copies of `ovh-api` and `ovh-api-core`, to generate other APIs into. Returns its
    /// folder.
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
        // Used only by tests, which are not copied.
        let members: Vec<&str> = members.into_iter().filter(|line| !line.starts_with("generator = ")).collect();
        write(&to.join("Cargo.toml"), &members.join("\n"))?;
        for manifest in ["ovh-api/Cargo.toml", "ovh-api-core/Cargo.toml"] {
            write(&to.join(manifest), &without_tests(&read(from.join(manifest))?))?;
        }
        Ok(to)
    }
}

/// Returns a manifest without the tables of tests and examples.
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

/// Writes a file unless it has this content, so that cargo does not rebuild it.
fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if fs::read_to_string(path).is_ok_and(|current| current == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("could not create {}", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("could not write {}", path.display()))
}

/// Removes a folder if it exists.
pub(crate) fn remove(folder: &Path) -> anyhow::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("could not remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Moves a folder into another one if it exists. Removing it instead would slow down ext4 for minutes, and with it the
/// measured commands.
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
