//! Compares the reported impact of each mutation, in both directions, with the compiler.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use generator::Output;
use generator::diff::{Impact, diff};
use serde_json::Value;

use crate::mutations::{ALL, Mutation};
use crate::schema::{model, thing};
use crate::uses::{NAME, uses};
use crate::workspace::{TARGET, hand_written, replace, update, workspace};

fn output(schemas: &[Value]) -> Output {
    generator::emit(&model(schemas))
}

fn impact(old: &[Value], new: &[Value]) -> Option<Impact> {
    diff(&model(old), &model(new)).impact()
}

#[test]
fn mutations_have_expected_impacts() {
    assert!(ALL.len() > 60, "mutations are missing");
    let mut wrong = Vec::new();
    for mutation in ALL {
        let (before, after) = (vec![thing()], mutation.applied());
        for (way, old, new, expected) in
            [("there", &before, &after, mutation.there), ("back", &after, &before, mutation.back)]
        {
            let changes = diff(&model(old), &model(new));
            if changes.impact() != expected {
                wrong.push(format!("{} {way}: expected {expected:?}, got {:#?}", mutation.name, changes.changes));
            }
            let (old, new) = (uses(&output(old)), uses(&output(new)));
            if old != new && expected.is_none() || old.is_subset(&new) == (expected == Some(Impact::Build)) {
                let lost: Vec<&String> = old.difference(&new).collect();
                wrong.push(format!("{} {way}: {expected:?}, but these no longer build: {lost:#?}", mutation.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A caller of everything builds with the code that it was written for. With the other code, it fails to build exactly
/// if a change is reported as breaking the build.
#[test]
fn mutations_that_break_the_build_do_not_compile() {
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
        assert_eq!(impact(&base, &after), *there, "{name}");
        assert_eq!(impact(&after, &base), *back, "{name}");
    }
    let failed = workspace.check();
    let wrong: Vec<&String> = failed.symmetric_difference(&must_fail).collect();
    assert!(wrong.is_empty(), "built or failed unexpectedly: {wrong:?}");
    assert!(must_build.is_disjoint(&failed));
}

/// A workspace with a package of generated code for each mutation, which share their dependencies.
struct Workspace {
    folder: PathBuf,
    _lock: fs::File,
}

impl Workspace {
    fn new() -> Self {
        let callers = |name: &str| ["own", "there", "back"].map(|way| format!("callers/{name}_{way}"));
        let mut members = vec!["packages/base".to_owned(), "callers/base_base".to_owned()];
        for Mutation { name, .. } in ALL {
            members.push(format!("packages/{name}"));
            members.extend(callers(name));
        }
        let (folder, lock) = workspace("mutations", &members);
        Self { folder, _lock: lock }
    }

    /// Writes a package with generated code in the hand-written part of `ovh-api`.
    fn package(&self, name: &str, output: &Output) {
        let folder = self.folder.join("packages").join(name);
        hand_written(&folder, name, &output.features);
        replace(&folder.join("src/generated"), &output.files);
    }

    /// Writes a caller of everything in `written_for` that depends on a package.
    fn caller(&self, name: &str, package: &str, written_for: &Output) {
        let folder = self.folder.join("callers").join(name);
        let dependency = format!(
            "ovh = {{ package = \"{package}\", path = \"../../packages/{package}\", \
             features = [\"blocking\", \"full\"] }}"
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

    /// Returns the packages that do not build.
    fn check(&self) -> BTreeSet<String> {
        let output = Command::new(env!("CARGO"))
            .args([
                "check",
                "--workspace",
                "--keep-going",
                "--offline",
                "--message-format=json",
                "--target-dir",
                TARGET,
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
        assert_eq!(built.union(&failed).filter(ours).count(), 3 * count, "cargo check did not finish:\n{errors}");
        failed
    }
}
