//! Checks that modules depend only on lower layers.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the crate, lowest layer first. Modules of one layer do not depend on each other, apart from the
/// lowest: JSON and the types that it encodes.
const LAYERS: &[&[&str]] = &[
    &[
        "json",
        "text",
        "text_scalars",
        "clone_and_debug",
        "operation",
        "parameter",
        "patch",
        "private_file",
        "enums",
        "equality",
        "setters",
    ],
    &["error"],
    &["endpoint", "limit", "redaction"],
    &["transport", "retry"],
    &["auth"],
    &["request", "response"],
    &["client"],
    &["access_rules", "blocking", "config", "consumer_key", "paging", "polling", "testing"],
    &["internal"],
];

/// The modules of `auth`, lowest layer first.
const AUTH: &[&[&str]] =
    &[&["credentials", "refresh", "signature"], &["clock"], &["service"], &["oauth2"], &["authentication"]];

/// The modules of `client`, lowest layer first.
const CLIENT: &[&[&str]] =
    &[&["checked_response", "notices", "observer"], &["settings"], &["core"], &["raw_response"], &["execute"]];

/// Macros that are exported at the crate root.
const MACROS: &[&str] = &["clone_and_debug", "common_traits", "equality", "open_enum", "setters", "task"];

#[test]
fn modules_depend_only_on_lower_layers() {
    let mut violations = BTreeSet::new();
    for (file, text) in sources() {
        let module = file.split(['/', '.']).next().unwrap_or_default().to_owned();
        if module == "lib" {
            continue;
        }
        for target in paths(&text, "crate") {
            if !MACROS.contains(&target.as_str()) && !is_allowed(LAYERS, 0, &module, &target) {
                violations.insert(format!("{file}: crate::{target}"));
            }
        }
    }
    assert!(violations.is_empty(), "{violations:#?}");
}

#[test]
fn files_of_a_folder_depend_only_on_lower_layers() {
    for (folder, layers) in [("auth", AUTH), ("client", CLIENT)] {
        for (file, text) in sources() {
            let Some(below) = file.strip_prefix(&format!("{folder}/")) else {
                continue;
            };
            let module = below.split(['/', '.']).next().unwrap_or_default();
            let base = if below.contains('/') { "super::super" } else { "super" };
            let absolute = format!("crate::{folder}");
            for target in paths(&text, base).into_iter().chain(paths(&text, &absolute)) {
                assert!(is_allowed(layers, usize::MAX, module, &target), "{file}: {target}");
            }
        }
    }
}

#[test]
fn every_module_has_a_layer() {
    for (folder, layers) in [("", LAYERS), ("auth/", AUTH), ("client/", CLIENT)] {
        for (file, _) in sources() {
            let module = file.strip_prefix(folder).and_then(|below| below.split(['/', '.']).next());
            let is_listed = module.is_none_or(|module| layers.iter().any(|layer| layer.contains(&module)));
            assert!(is_listed || file == "lib.rs", "{file}");
        }
    }
}

#[test]
fn paths_of_code_are_found() {
    let text = "//! crate::a\nuse crate::{b::{c, d}, e};\nfn f() { crate::g(crate::h::I, $crate::j, mycrate::k) }\n\
                #[cfg(test)]\nmod tests { use crate::l; }";
    assert_eq!(paths(text, "crate"), ["b", "e", "g", "h"]);
    assert_eq!(paths("use super::super::a; use super::b;", "super"), ["super", "b"]);
}

/// Returns whether `module` may depend on `target`. Modules of the layer `mutual` may depend on each other.
fn is_allowed(layers: &[&[&str]], mutual: usize, module: &str, target: &str) -> bool {
    let layer = |name| layers.iter().position(|layer| layer.contains(&name));
    match (layer(module), layer(target)) {
        _ if module == target => true,
        (Some(from), Some(to)) => to < from || (to == from && from == mutual),
        _ => false,
    }
}

/// Returns the sources by their path below `src`, without test files.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            if path.is_dir() {
                folders.push(path);
            } else if !name.split(['/', '.']).any(|part| part == "tests") {
                sources.push((name, fs::read_to_string(path).unwrap()));
            }
        }
    }
    assert!(sources.len() > 50);
    sources
}

/// Returns the names that follow `base::` in code, apart from comments and the module `tests` at the end of a file.
fn paths(text: &str, base: &str) -> Vec<String> {
    let text = text.split("\n#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    let code = lines.collect::<Vec<_>>().join("\n");
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut names = Vec::new();
    for (index, matched) in code.match_indices(&format!("{base}::")) {
        if code[..index].ends_with(|before| is_name(before) || before == '$' || before == ':') {
            continue;
        }
        let rest = &code[index + matched.len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(group_members(group)),
            None => names.extend(rest.split(|letter| !is_name(letter)).next().map(str::to_owned)),
        }
    }
    names
}

/// Returns the first names of the members of a `{…}` group.
fn group_members(group: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut members = vec![String::new()];
    for letter in group.chars() {
        match letter {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => members.push(String::new()),
            _ if depth == 0 => members.last_mut().unwrap().push(letter),
            _ => {}
        }
    }
    let first = |member: String| member.split("::").next().map(|name| name.trim().to_owned());
    members.into_iter().filter_map(first).filter(|name| !name.is_empty()).collect()
}
