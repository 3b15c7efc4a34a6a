//! axe-core, which checks accessibility.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::page::Page;

/// Returns the source of axe-core. The first call installs the pinned version.
fn source() -> String {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("axe");
    let file = folder.join("node_modules/axe-core/axe.min.js");
    let lock = fs::read(from.join("package-lock.json")).unwrap();
    if fs::read(folder.join("package-lock.json")).ok() != Some(lock) || !file.exists() {
        fs::create_dir_all(&folder).unwrap();
        for name in ["package.json", "package-lock.json"] {
            fs::copy(from.join(name), folder.join(name)).unwrap();
        }
        let install =
            Command::new("npm").args(["ci", "--silent", "--no-audit", "--no-fund"]).current_dir(&folder).status();
        assert!(install.unwrap().success(), "npm ci failed in {}", folder.display());
    }
    fs::read_to_string(file).unwrap()
}

/// Checks the visible page.
pub fn check(page: &mut Page, what: &str) {
    page.browser.value(&format!("(() => {{ {}; return 1; }})()", source()));
    let found = page.browser.value(
        "axe.run(document, {resultTypes: ['violations']}).then(({violations}) => \
         violations.map(({id, nodes}) => [id, nodes.slice(0, 3).map(n => [n.html, n.failureSummary])]))",
    );
    assert_eq!(found, json!([]), "{what}: {}", serde_json::to_string_pretty::<Value>(&found).unwrap());
}
