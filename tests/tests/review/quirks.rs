//! The generated code of each quirk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use generator::Output;
use generator::fixups;
use generator::model::Model;
use generator::schema::{Branch, Schema};
use walkdir::WalkDir;

/// Returns the folder of all quirks.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("quirks")
}

/// Reads the schemas of a folder like `xtask`.
pub fn read(folder: &Path) -> Vec<(Branch, Schema)> {
    let mut schemas = Vec::new();
    for (branch, name) in [(Branch::V1, "v1"), (Branch::V2, "v2")] {
        // A quirk may have only one of the branches.
        for file in WalkDir::new(folder.join(name)).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
            let name = file.path().to_string_lossy();
            let mut schema = Schema::read(&name, &fs::read(file.path()).unwrap()).unwrap();
            fixups::apply(fixups::FIXUPS, &name, branch, &mut schema);
            schemas.push((branch, schema));
        }
    }
    schemas
}

/// Returns the models and output of all quirks by name.
pub fn all() -> BTreeMap<String, (Model, Output)> {
    let quirks = fs::read_dir(folder()).unwrap().map(|entry| {
        let entry = entry.unwrap();
        let model = generator::resolve(&read(&entry.path()));
        let output = generator::emit(&model);
        (entry.file_name().into_string().unwrap(), (model, output))
    });
    quirks.collect()
}

#[test]
fn each_quirk_matches_its_snapshot() {
    let quirks = all();
    assert!(quirks.len() > 12, "the quirks are missing");
    for (quirk, (model, output)) in &quirks {
        let mut text = generator::surface(model);
        text.push_str(&format!("\nfeatures: {:?}\n", output.features));
        for warning in &model.warnings {
            text.push_str(&format!("warning: {warning}\n"));
        }
        for (path, file) in &output.files {
            text.push_str(&format!("\n----- {path}\n{file}"));
        }
        insta::assert_snapshot!(quirk.as_str(), text);
    }
}

#[test]
fn output_does_not_depend_on_file_order() {
    for (quirk, (model, output)) in all() {
        let mut schemas = read(&folder().join(&quirk));
        schemas.reverse();
        let reversed = generator::resolve(&schemas);
        assert_eq!(generator::emit(&reversed), output, "{quirk}");
        assert_eq!(reversed.warnings, model.warnings, "{quirk}");
    }
}

#[test]
fn output_has_all_operations_and_types() {
    for (quirk, (model, output)) in all() {
        assert_eq!(output.operations, model.counts.operations, "{quirk}");
        assert_eq!(output.definitions + model.counts.instances, model.counts.models, "{quirk}");
        assert_eq!(generator::surface(&model).lines().count(), model.counts.operations, "{quirk}");
    }
}
