//! How much of a snapshot under review one added field changes: a handful of lines, whatever the type.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use generator::schema::{Branch, Schema};
use serde_json::Value;

use crate::schema::property;

/// The schema files of a snapshot.
type Files = Vec<(Branch, Value)>;

fn quirks() -> impl Iterator<Item = Files> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/quirks");
    fs::read_dir(folder).unwrap().map(|quirk| {
        let quirk = quirk.unwrap().path();
        let branches = [(Branch::V1, "v1"), (Branch::V2, "v2")].into_iter();
        branches
            .flat_map(|(branch, name)| json_files(&quirk.join(name)).map(move |path| (branch, read(&path))))
            .collect()
    })
}

fn json_files(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file())
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// All that stands in a snapshot under review, line by line.
fn lines(files: &Files) -> BTreeMap<String, i64> {
    let schemas: Vec<(Branch, Schema)> = files
        .iter()
        .map(|(branch, schema)| (*branch, Schema::read("x.json", schema.to_string().as_bytes()).unwrap()))
        .collect();
    let model = generator::resolve(&schemas);
    let mut text = generator::surface(&model);
    text.extend(generator::emit(&model).unwrap().files.into_values());
    let mut lines = BTreeMap::new();
    for line in text.lines() {
        *lines.entry(line.to_owned()).or_default() += 1;
    }
    lines
}

/// For each type of each quirk: how many lines come and go with one more field.
fn changed(flags: &str) -> Vec<i64> {
    let mut counts = Vec::new();
    for files in quirks() {
        let before = lines(&files);
        for (place, (_, schema)) in files.iter().enumerate() {
            let models = schema["models"].as_object().into_iter().flatten();
            for (name, _) in models.filter(|(_, model)| model["properties"].is_object()) {
                let mut files = files.clone();
                files[place].1["models"][name]["properties"]["zzAdded"] = property("string", flags);
                let after = lines(&files);
                let count = |of: &BTreeMap<String, i64>, line: &String| of.get(line).copied().unwrap_or(0);
                let came = after.keys().map(|line| (count(&after, line) - count(&before, line)).max(0));
                let went = before.keys().map(|line| (count(&before, line) - count(&after, line)).max(0));
                counts.push(came.sum::<i64>() + went.sum::<i64>());
            }
        }
    }
    counts.sort_unstable();
    counts
}

#[test]
fn one_field_is_a_handful_of_lines() {
    // The first required field gives a struct a constructor, which names all its fields.
    for (flags, median, worst) in [("r", 6, 12), ("n", 8, 12), ("q", 8, 70)] {
        let counts = changed(flags);
        assert!(counts.len() > 40, "types are missing");
        let (middle, most) = (counts[counts.len() / 2], counts[counts.len() - 1]);
        assert!(middle <= median && most <= worst, "{flags}: median {middle}, worst {most}");
    }
}
