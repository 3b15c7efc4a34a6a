//! The generated code of each quirk compiles and builds its documentation, with warnings denied.
//!
//! Each quirk becomes a package: its generated code in a copy of the hand-written part of `ovh-api`. All packages are
//! in one workspace below the target folder, so that dependencies are built once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::Output;
use walkdir::WalkDir;

use crate::quirks;

pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// Returns the target folder of cargo, which contains the running test.
pub fn target() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists()).unwrap().to_owned()
}

#[test]
fn each_quirk_compiles_without_warnings() {
    // A separate folder keeps these packages out of the documentation of the workspace.
    let workspace = target().join("quirks");
    // Writes only changed files, so that cargo does not rebuild the others.
    let mut members = Vec::new();
    for (quirk, (_, output)) in quirks::all() {
        write_package(&workspace.join(&quirk), &quirk, &output);
        members.push(quirk);
    }
    write_workspace(&workspace, &members);

    cargo(&workspace, &["check", "--workspace"]);
    cargo(&workspace, &["check", "--workspace", "--no-default-features"]);
    cargo(&workspace, &["doc", "--workspace", "--no-deps"]);
}

/// The target folder of all workspaces that tests write, so that they share built dependencies.
pub const TARGET: &str = "../built-by-tests";

/// Writes the manifest and the lock file of a workspace.
pub fn write_workspace(workspace: &Path, members: &[String]) {
    let manifest = fs::read_to_string(repository().join("Cargo.toml")).unwrap();
    let package = &manifest[manifest.find("[workspace.package]").unwrap()..manifest.find("[workspace.lints").unwrap()];
    let resolver = "[workspace]\nresolver = \"3\"\nmembers = ";
    update(
        &workspace.join("Cargo.toml"),
        &format!("{resolver}{members:?}\n\n[profile.dev]\ndebug = false\n\n{package}"),
    );
    update(&workspace.join("Cargo.lock"), &fs::read_to_string(repository().join("Cargo.lock")).unwrap());
}

pub fn cargo(workspace: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--quiet", "--offline", "--target-dir", TARGET])
        .current_dir(workspace)
        .env("RUSTDOCFLAGS", "--deny warnings")
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {arguments:?} in {}:\n{errors}", workspace.display());
}

/// Writes a package `quirk_…` with generated code, all of which is enabled by default.
pub fn write_package(folder: &Path, quirk: &str, output: &Output) {
    let original = repository().join("ovh-api");
    let manifest = fs::read_to_string(original.join("Cargo.toml")).unwrap();
    let tables: Vec<&str> = manifest
        .split("\n[")
        .filter(|table| {
            !["dev-dependencies]", "lints]", "package", "target."].iter().any(|name| table.starts_with(name))
                && !table.starts_with("[package]")
        })
        .collect();
    let tables = tables.join("\n[");
    // The core is built once for all copies.
    let core = format!("path = {:?}", repository().join("ovh-api-core"));
    let tables = tables.replace("path = \"../ovh-api-core\"", &core);
    let (kept, _) = tables.split_once("# The features below").unwrap();
    let mut text =
        format!("[package]\nname = \"quirk_{quirk}\"\nedition.workspace = true\nrust-version.workspace = true\n");
    text.push_str("\n[lints.rust]\nwarnings = \"deny\"\n\n[");
    // Generated code does not need TLS, which takes long to build.
    for line in kept.lines() {
        text.push_str(match line {
            _ if line.starts_with("default = ") => "",
            _ if line.starts_with("rustls = ") => "rustls = []",
            _ if line.starts_with("rustls-ring = ") => "rustls-ring = []",
            _ if line.starts_with("native-tls = ") => "native-tls = []",
            _ => line,
        });
        text.push('\n');
    }
    text.push_str(&format!("default = [\"blocking\", {:?}]\n", output.features).replace(['{', '}'], ""));
    for feature in &output.features {
        text.push_str(&format!("{feature} = []\n"));
    }
    update(&folder.join("Cargo.toml"), &text);
    copy(&original.join("src"), &folder.join("src"));
    let root = fs::read_to_string(folder.join("src/lib.rs")).unwrap();
    assert!(root.contains("mod generated;"), "the generated code would not be compiled");
    let generated = folder.join("src/generated");
    for (path, file) in &output.files {
        update(&generated.join(path), file);
    }
    // An earlier version may have written other files.
    for entry in WalkDir::new(&generated).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file()) {
        let path = entry.path().strip_prefix(&generated).unwrap();
        if !output.files.iter().any(|(written, _)| Path::new(written) == path) {
            fs::remove_file(entry.path()).unwrap();
        }
    }
}

/// Copies the hand-written sources.
fn copy(from: &Path, to: &Path) {
    let entries = WalkDir::new(from).into_iter().filter_entry(|entry| !entry.path().ends_with("src/generated"));
    for file in entries.map(Result::unwrap).filter(|entry| entry.file_type().is_file()) {
        let target = to.join(file.path().strip_prefix(from).unwrap());
        update(&target, &fs::read_to_string(file.path()).unwrap());
    }
}

/// Writes a file if its content changes.
pub fn update(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|current| current == text) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
