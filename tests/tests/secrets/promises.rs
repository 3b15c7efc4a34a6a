//! The links of SECURITY.md to tests are valid.

use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the names and files of links to tests: ``[`name`](file.rs)``.
fn links(text: &str) -> Vec<(&str, &str)> {
    let parts = text.split("[`").skip(1).filter_map(|part| part.split_once("`]("));
    parts.filter_map(|(name, rest)| Some((name, rest.split_once(')')?.0))).collect()
}

/// Whether the source has a test with that name.
fn is_test(source: &str, name: &str) -> bool {
    let function = format!("fn {name}()");
    let above = source.lines().take_while(|line| !line.contains(&function)).collect::<Vec<_>>();
    let mut attributes = above.iter().rev().map(|line| line.trim()).take_while(|line| line.starts_with("#["));
    source.contains(&function)
        && attributes.any(|attribute| attribute == "#[test]" || attribute.starts_with("#[tokio::test"))
}

#[test]
fn each_promise_links_to_existing_tests() {
    let text = std::fs::read_to_string(repository().join("SECURITY.md")).unwrap();
    let (_, promises) = text.split_once("## Promises\n").unwrap();
    let (promises, _) = promises.split_once("\n## ").unwrap();
    let promises: Vec<_> = promises.split("\n- ").skip(1).collect();
    assert!(promises.len() >= 8, "{promises:?}");
    for promise in promises {
        let links = links(promise);
        assert!(!links.is_empty(), "promise without test: {promise}");
        for (name, file) in links {
            let source =
                std::fs::read_to_string(repository().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert!(is_test(&source, name), "{file} has no test {name}");
        }
    }
}
