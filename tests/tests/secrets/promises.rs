//! SECURITY.md promises what is tested.

use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The links from the names of tests to their files: ``[`name`](file.rs)``.
fn links(text: &str) -> Vec<(&str, &str)> {
    let parts = text.split("[`").skip(1).filter_map(|part| part.split_once("`]("));
    parts.filter_map(|(name, rest)| Some((name, rest.split_once(')')?.0))).collect()
}

/// Whether a function has that name and the attribute of a test.
fn is_test(source: &str, name: &str) -> bool {
    let function = format!("fn {name}()");
    let above = source.lines().take_while(|line| !line.contains(&function)).collect::<Vec<_>>();
    let mut attributes = above.iter().rev().map(|line| line.trim()).take_while(|line| line.starts_with("#["));
    source.contains(&function)
        && attributes.any(|attribute| attribute == "#[test]" || attribute.starts_with("#[tokio::test"))
}

#[test]
fn each_promise_is_linked_to_a_test_that_there_is() {
    let text = std::fs::read_to_string(repository().join("SECURITY.md")).unwrap();
    let (_, promises) = text.split_once("## Promises\n").unwrap();
    let (promises, _) = promises.split_once("\n## ").unwrap();
    let promises: Vec<_> = promises.split("\n- ").skip(1).collect();
    assert!(promises.len() >= 8, "{promises:?}");
    for promise in promises {
        let links = links(promise);
        assert!(!links.is_empty(), "nothing tests this: {promise}");
        for (name, file) in links {
            let source =
                std::fs::read_to_string(repository().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert!(is_test(&source, name), "{file} has no test {name}");
        }
    }
}
