//! Builds packages from the hand-written part of `ovh-api` and other generated code.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// The target folder of all workspaces that tests write, so that they share built dependencies.
pub const TARGET: &str = "../built-by-tests";

/// Creates a workspace below the target folder and locks it, as parallel runs write the same files.
pub fn workspace(name: &str, members: &[String]) -> (PathBuf, fs::File) {
    let test = std::env::current_exe().unwrap();
    let target = test.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists()).unwrap();
    let folder = target.join(name);
    fs::create_dir_all(&folder).unwrap();
    let lock = fs::File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    let manifest = fs::read_to_string(repository().join("Cargo.toml")).unwrap();
    let from = manifest.find("[workspace.package]").unwrap();
    let package = &manifest[from..manifest.find("[workspace.lints").unwrap()];
    let text =
        format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[profile.dev]\ndebug = false\n\n{package}");
    update(&folder.join("Cargo.toml"), &text);
    update(&folder.join("Cargo.lock"), &fs::read_to_string(repository().join("Cargo.lock")).unwrap());
    (folder, lock)
}

/// Writes the hand-written part of `ovh-api` as a package with some features.
pub fn hand_written(folder: &Path, name: &str, features: &BTreeSet<String>) {
    let original = repository().join("ovh-api");
    let manifest = fs::read_to_string(original.join("Cargo.toml")).unwrap();
    let kept = ["dependencies]", "features]"];
    let tables = manifest.split("\n[").filter(|table| kept.iter().any(|name| table.starts_with(name)));
    let tables = tables.collect::<Vec<_>>().join("\n[");
    // The copies share the core, which is built once.
    let core = format!("path = {:?}", repository().join("ovh-api-core"));
    let tables = tables.replace("path = \"../ovh-api-core\"", &core);
    let (tables, _) = tables.split_once("# The features below").unwrap();
    let mut text = format!("[package]\nname = \"{name}\"\nedition.workspace = true\n\n[");
    // TLS takes longer to build than everything else and does not affect generated code.
    for line in tables.lines() {
        let off = ["default = ", "rustls = ", "rustls-ring = ", "native-tls = "]
            .into_iter()
            .find(|feature| line.starts_with(feature));
        text.push_str(&off.map_or_else(|| line.to_owned(), |feature| format!("{feature}[]")));
        text.push('\n');
    }
    for feature in features {
        text.push_str(&format!("{feature} = []\n"));
    }
    let features: Vec<String> = features.iter().map(|feature| format!("\"{feature}\"")).collect();
    text.push_str(&format!("full = [{}]\n", features.join(", ")));
    update(&folder.join("Cargo.toml"), &text);
    copy(&original.join("src"), &folder.join("src"));
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// Copies the hand-written sources.
fn copy(from: &Path, to: &Path) {
    let entries = WalkDir::new(from).into_iter().filter_entry(|entry| !entry.path().ends_with("src/generated"));
    for file in entries.map(Result::unwrap).filter(|entry| entry.file_type().is_file()) {
        let target = to.join(file.path().strip_prefix(from).unwrap());
        update(&target, &fs::read_to_string(file.path()).unwrap());
    }
}

/// Writes generated code into a folder and deletes the files of earlier runs.
pub fn replace(folder: &Path, files: &BTreeMap<String, String>) {
    for entry in WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap();
        if !files.contains_key(name) {
            fs::remove_file(entry.path()).unwrap();
        }
    }
    files.iter().for_each(|(name, text)| update(&folder.join(name), text));
}

/// Writes a file if its content changes, so that Cargo does not rebuild unchanged packages.
pub fn update(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|current| current == text) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
