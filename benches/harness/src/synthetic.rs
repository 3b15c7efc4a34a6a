//! Creates snapshots of any size by copying committed APIs to other roots and namespaces.
//!
//! Copies share the types that their original shares with other APIs, as real APIs do.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use serde_json::Value;

/// The four APIs that the marks refer to, once and ten times.
pub(crate) const ONCE: &[Copies] = &[
    copies_of("me", "v1", 1),
    copies_of("vps", "v1", 1),
    copies_of("domain", "v1", 1),
    copies_of("services", "v1", 1),
];
pub(crate) const TEN_TIMES: &[Copies] = &[
    copies_of("me", "v1", 10),
    copies_of("vps", "v1", 10),
    copies_of("domain", "v1", 10),
    copies_of("services", "v1", 10),
];

/// 84 APIs with 6,681 operations, 14 of them on branch v2, similar to the whole API.
pub(crate) const WHOLE: &[Copies] = &[
    copies_of("me", "v1", 4),
    copies_of("vps", "v1", 22),
    copies_of("domain", "v1", 15),
    copies_of("services", "v1", 29),
    copies_of("auth", "v2", 14),
];

/// A committed API and its number of copies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Copies {
    api: &'static str,
    branch: &'static str,
    copies: usize,
}

const fn copies_of(api: &'static str, branch: &'static str, copies: usize) -> Copies {
    Copies { api, branch, copies }
}

/// Replaces a folder with a snapshot and returns the number of operations.
///
/// # Errors
///
/// Fails if a committed schema cannot be read or the folder cannot be written.
pub(crate) fn write(schemas: &Path, plan: &[Copies], folder: &Path) -> anyhow::Result<usize> {
    let mut committed = BTreeMap::new();
    for api in ["auth", "domain", "me", "services", "vps"] {
        let path = schemas.join("v1").join(format!("{api}.json"));
        let text = fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
        let schema: Value = serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))?;
        committed.insert(api, schema);
    }
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("could not remove {}", folder.display()))?;
    }
    let mut operations = 0;
    for Copies { api, branch, copies } in plan {
        let original = committed.get(api).with_context(|| format!("missing committed schema of /{api}"))?;
        let own = own_namespaces(api, &committed);
        ensure!(!own.is_empty(), "/{api} has no types of its own");
        let into = folder.join(branch);
        fs::create_dir_all(&into)?;
        for copy in 0..*copies {
            let name = if copy == 0 { (*api).to_owned() } else { format!("{api}{copy}") };
            let mut schema = original.clone();
            if copy > 0 {
                rename(&mut schema, &format!("/{api}"), &format!("/{name}"), &own, &copy.to_string());
            }
            operations += count(&schema);
            fs::write(into.join(format!("{name}.json")), schema.to_string())?;
        }
    }
    Ok(operations)
}

/// Returns the first segments of the namespaces that only this API uses.
fn own_namespaces(api: &str, committed: &BTreeMap<&str, Value>) -> BTreeSet<String> {
    let namespaces = |schema: &Value| -> BTreeSet<String> {
        let models = schema.get("models").and_then(Value::as_object).into_iter().flatten();
        models.filter_map(|(name, _)| Some(name.split_once('.')?.0.to_owned())).collect()
    };
    let others: BTreeSet<String> =
        committed.iter().filter(|(other, _)| **other != api).flat_map(|(_, schema)| namespaces(schema)).collect();
    let mut own = committed.get(api).map(namespaces).unwrap_or_default();
    own.retain(|namespace| namespace == api || !others.contains(namespace));
    own
}

/// Moves the paths of a copy to another root and its own types to other namespaces.
fn rename(value: &mut Value, root: &str, new_root: &str, own: &BTreeSet<String>, suffix: &str) {
    match value {
        Value::String(text) => *text = renamed(text, root, new_root, own, suffix),
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, root, new_root, own, suffix)),
        Value::Object(entries) => {
            let before = std::mem::take(entries);
            for (key, mut entry) in before {
                // Enum values are kept.
                if key != "enum" {
                    rename(&mut entry, root, new_root, own, suffix);
                }
                entries.insert(renamed(&key, root, new_root, own, suffix), entry);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn renamed(text: &str, root: &str, new_root: &str, own: &BTreeSet<String>, suffix: &str) -> String {
    if let Some(below) = text.strip_prefix(root).filter(|below| below.is_empty() || below.starts_with('/')) {
        return format!("{new_root}{below}");
    }
    // In type expressions, names with dots are separated by brackets, commas and colons.
    let words = text.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_');
    let words = words.map(|word| match word.split_once('.') {
        Some((first, rest)) if own.contains(first) => format!("{first}{suffix}.{rest}"),
        _ => word.to_owned(),
    });
    words.collect()
}

fn count(schema: &Value) -> usize {
    let paths = schema.get("apis").and_then(Value::as_array).into_iter().flatten();
    paths.filter_map(|path| path.get("operations")?.as_array()).map(Vec::len).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace;

    #[test]
    fn copies_are_separate_apis_with_all_operations() {
        let folder = tempfile::tempdir().unwrap();
        for (plan, apis, operations) in [(ONCE, 4, 630), (WHOLE, 84, 6681)] {
            assert_eq!(write(&workspace::schemas(), plan, folder.path()).unwrap(), operations);
            let model = workspace::model(folder.path());
            assert_eq!((model.counts.apis, model.counts.operations), (apis, operations));
        }
    }
}
