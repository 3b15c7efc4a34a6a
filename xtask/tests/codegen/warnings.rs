//! What could not be typed is said at the end of a run, once for each name.

use serde_json::json;

use crate::sandbox::Sandbox;
use crate::schema::{api, thing};

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    let mut schema = thing("/thing");
    schema["models"]["thing.Thing"]["properties"]["shape"] = json!({"type": "thing.Shape[]"});
    schema["models"]["thing.Thing"]["properties"]["form"] = json!({"type": "thing.Shape"});
    schema["models"]["thing.Thing"]["properties"]["mood"] = json!({"type": "mood"});
    sandbox.schema("v1/thing.json", &schema);
    sandbox
        .schema("v1/other.json", &api("/other", &[("GET", "/other/{a}", "thing.Shape"), ("GET", "/other", "mood[]")]));
    sandbox
}

#[test]
fn once_for_each_name() {
    let sandbox = sandbox();
    let run = sandbox.codegen(&[]);
    assert_eq!(run.code, Some(0));
    insta::assert_snapshot!(run.stderr);
    assert_eq!(sandbox.codegen(&[]).stderr, run.stderr);
    assert_eq!(sandbox.codegen(&["--check"]).stderr, run.stderr);
    assert_eq!(sandbox.surface().stderr, run.stderr);
}

#[test]
fn files_that_contradict_each_other() {
    let sandbox = sandbox();
    let mut other = thing("/thing");
    other["resourcePath"] = json!("/copy");
    other["apis"] = json!([]);
    other["models"]["thing.Thing"]["properties"]["name"]["type"] = json!("long");
    other["models"]["thing.StateEnum"] = json!({"properties": {}});
    sandbox.schema("v1/copy.json", &other);
    let run = sandbox.codegen(&[]);
    assert_eq!(run.code, Some(0));
    insta::assert_snapshot!(run.stderr);
}
