//! Known faults of the service are mended, and a fix-up that has nothing to mend any more fails the run.

use serde_json::{Value, json};

use crate::sandbox::Sandbox;

/// An API whose fault is known.
fn auth(models: &Value) -> Value {
    json!({"resourcePath": "/auth", "apis": [], "models": models})
}

fn consumer_key(ty: &str) -> Value {
    auth(&json!({"auth.Credential": {"properties": {"consumerKey": {"type": ty}}}}))
}

#[test]
fn a_known_fault_is_mended() {
    let sandbox = Sandbox::new();
    sandbox.schema("v1/auth.json", &consumer_key("string"));
    for run in [sandbox.codegen_own(&[]), sandbox.codegen_own(&["--check"])] {
        assert_eq!(run.code, Some(0), "{}", run.stderr);
    }
    let generated = sandbox.read("ovh-api/src/generated/types/auth.rs");
    assert!(generated.contains("pub consumer_key: SecretString"), "{generated}");
}

#[test]
fn a_fix_up_without_its_fault_fails_the_run_of_the_workspace_itself() {
    let sandbox = Sandbox::new();
    let mut said = Vec::new();
    for schema in [consumer_key("password"), auth(&json!({}))] {
        sandbox.schema("v1/auth.json", &schema);
        let before = sandbox.package();
        let run = sandbox.codegen_own(&[]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
        assert_eq!(sandbox.codegen_own(&["--check"]).stderr, run.stderr);
        crate::sandbox::assert_same(&sandbox.package(), &before);
        said.push(run.stderr);
        // Whoever brings a snapshot of their own has nothing to remove.
        assert_eq!((sandbox.codegen(&[]).code, sandbox.surface().code), (Some(0), Some(0)));
        std::fs::remove_dir_all(sandbox.path("ovh-api/src/generated")).unwrap();
    }
    insta::assert_snapshot!("a_fix_up_without_its_fault", said.concat());
}
