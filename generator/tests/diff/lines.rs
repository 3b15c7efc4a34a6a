//! An added field changes only a few lines of the snapshots under review.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use generator::schema::{Branch, Schema};
use serde_json::Value;
use walkdir::{DirEntry, WalkDir};

use crate::schema::property;

/// The schema files of a snapshot.
type Files = Vec<(Branch, Value)>;

/// The content of snapshots: code for quirks, the surface for committed APIs.
#[derive(Clone, Copy)]
enum Content {
    Code,
    Surface,
}

fn quirks() -> impl Iterator<Item = Files> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/quirks");
    fs::read_dir(folder).unwrap().map(|quirk| schemas(&quirk.unwrap().path()))
}

fn schemas(folder: &Path) -> Files {
    let branches = [(Branch::V1, "v1"), (Branch::V2, "v2")].into_iter();
    let files =
        branches.flat_map(|(branch, name)| json_files(&folder.join(name)).map(move |path| (branch, read(&path))));
    files.collect()
}

fn json_files(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    // A quirk may have only one of the branches.
    let entries = WalkDir::new(folder).into_iter().flatten();
    entries.filter(|entry| entry.file_type().is_file()).map(DirEntry::into_path)
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// Returns the lines of a snapshot under review, with their number.
fn lines(files: &Files, content: Content) -> BTreeMap<String, i64> {
    let schemas: Vec<(Branch, Schema)> = files
        .iter()
        .map(|(branch, schema)| (*branch, Schema::read("x.json", schema.to_string().as_bytes()).unwrap()))
        .collect();
    let model = generator::resolve(&schemas);
    let mut text = generator::surface(&model);
    match content {
        Content::Code => text.extend(generator::emit(&model).files.into_values()),
        Content::Surface => text.push_str(&generator::surface_of_types(&model)),
    }
    let mut lines = BTreeMap::new();
    for line in text.lines() {
        *lines.entry(line.to_owned()).or_default() += 1;
    }
    lines
}

/// Returns the number of changed lines for an added field, for every nth type of a snapshot.
fn changed(files: &Files, content: Content, every: usize, flags: &str) -> Vec<i64> {
    let before = lines(files, content);
    let types = files.iter().enumerate().flat_map(|(place, (_, schema))| {
        let models = schema["models"].as_object().into_iter().flatten();
        models.filter(|(_, model)| model["properties"].is_object()).map(move |(name, _)| (place, name))
    });
    let changed = types.step_by(every).map(|(place, name)| {
        let mut files = files.clone();
        files[place].1["models"][name]["properties"]["zzAdded"] = property("string", flags);
        let after = lines(&files, content);
        let count = |of: &BTreeMap<String, i64>, line: &String| of.get(line).copied().unwrap_or(0);
        let came = after.keys().map(|line| (count(&after, line) - count(&before, line)).max(0));
        let went = before.keys().map(|line| (count(&before, line) - count(&after, line)).max(0));
        came.sum::<i64>() + went.sum::<i64>()
    });
    changed.collect()
}

/// Returns the median and the maximum.
fn middle_and_most(mut counts: Vec<i64>) -> (i64, i64) {
    counts.sort_unstable();
    assert!(counts.len() > 30, "types are missing");
    (counts[counts.len() / 2], counts[counts.len() - 1])
}

#[test]
fn added_field_changes_few_lines_of_code() {
    // The first required field adds a constructor, the first optional field the setters, and a longer conversion is
    // written on more lines; constructors and conversions name all fields. A nullable field has another line in each
    // direction, which says that it may be null.
    for (flags, median, worst) in [("r", 6, 31), ("n", 15, 31), ("q", 16, 90)] {
        let counts = quirks().flat_map(|files| changed(&files, Content::Code, 1, flags)).collect();
        let (middle, most) = middle_and_most(counts);
        assert!(middle <= median && most <= worst, "{flags}: median {middle}, worst {most}");
    }
}

/// A field has a line for each direction in use. A read-only field does not appear in a type that is only used in
/// requests. Each API is a snapshot of its own, and half of them are tried: all of them would take minutes.
#[test]
fn added_field_changes_two_lines_of_surface_at_most() {
    let committed = schemas(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas"));
    for (flags, least, middle) in [("r", 0, 1), ("n", 1, 1)] {
        let apis = committed.iter().step_by(2).map(|api| vec![api.clone()]);
        let counts: Vec<i64> = apis.flat_map(|api| changed(&api, Content::Surface, 100, flags)).collect();
        assert!(counts.iter().all(|count| (least..=2).contains(count)), "{flags}: {counts:?}");
        assert_eq!(middle_and_most(counts).0, middle, "{flags}");
    }
}
