//! The lock of names: `codegen` writes and checks it, and `surface` uses it.

use serde_json::{Value, json};

use crate::schema::{operation, thing};
use crate::workspace::{Run, Workspace};

const LOCK: &str = "schemas/names.lock";

/// Returns an API with a type of each full name.
fn with_types(names: &[&str]) -> Value {
    let paths = names
        .iter()
        .enumerate()
        .map(|(number, name)| json!({"path": format!("/thing/{number}"), "operations": [operation("GET", name, &[])]}));
    let models = names.iter().map(|name| ((*name).to_owned(), json!({"properties": {"id": {"type": "long"}}})));
    json!({"resourcePath": "/thing", "apis": paths.collect::<Vec<_>>(), "models": models.collect::<Value>()})
}

fn path_of(run: &Run, full_name: &str) -> String {
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let line = run.stdout.lines().find(|line| line.ends_with(&format!("\t{full_name}"))).unwrap();
    line.split('\t').nth(1).unwrap().to_owned()
}

#[test]
fn codegen_records_names() {
    let workspace = Workspace::generated([("v1/thing.json", thing("/thing"))]);
    insta::assert_snapshot!(workspace.read(LOCK));
}

#[test]
fn check_fails_without_recorded_names() {
    let workspace = Workspace::generated([("v1/thing.json", thing("/thing"))]);
    let lock = workspace.read(LOCK);
    workspace.write(LOCK, lock.lines().filter(|line| !line.starts_with("type")).collect::<Vec<_>>().join("\n"));
    let run = workspace.codegen(&["--check"]);
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.stderr);
    assert_eq!(workspace.codegen(&[]).code, Some(0));
    assert_eq!(workspace.read(LOCK), lock);
    assert_eq!(workspace.codegen(&["--check"]).code, Some(0));
}

#[test]
fn given_file_keeps_names_over_snapshots() {
    let workspace = Workspace::new();
    let file = workspace.path("given.lock");
    let names = ["--types", "--names", file.to_str().unwrap()];
    workspace.schema("v1/thing.json", &with_types(&["thing.disk"]));
    assert_eq!(path_of(&workspace.surface_with(&names), "thing.disk"), "thing::Disk");
    workspace.schema("v1/thing.json", &with_types(&["thing.disk", "thing.Disk"]));
    let run = workspace.surface_with(&names);
    assert_eq!(path_of(&run, "thing.disk"), "thing::Disk");
    assert_eq!(path_of(&run, "thing.Disk"), "thing::ThingDisk");
    // Generated code has the same names.
    let run = workspace.codegen(&names[1..]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(workspace.read("ovh-api/src/generated/types/thing.rs").contains("pub struct ThingDisk {"));
    assert!(!workspace.path(LOCK).exists());
    // Without the file, the type that is spelled like its Rust name comes first.
    assert_eq!(path_of(&workspace.surface_of_types(), "thing.Disk"), "thing::Disk");
}

#[test]
fn invalid_lock_is_an_error_with_its_line() {
    let workspace = Workspace::generated([("v1/thing.json", thing("/thing"))]);
    let lock = workspace.read(LOCK);
    workspace.write(LOCK, format!("{lock}<<<<<<< ours\n"));
    let run = workspace.codegen(&[]);
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.stderr);
}
