//! Errors exit with 2.

use crate::runs::copy;
use crate::schemas::thing;
use crate::workspace::Workspace;

#[test]
fn invalid_folders_exit_with_2() {
    let workspace = Workspace::with(&thing(), &thing());
    let errors = workspace.fails(&["--from", "before", "--to", "nowhere"]);
    assert_eq!(errors, "error: nowhere does not exist\n");
    let errors = workspace.fails(&["--from", "before", "--to", "CHANGELOG.md"]);
    assert_eq!(errors, "error: CHANGELOG.md is not a folder\n");
    workspace.write("empty/README.md", "");
    let errors = workspace.fails(&["--from", "empty", "--to", "after"]);
    assert!(errors.starts_with("error: no schemas in empty: expected JSON files below empty/v1"), "{errors}");
}

#[test]
fn invalid_commits_exit_with_2() {
    let workspace = Workspace::with(&thing(), &thing());
    let errors = workspace.fails(&["--from", "nowhere", "--to", "after"]);
    assert!(errors.starts_with("error: `nowhere` is neither a folder nor a commit: not a git repository"), "{errors}");
    workspace.git(&["init", "--quiet"]);
    for revision in ["nowhere", "HEAD", "HEAD~9", "-x", "", "--help", "a:b", "@{yesterday"] {
        let errors = workspace.fails(&[&format!("--from={revision}"), "--to", "after"]);
        let expected = format!("error: `{revision}` is neither a folder nor a commit");
        assert!(errors.starts_with(&expected) && errors.lines().count() == 1, "{errors}");
    }
    workspace.git(&["add", "CHANGELOG.md"]);
    workspace.git(&["commit", "--quiet", "--message", "one"]);
    let errors = workspace.fails(&["--from", "HEAD", "--to", "after"]);
    assert!(errors.contains(") has no folder `schemas`"), "{errors}");
}

/// The errors name the file and the JSON pointer.
#[test]
fn invalid_schemas_exit_with_2() {
    let workspace = Workspace::with(&thing(), &thing());
    workspace.write("after/v1/bad.json", "{\"resourcePath\": 1}");
    workspace.write("after/v1/worse.json", "{");
    let errors = workspace.fails(&["--from", "before", "--to", "after"]);
    assert!(errors.contains("after/v1/bad.json: at /resourcePath: "), "{errors}");
    assert!(errors.contains("after/v1/worse.json: "), "{errors}");

    copy(&workspace.path("after"), &workspace.path("schemas"));
    workspace.git(&["init", "--quiet"]);
    workspace.git(&["add", "schemas"]);
    workspace.git(&["commit", "--quiet", "--message", "one"]);
    let errors = workspace.fails(&["--to", "before"]);
    assert!(errors.contains("):schemas/v1/bad.json: at /resourcePath: "), "{errors}");
}

#[test]
fn invalid_format_exits_with_2() {
    let errors = Workspace::with(&thing(), &thing()).fails(&["--format", "pdf"]);
    assert!(errors.contains("text, markdown, json, html"), "{errors}");
}
