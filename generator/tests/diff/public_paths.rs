//! The printed path of a type compiles with every set of features, and stays when an API of its namespace arrives.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use generator::diff::{Aspect, Impact, Item, diff};
use generator::model::{Direction, Model};
use serde_json::{Value, json};

use crate::schema::{body, model, object, operation, property, thing};
use crate::workspace::{TARGET, hand_written, replace, update, workspace};

/// Returns `/thing`, an API whose name follows a slash, and one that has a module for the type of its struct.
fn apis() -> Vec<Value> {
    let types = json!({
        "thing.Thing": object(&json!({"id": property("long", "r"), "case": property("thing.case.Case", "r")})),
        "thing.case.Case": object(&json!({"task": property("rack.unit.Task", "r")})),
        "thing.parameters.Colour": {"enum": ["red"], "enumType": "string"},
        "thing.ThingApi": object(&json!({"colour": property("thing.parameters.Colour", "r")})),
        "rack.unit.Task": object(&json!({"state": property("rack.State", "r")})),
        "rack.State": {"enum": ["on"], "enumType": "string"},
        "std.Size": {"enum": ["small"], "enumType": "string"},
    });
    let api = |root: &str, operations: Value| json!({"resourcePath": root, "models": types, "apis": [{"path": root, "operations": operations}]});
    let update = operation("PUT", "void", &[body("rack.unit.Other")]);
    let mut rack = api("/rack/unit", json!([operation("GET", "thing.Thing", &[]), update]));
    rack["models"]["rack.unit.Other"] = object(&json!({"id": property("long", "")}));
    vec![
        api("/thing", json!([operation("GET", "thing.Thing", &[]), operation("POST", "thing.ThingApi", &[])])),
        rack,
        // It needs none of its own types.
        api("/std", json!([operation("GET", "thing.Thing", &[])])),
        api("/user", json!([operation("GET", "std.Size", &[]), operation("POST", "rack.unit.Task", &[])])),
    ]
}

/// Returns the public path of each type that one of the features enables.
fn printed(model: &Model, enabled: &[&str]) -> BTreeSet<String> {
    let both = model.types.iter().flat_map(|(id, definition)| Direction::BOTH.map(|way| (id, definition, way)));
    let enabled = both.filter(|(_, definition, way)| {
        definition.features(*way).is_some_and(|features| features.iter().any(|it| enabled.contains(&it.as_str())))
    });
    enabled.filter_map(|(id, definition, way)| definition.rust_path(id.branch, way)).collect()
}

#[test]
fn public_paths_start_with_the_module_of_the_api() {
    let paths = printed(&model(&apis()), &["thing", "rack-unit", "std", "user"]);
    let expected = [
        "rack_unit::OtherInput",
        "rack_unit::Task",
        "std::Size",
        "thing::Thing",
        "thing::case::Case",
        "thing::parameters_::Colour",
        "types::rack::State",
        "types::thing::ThingApi",
    ];
    assert_eq!(paths.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}

#[test]
fn public_paths_compile_with_any_features() {
    let (folder, _lock) = workspace("public-paths", &["package".to_owned(), "callers/*".to_owned()]);
    let model = model(&apis());
    package(&folder, "package", &model);
    let all = ["thing", "rack-unit", "std", "user"];
    // Each feature alone, and all but one.
    for feature in all {
        caller(&folder, feature, "package", &[feature], &printed(&model, &[feature]));
        let others: Vec<&str> = all.into_iter().filter(|other| *other != feature).collect();
        caller(&folder, &format!("without_{feature}"), "package", &others, &printed(&model, &others));
    }
    for feature in all {
        check(&folder, feature);
        check(&folder, &format!("without_{feature}"));
    }
}

#[test]
fn new_api_of_a_namespace_keeps_old_paths() {
    let (folder, _lock) = workspace("new-api", &["package".to_owned(), "callers/*".to_owned()]);
    let all = apis();
    let before = [all[0].clone(), all[3].clone()];
    let (old, new) = (model(&before), model(&all));
    let changes = diff(&old, &new).changes;
    assert!(changes.iter().all(|change| change.impact == Impact::Compatible), "{changes:#?}");
    let renamed = changes.iter().filter(|change| change.item == Item::Type && change.aspect == Aspect::Renamed);
    let renamed: Vec<_> = renamed.map(|change| (change.old_name.as_deref(), change.new_name.as_deref())).collect();
    let moved = |old, new| (Some(old), Some(new));
    assert_eq!(renamed, [moved("types::rack::unit::Task", "rack_unit::Task"), moved("types::std::Size", "std::Size")]);
    let back = diff(&new, &old);
    assert!(back.changes.iter().any(|change| change.item == Item::Type && change.impact == Impact::Build));

    package(&folder, "package", &new);
    caller(&folder, "old", "package", &["thing", "user"], &printed(&old, &["thing", "user"]));
    check(&folder, "old");
}

#[test]
fn api_without_types_of_its_own_has_no_namespace() {
    let thing = model(&[thing()]);
    let paths = printed(&thing, &["thing"]);
    assert!(paths.iter().all(|path| path.starts_with("thing::")), "{paths:?}");
    assert_eq!(thing.apis[0].namespace, ["thing"]);
}

fn package(folder: &Path, name: &str, model: &Model) {
    let output = generator::emit(model);
    let package = folder.join(name);
    hand_written(&package, name, &output.features);
    replace(&package.join("src/generated"), &output.files);
}

/// Writes a package that imports paths with some features.
fn caller(folder: &Path, name: &str, package: &str, features: &[&str], paths: &BTreeSet<String>) {
    assert!(!paths.is_empty(), "{name} names no types");
    let caller = folder.join("callers").join(name);
    let dependency =
        format!("ovh = {{ package = \"{package}\", path = \"../../{package}\", features = {features:?} }}");
    let manifest =
        format!("[package]\nname = \"{name}_caller\"\nedition.workspace = true\n\n[dependencies]\n{dependency}\n");
    update(&caller.join("Cargo.toml"), &manifest);
    let lines: String = paths.iter().map(|path| format!("pub use ovh::{path} as _;\n")).collect();
    update(&caller.join("src/lib.rs"), &format!("{}{lines}", "#![allow(unused_imports)]\n"));
}

/// Builds a caller on its own, because Cargo unifies the features of the members of a workspace.
fn check(folder: &Path, name: &str) {
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet", "--target-dir", TARGET, "--package"])
        .arg(format!("{name}_caller"))
        .current_dir(folder)
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !errors.contains("warning"), "{name}: {errors}");
}
