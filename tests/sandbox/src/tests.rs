//! Checks the structure of the crate.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use walkdir::WalkDir;

/// Returns the modules that each top-level module depends on, by `crate::` in its files.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut dependencies: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in WalkDir::new(&source).min_depth(1) {
        let path = entry.unwrap().into_path();
        let first = path.strip_prefix(&source).unwrap().components().next().unwrap();
        let module = Path::new(first.as_os_str()).file_stem().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() || ["lib", "main", "tests"].contains(&module.as_str()) {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code = code.collect::<Vec<_>>().join("\n").replace("crate::{", "crate::");
        let names = code.split("crate::").skip(1).flat_map(|rest| rest.split([';', '}']).next().unwrap().split(", "));
        let names = names.map(|name| name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap().to_owned());
        dependencies.entry(module.clone()).or_default().extend(names.filter(|name| *name != module));
    }
    let modules: BTreeSet<String> = dependencies.keys().cloned().collect();
    dependencies.values_mut().for_each(|names| names.retain(|name| modules.contains(name)));
    dependencies
}

#[test]
fn modules_have_no_cycles() {
    let mut left = dependencies();
    assert!(left.len() > 25 && left["service"].contains("index") && left["sandbox"].contains("world"), "{left:#?}");
    loop {
        let modules: BTreeSet<String> = left.keys().cloned().collect();
        left.retain(|_, names| names.iter().any(|name| modules.contains(name)));
        if left.len() == modules.len() {
            break;
        }
    }
    assert!(left.is_empty(), "these modules are in a cycle or depend on one: {left:#?}");
}
