//! What cannot be compared: exit code 2, and what to do about it.

use crate::sandbox::{Sandbox, copy, thing};

#[test]
fn folders_that_are_none() {
    let sandbox = Sandbox::with(&thing(), &thing());
    let refused = sandbox.refuses(&["--from", "before", "--to", "nowhere"]);
    assert_eq!(refused, "error: nowhere does not exist\n");
    let refused = sandbox.refuses(&["--from", "before", "--to", "CHANGELOG.md"]);
    assert_eq!(refused, "error: CHANGELOG.md is not a folder\n");
    sandbox.write("empty/README.md", "");
    let refused = sandbox.refuses(&["--from", "empty", "--to", "after"]);
    assert!(refused.starts_with("error: no schemas in empty: expected JSON files below empty/v1"), "{refused}");
}

#[test]
fn commits_that_are_none() {
    let sandbox = Sandbox::with(&thing(), &thing());
    let refused = sandbox.refuses(&["--from", "nowhere", "--to", "after"]);
    assert!(
        refused.starts_with("error: `nowhere` is neither a folder nor a commit: not a git repository"),
        "{refused}"
    );
    sandbox.git(&["init", "--quiet"]);
    for revision in ["nowhere", "HEAD", "HEAD~9", "-x", "", "--help", "a:b", "@{yesterday"] {
        let refused = sandbox.refuses(&[&format!("--from={revision}"), "--to", "after"]);
        let expected = format!("error: `{revision}` is neither a folder nor a commit");
        assert!(refused.starts_with(&expected) && refused.lines().count() == 1, "{refused}");
    }
    sandbox.git(&["add", "CHANGELOG.md"]);
    sandbox.git(&["commit", "--quiet", "--message", "one"]);
    let refused = sandbox.refuses(&["--from", "HEAD", "--to", "after"]);
    assert!(refused.contains(") holds no folder `schemas`"), "{refused}");
}

/// The message names the file, and its place in it.
#[test]
fn schemas_that_are_none() {
    let sandbox = Sandbox::with(&thing(), &thing());
    sandbox.write("after/v1/bad.json", "{\"resourcePath\": 1}");
    sandbox.write("after/v1/worse.json", "{");
    let refused = sandbox.refuses(&["--from", "before", "--to", "after"]);
    assert!(refused.contains("after/v1/bad.json: at /resourcePath: "), "{refused}");
    assert!(refused.contains("after/v1/worse.json: "), "{refused}");

    copy(&sandbox.path("after"), &sandbox.path("schemas"));
    sandbox.git(&["init", "--quiet"]);
    sandbox.git(&["add", "schemas"]);
    sandbox.git(&["commit", "--quiet", "--message", "one"]);
    let refused = sandbox.refuses(&["--to", "before"]);
    assert!(refused.contains("):schemas/v1/bad.json: at /resourcePath: "), "{refused}");
}

#[test]
fn forms_that_are_none() {
    let refused = Sandbox::with(&thing(), &thing()).refuses(&["--format", "pdf"]);
    assert!(refused.contains("text, markdown, json, html"), "{refused}");
}
