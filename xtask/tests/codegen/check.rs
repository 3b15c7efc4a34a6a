//! `codegen --check`: what it notices, and that it writes nothing.

use std::path::Path;

use crate::sandbox::{Sandbox, assert_same, changed};
use crate::schema::thing;

/// The run's colours are left out, as its output is no terminal.
fn differs(sandbox: &Sandbox) -> String {
    let before = sandbox.package();
    let run = sandbox.codegen(&["--check"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert_eq!(run.stdout, "");
    assert_same(&sandbox.package(), &before);
    let last = run.stderr.lines().last().unwrap();
    assert_eq!(last, "error: the generated code is not up to date: run `cargo xtask codegen --schemas [tmp]/schemas`");
    run.stderr
}

/// A second run mends what `--check` found.
fn is_mended(sandbox: &Sandbox) {
    assert_eq!(sandbox.codegen(&[]).code, Some(0));
    let run = sandbox.codegen(&["--check"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
}

fn sandbox() -> Sandbox {
    Sandbox::generated([("v1/thing.json", thing("/thing"))])
}

#[test]
fn up_to_date() {
    let sandbox = sandbox();
    let before = sandbox.package();
    let run = sandbox.codegen(&["--check"]);
    assert_eq!(run.code, Some(0));
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("the generated code is up to date\n", ""));
    assert_same(&sandbox.package(), &before);
}

#[test]
fn a_stale_file() {
    let sandbox = sandbox();
    let fresh = sandbox.read("ovh-api/src/generated/types/thing.rs");
    sandbox.write("ovh-api/src/generated/types/thing.rs", fresh.replace("pub name: String", "pub name: i64"));
    insta::assert_snapshot!(differs(&sandbox));
    is_mended(&sandbox);
    assert_eq!(sandbox.read("ovh-api/src/generated/types/thing.rs"), fresh);
}

#[test]
fn an_extra_file() {
    let sandbox = sandbox();
    sandbox.write("ovh-api/src/generated/types/old/older.rs", "pub struct Gone;\n");
    insta::assert_snapshot!(differs(&sandbox));
    is_mended(&sandbox);
    assert!(!sandbox.path("ovh-api/src/generated/types/old").exists(), "an empty folder is left");
}

#[test]
fn a_missing_file() {
    let sandbox = sandbox();
    sandbox.remove("ovh-api/src/generated/thing.rs");
    let shown = differs(&sandbox);
    assert!(shown.starts_with("ovh-api/src/generated/thing.rs: missing\n"), "{shown}");
    is_mended(&sandbox);
}

#[test]
fn a_changed_feature() {
    let sandbox = sandbox();
    let manifest = sandbox.read("ovh-api/Cargo.toml");
    sandbox.write("ovh-api/Cargo.toml", manifest.replace("thing = []", "thing = [\"dep:other\"]"));
    insta::assert_snapshot!(differs(&sandbox));
    is_mended(&sandbox);
    assert_eq!(sandbox.read("ovh-api/Cargo.toml"), manifest);
}

/// However much there is to say, the command that mends it comes last.
#[test]
fn many_differences() {
    let sandbox = sandbox();
    for number in 1..=5 {
        let lines: String = (0..100).map(|line| format!("// line {line}\n")).collect();
        sandbox.write(&format!("ovh-api/src/generated/extra{number}.rs"), lines);
    }
    let shown = differs(&sandbox);
    assert!(shown.lines().count() < 150, "{shown}");
    for number in 1..=5 {
        let name = format!("ovh-api/src/generated/extra{number}.rs: should not be there");
        assert_eq!(shown.matches(&name).count(), 1, "{shown}");
    }
}

#[test]
fn a_changed_schema() {
    let sandbox = sandbox();
    let mut schema = thing("/thing");
    schema["models"]["thing.StateEnum"]["enum"] = serde_json::json!(["on", "off", "standby"]);
    sandbox.schema("v1/thing.json", &schema);
    insta::assert_snapshot!(differs(&sandbox));
    sandbox.age();
    let before = sandbox.package();
    is_mended(&sandbox);
    // Cargo rebuilds by time stamps.
    assert_eq!(changed(&sandbox.package(), &before), [Path::new("ovh-api/src/generated/types/thing.rs")]);
}
