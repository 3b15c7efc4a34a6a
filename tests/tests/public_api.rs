//! What callers see of the code written by hand, and what of it belongs to other packages.
//!
//! Both are read from what rustdoc says in JSON. Its form changes with the compiler, and so does how it spells types of
//! the standard library; therefore this is for the oldest compiler that is promised, and `.ci/supply` runs it there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use public_api::PublicApi;

/// Without the API features, so that nothing generated is in it but the empty module of types.
const FEATURES: &str = "blocking,rustls";

/// What is shown under another name; the documentation leaves the rest out.
const CORE: &str = "ovh-api-core";

fn public_api(package: &str) -> PublicApi {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
    let test = std::env::current_exe().unwrap();
    // With a target folder of its own: some packages are built anew when this variable changes.
    let target = test.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists()).unwrap().join("public-api");
    let output = Command::new(env!("CARGO"))
        .args(["rustdoc", "--package", package, "--lib", "--no-default-features", "--features", FEATURES, "--quiet"])
        .arg("--target-dir")
        .arg(&target)
        .args(["--", "-Z", "unstable-options", "--output-format", "json"])
        .current_dir(repository)
        // What the stable compiler keeps for itself is the output alone; it reads the same language.
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

/// The types of other packages than the standard library's in the text of an item, each as package and path.
fn foreign_types(item: &str) -> impl Iterator<Item = (&str, String)> {
    item.split(|part: char| !(part.is_alphanumeric() || part == '_' || part == ':')).filter_map(|path| {
        let (package, path) = path.split_once("::")?;
        let standard = ["", "ovh_api", "ovh_api_core", "crate", "core", "alloc", "std"].contains(&package);
        // What follows the type is an item of it: a method, or a constant, which has no lower-case letter.
        let is_type = |name: &&str| name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase);
        let segments: Vec<&str> = path.split("::").collect();
        let end = segments.iter().position(is_type)?;
        (!standard && package.starts_with(char::is_lowercase)).then(|| (package, segments[..=end].join("::")))
    })
}

#[test]
fn of_the_code_written_by_hand() {
    let listed = |package| Vec::from_iter(public_api(package).items().map(ToString::to_string));
    let mut items = listed("ovh-api");
    insta::assert_snapshot!("items", items.join("\n"));
    let core = listed(CORE);
    insta::assert_snapshot!("items_of_the_core", core.join("\n"));
    items.extend(core);

    // A new major version of one of these packages is one of ovh-api.
    let mut foreign: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (package, path) in items.iter().flat_map(|item| foreign_types(item)) {
        foreign.entry(package).or_default().insert(path);
    }
    let types = |types: &BTreeSet<String>| Vec::from_iter(types.iter().map(String::as_str)).join(", ");
    let lines = foreign.iter().map(|(package, of_it)| format!("{package}: {}", types(of_it)));
    insta::assert_snapshot!("foreign_types", lines.collect::<Vec<_>>().join("\n"));
}
