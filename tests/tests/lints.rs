//! `ovh-api` has its lints in its source, because lints in the manifest compile slower. They must equal those of the
//! workspace.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn crate_lints_equal_workspace_lints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let source = fs::read_to_string(root.join("ovh-api/src/lib.rs")).unwrap();
    assert_eq!(source_lints(&source), workspace_lints(&manifest));
}

fn workspace_lints(manifest: &str) -> BTreeSet<String> {
    let mut lints = BTreeSet::new();
    let mut tool = None;
    for line in manifest.lines() {
        if line.starts_with('[') {
            tool = line.strip_prefix("[workspace.lints.").and_then(|rest| rest.strip_suffix(']'));
        } else if let Some((tool, (name, _))) = tool.zip(line.split_once(" = ")) {
            lints.insert(if tool == "rust" { name.to_owned() } else { format!("{tool}::{name}") });
        }
    }
    lints
}

fn source_lints(source: &str) -> BTreeSet<String> {
    let levels = ["#![forbid(", "#![warn("];
    let lists = levels.iter().flat_map(|level| source.split(level).skip(1)).filter_map(|rest| rest.split(")]").next());
    lists.flat_map(|list| list.split(',')).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}
