//! Each mutation, there and back, against the compiler.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use generator::Output;
use generator::diff::{Impact, diff};
use serde_json::Value;

use crate::mutations::{ALL, Mutation};
use crate::schema::{model, thing};
use crate::uses::{NAME, uses};

fn output(schemas: &[Value]) -> Output {
    generator::emit(&model(schemas)).unwrap()
}

fn told(old: &[Value], new: &[Value]) -> Option<Impact> {
    diff(&model(old), &model(new)).impact()
}

#[test]
fn each_mutation_is_told_as_it_is() {
    assert!(ALL.len() > 60, "mutations are missing");
    let mut wrong = Vec::new();
    for mutation in ALL {
        let (before, after) = (vec![thing()], mutation.applied());
        for (way, old, new, expected) in
            [("there", &before, &after, mutation.there), ("back", &after, &before, mutation.back)]
        {
            let changes = diff(&model(old), &model(new));
            if changes.impact() != expected {
                wrong.push(format!("{} {way}: {expected:?} is told as {:#?}", mutation.name, changes.changes));
            }
            let (old, new) = (uses(&output(old)), uses(&output(new)));
            if old != new && expected.is_none() || old.is_subset(&new) == (expected == Some(Impact::Build)) {
                let lost: Vec<&String> = old.difference(&new).collect();
                wrong
                    .push(format!("{} {way}: {expected:?} for what does not build any more: {lost:#?}", mutation.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A caller of everything builds with the code that it was written for; with the other code it builds unless the
/// difference says that it does not.
#[test]
fn each_mutation_as_the_compiler_sees_it() {
    let workspace = Workspace::new();
    let base = vec![thing()];
    workspace.package("base", &output(&base));
    workspace.caller("base_base", "base", &output(&base));
    let mut must_build = BTreeSet::from(["base_base".to_owned()]);
    let mut must_fail = BTreeSet::new();
    for Mutation { name, there, back, .. } in ALL {
        let after = ALL.iter().find(|other| other.name == *name).unwrap().applied();
        workspace.package(name, &output(&after));
        for (caller, package, written_for, impact) in [
            (format!("{name}_own"), *name, &after, None),
            (format!("{name}_there"), *name, &base, *there),
            (format!("{name}_back"), "base", &after, *back),
        ] {
            workspace.caller(&caller, package, &output(written_for));
            if impact == Some(Impact::Build) {
                must_fail.insert(caller)
            } else {
                must_build.insert(caller)
            };
        }
        assert_eq!(told(&base, &after), *there, "{name}");
        assert_eq!(told(&after, &base), *back, "{name}");
    }
    let failed = workspace.check();
    let wrong: Vec<&String> = failed.symmetric_difference(&must_fail).collect();
    assert!(wrong.is_empty(), "built or failed against what the difference says: {wrong:?}");
    assert!(must_build.is_disjoint(&failed));
}

/// One workspace with a package of generated code for each mutation, so that dependencies are built once.
struct Workspace {
    folder: PathBuf,
    _lock: fs::File,
}

impl Workspace {
    fn new() -> Self {
        let test = std::env::current_exe().unwrap();
        let target = test.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists()).unwrap();
        let folder = target.join("mutations");
        let manifest = fs::read_to_string(repository().join("Cargo.toml")).unwrap();
        let from = manifest.find("[workspace.package]").unwrap();
        let package = &manifest[from..manifest.find("[workspace.lints").unwrap()];
        let callers = |name: &str| ["own", "there", "back"].map(|way| format!("callers/{name}_{way}"));
        let mut members = vec!["packages/base".to_owned(), "callers/base_base".to_owned()];
        for Mutation { name, .. } in ALL {
            members.push(format!("packages/{name}"));
            members.extend(callers(name));
        }
        fs::create_dir_all(&folder).unwrap();
        // Two runs at once would write the same files.
        let lock = fs::File::create(folder.join("lock")).unwrap();
        lock.lock().unwrap();
        update(
            &folder.join("Cargo.toml"),
            &format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n{package}"),
        );
        update(&folder.join("Cargo.lock"), &fs::read_to_string(repository().join("Cargo.lock")).unwrap());
        Self { folder, _lock: lock }
    }

    /// The hand-written part of `ovh-api` around generated code.
    fn package(&self, name: &str, output: &Output) {
        let original = repository().join("ovh-api");
        let folder = self.folder.join("packages").join(name);
        let manifest = fs::read_to_string(original.join("Cargo.toml")).unwrap();
        let kept = ["dependencies]", "features]"];
        let tables = manifest.split("\n[").filter(|table| kept.iter().any(|name| table.starts_with(name)));
        let tables = tables.collect::<Vec<_>>().join("\n[");
        let (tables, _) = tables.split_once("# The features below").unwrap();
        let mut text = format!("[package]\nname = \"{name}\"\nedition.workspace = true\n\n[");
        // TLS takes longer to build than everything else, and generated code knows nothing of it.
        for line in tables.lines() {
            let off = ["default = ", "rustls = "].into_iter().find(|feature| line.starts_with(feature));
            text.push_str(&off.map_or_else(|| line.to_owned(), |feature| format!("{feature}[]")));
            text.push('\n');
        }
        for feature in &output.features {
            text.push_str(&format!("{feature} = []\n"));
        }
        let features: Vec<String> = output.features.iter().map(|feature| format!("\"{feature}\"")).collect();
        text.push_str(&format!("full = [{}]\n", features.join(", ")));
        update(&folder.join("Cargo.toml"), &text);
        copy(&original.join("src"), &folder.join("src"));
        for (path, file) in &output.files {
            update(&folder.join("src/generated").join(path), file);
        }
    }

    /// A caller of everything in `written_for`, built with a package.
    fn caller(&self, name: &str, package: &str, written_for: &Output) {
        let folder = self.folder.join("callers").join(name);
        let dependency = format!(
            "ovh = {{ package = \"{package}\", path = \"../../packages/{package}\", features = [\"blocking\", \"full\"] }}"
        );
        update(
            &folder.join("Cargo.toml"),
            &format!("[package]\nname = \"{name}\"\nedition.workspace = true\n\n[dependencies]\n{dependency}\n"),
        );
        let mut text = "#![allow(warnings)]\n".to_owned();
        for (number, function) in uses(written_for).iter().enumerate() {
            text.push_str(&function.replacen(NAME, &format!("{NAME}_{number}"), 1));
            text.push('\n');
        }
        update(&folder.join("src/lib.rs"), &text);
    }

    /// The packages that do not build.
    fn check(&self) -> BTreeSet<String> {
        let output = Command::new(env!("CARGO"))
            .args([
                "check",
                "--workspace",
                "--keep-going",
                "--offline",
                "--message-format=json",
                "--target-dir",
                "target",
            ])
            .current_dir(&self.folder)
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        let text = String::from_utf8(output.stdout).unwrap();
        let messages: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let packages = |reason: &str| -> BTreeSet<String> {
            let messages = messages.iter().filter(|message| message["reason"] == reason);
            let errors =
                messages.filter(|message| reason != "compiler-message" || message["message"]["level"] == "error");
            errors.map(|message| message["target"]["name"].as_str().unwrap().to_owned()).collect()
        };
        let failed = packages("compiler-message");
        let (built, count) = (packages("compiler-artifact"), ALL.len());
        let ours = |name: &&String| name.ends_with("_own") || name.ends_with("_there") || name.ends_with("_back");
        assert_eq!(
            built.union(&failed).filter(ours).count(),
            3 * count,
            "cargo check did not come to an end:\n{errors}"
        );
        failed
    }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// Copies the hand-written sources.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.ends_with("src/generated") {
            continue;
        }
        if path.is_dir() { copy(&path, &target) } else { update(&target, &fs::read_to_string(&path).unwrap()) }
    }
}

/// Only what changed is written, so that cargo sees what did not.
fn update(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|current| current == text) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
