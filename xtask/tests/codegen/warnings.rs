//! Warnings about types without a definition.

use serde_json::json;

use crate::schema::{api, thing};
use crate::workspace::Workspace;

fn workspace() -> Workspace {
    let workspace = Workspace::new();
    let mut schema = thing("/thing");
    schema["models"]["thing.Thing"]["properties"]["shape"] = json!({"type": "thing.Shape[]"});
    schema["models"]["thing.Thing"]["properties"]["form"] = json!({"type": "thing.Shape"});
    schema["models"]["thing.Thing"]["properties"]["mood"] = json!({"type": "mood"});
    workspace.schema("v1/thing.json", &schema);
    workspace
        .schema("v1/other.json", &api("/other", &[("GET", "/other/{a}", "thing.Shape"), ("GET", "/other", "mood[]")]));
    workspace
}

#[test]
fn each_name_is_warned_about_once() {
    let workspace = workspace();
    let run = workspace.codegen(&[]);
    assert_eq!(run.code, Some(0));
    insta::assert_snapshot!(run.stderr);
    assert_eq!(workspace.codegen(&[]).stderr, run.stderr);
    assert_eq!(workspace.codegen(&["--check"]).stderr, run.stderr);
    assert_eq!(workspace.surface().stderr, run.stderr);
}

#[test]
fn contradicting_files_are_warned_about() {
    let workspace = workspace();
    let mut other = thing("/thing");
    other["resourcePath"] = json!("/copy");
    other["apis"] = json!([]);
    other["models"]["thing.Thing"]["properties"]["name"]["type"] = json!("long");
    other["models"]["thing.StateEnum"] = json!({"properties": {}});
    workspace.schema("v1/copy.json", &other);
    let run = workspace.codegen(&[]);
    assert_eq!(run.code, Some(0));
    insta::assert_snapshot!(run.stderr);
}
