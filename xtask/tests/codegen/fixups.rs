//! Fix-ups for known faults of the service. One that no longer applies fails the run.

use serde_json::{Value, json};

use crate::workspace::Workspace;

/// Returns an API with a known fault.
fn auth(models: &Value) -> Value {
    json!({"resourcePath": "/auth", "apis": [], "models": models})
}

fn consumer_key(ty: &str) -> Value {
    auth(&json!({"auth.Credential": {"properties": {"consumerKey": {"type": ty}}}}))
}

#[test]
fn fix_up_applies_to_known_fault() {
    let workspace = Workspace::new();
    workspace.schema("v1/auth.json", &consumer_key("string"));
    for run in [workspace.codegen_own(&[]), workspace.codegen_own(&["--check"])] {
        assert_eq!(run.code, Some(0), "{}", run.stderr);
    }
    let generated = workspace.read("ovh-api/src/generated/types/auth.rs");
    assert!(generated.contains("pub consumer_key: SecretString"), "{generated}");
}

#[test]
fn stale_fix_up_fails_for_the_own_snapshot() {
    let workspace = Workspace::new();
    let mut errors = Vec::new();
    for schema in [consumer_key("password"), auth(&json!({}))] {
        workspace.schema("v1/auth.json", &schema);
        let before = workspace.package();
        let run = workspace.codegen_own(&[]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
        assert_eq!(workspace.codegen_own(&["--check"]).stderr, run.stderr);
        crate::tree::assert_same(&workspace.package(), &before);
        errors.push(run.stderr);
        // Only the own snapshot is checked.
        assert_eq!((workspace.codegen(&[]).code, workspace.surface().code), (Some(0), Some(0)));
        std::fs::remove_dir_all(workspace.path("ovh-api/src/generated")).unwrap();
    }
    insta::assert_snapshot!("stale_fix_up", errors.concat());
}
