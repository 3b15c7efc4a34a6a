//! What the generator makes of each quirk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use generator::Output;
use generator::fixups;
use generator::model::Model;
use generator::schema::{Branch, Schema};

/// The folder of all quirks.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("quirks")
}

/// The schemas of one snapshot folder, as `xtask` reads them.
pub fn read(folder: &Path) -> Vec<(Branch, Schema)> {
    let mut schemas = Vec::new();
    for (branch, name) in [(Branch::V1, "v1"), (Branch::V2, "v2")] {
        let mut folders = vec![folder.join(name)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.to_string_lossy();
                    let mut schema = Schema::read(&name, &fs::read(&path).unwrap()).unwrap();
                    fixups::apply(fixups::FIXUPS, &name, branch, &mut schema);
                    schemas.push((branch, schema));
                }
            }
        }
    }
    schemas
}

/// All quirks by name, resolved and written.
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
fn each_quirk() {
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
fn the_order_of_files_says_nothing() {
    for (quirk, (model, output)) in all() {
        let mut schemas = read(&folder().join(&quirk));
        schemas.reverse();
        let reversed = generator::resolve(&schemas);
        assert_eq!(generator::emit(&reversed), output, "{quirk}");
        assert_eq!(reversed.warnings, model.warnings, "{quirk}");
    }
}

#[test]
fn as_much_goes_out_as_came_in() {
    for (quirk, (model, output)) in all() {
        assert_eq!(output.operations, model.counts.operations, "{quirk}");
        assert_eq!(output.definitions + model.counts.instances, model.counts.models, "{quirk}");
        assert_eq!(generator::surface(&model).lines().count(), model.counts.operations, "{quirk}");
    }
}
