//! Snapshots of the public API of the hand-written code, and of the types of other packages in it.
//!
//! They are read from the JSON output of rustdoc, whose format changes with the compiler. `.ci/supply` runs this test
//! with the right compiler.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use public_api::PublicApi;

/// No API features, to exclude generated code.
const FEATURES: &str = "blocking,rustls";

/// The crate that `ovh-api` re-exports.
const CORE: &str = "ovh-api-core";

fn public_api(package: &str) -> PublicApi {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
    let test = std::env::current_exe().unwrap();
    // A separate target folder, because some packages are rebuilt when `RUSTC_BOOTSTRAP` changes.
    let target = test.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists()).unwrap().join("public-api");
    let output = Command::new(env!("CARGO"))
        .args(["rustdoc", "--package", package, "--lib", "--no-default-features", "--features", FEATURES, "--quiet"])
        .arg("--target-dir")
        .arg(&target)
        .args(["--", "-Z", "unstable-options", "--output-format", "json"])
        .current_dir(repository)
        // Enables JSON output on the stable compiler.
        .env("RUSTC_BOOTSTRAP", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    public_api::Builder::from_rustdoc_json(target.join("doc").join(package.replace('-', "_") + ".json"))
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .build()
        .unwrap()
}

/// Returns package and path of each type in an item that belongs to another package.
fn foreign_types(item: &str) -> impl Iterator<Item = (&str, String)> {
    item.split(|part: char| !(part.is_alphanumeric() || part == '_' || part == ':')).filter_map(|path| {
        let (package, path) = path.split_once("::")?;
        let standard = ["", "ovh_api", "ovh_api_core", "crate", "core", "alloc", "std"].contains(&package);
        // The type is the first upper-case segment; constants have no lower-case letters.
        let is_type = |name: &&str| name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase);
        let segments: Vec<&str> = path.split("::").collect();
        let end = segments.iter().position(is_type)?;
        (!standard && package.starts_with(char::is_lowercase)).then(|| (package, segments[..=end].join("::")))
    })
}

#[test]
fn public_api_matches_the_snapshots() {
    let listed = |package| Vec::from_iter(public_api(package).items().map(ToString::to_string));
    let mut items = listed("ovh-api");
    insta::assert_snapshot!("items", items.join("\n"));
    let core = listed(CORE);
    insta::assert_snapshot!("items_of_the_core", core.join("\n"));
    items.extend(core);

    // A new major version of one of these packages requires a new major version of ovh-api.
    let mut foreign: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (package, path) in items.iter().flat_map(|item| foreign_types(item)) {
        foreign.entry(package).or_default().insert(path);
    }
    let types = |types: &BTreeSet<String>| Vec::from_iter(types.iter().map(String::as_str)).join(", ");
    let lines = foreign.iter().map(|(package, of_it)| format!("{package}: {}", types(of_it)));
    insta::assert_snapshot!("foreign_types", lines.collect::<Vec<_>>().join("\n"));
}
