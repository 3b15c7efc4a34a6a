//! `update`: everything, or nothing.

use std::process::{Command, Stdio};

use generator::fixups::FIXUPS;
use serde_json::{Map, Value, json};

use crate::sandbox::{Run, Sandbox, moved, operation, thing};
use crate::server::{Answer, Server};

/// The other APIs that are always fetched, with the faults that the fix-ups expect of them.
fn others() -> Vec<Value> {
    ["/domain", "/me", "/services", "/vps"].map(other).to_vec()
}

fn other(root: &str) -> Value {
    let places = FIXUPS.iter().flat_map(|fixup| fixup.places);
    let faults = places.filter(|(api, _)| *api == root).map(|(_, pointer)| {
        let (model, field) = pointer.strip_prefix("/models/").unwrap().split_once("/properties/").unwrap();
        (model.to_owned(), json!({"properties": {field: {"type": "string"}}}))
    });
    json!({"resourcePath": root, "apis": [{"path": root, "operations": [operation("GET", "long", &[])]}],
           "models": faults.collect::<Map<_, _>>()})
}

fn server(thing: Value) -> Server {
    let mut schemas = others();
    schemas.push(thing);
    Server::v1(&schemas)
}

fn update(sandbox: &Sandbox, server: &Server, arguments: &[&str]) -> Run {
    let url = server.url();
    sandbox.run("update", &[["--endpoint", url.as_str(), "--timeout", "2"].as_slice(), arguments].concat())
}

/// A workspace that is up to date with a server, which then moves on.
fn updated() -> (Sandbox, Server) {
    let (sandbox, server) = (Sandbox::new(), server(thing()));
    sandbox.write("schemas/v1/thing.json", thing().to_string());
    let run = update(&sandbox, &server, &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    server.route("/1.0/thing.json", Answer::Json(moved()));
    (sandbox, server)
}

fn refused(sandbox: &Sandbox, server: &Server) -> String {
    let before = sandbox.files();
    let run = update(sandbox, server, &["--report", "report.md"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert_eq!(sandbox.files().keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    assert!(sandbox.files() == before, "something was written");
    let last = run.stderr.lines().last().unwrap();
    assert_eq!(last, "error: nothing was updated: snapshot, generated code and changelog are as they were");
    run.stderr
}

#[test]
fn everything_in_one_go() {
    let (sandbox, server) = updated();
    let run = update(&sandbox, &server, &["--report", "report.md"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(sandbox.read("schemas/v1/thing.json").contains("lost"));
    assert!(sandbox.read("ovh-api/src/generated/types/thing.rs").contains("Lost"));
    assert!(sandbox.read("report.md").contains("`thing.Thing.size`"));
    let changelog = sandbox.read("CHANGELOG.md");
    assert!(changelog.contains("- Breaks the build: `thing.Thing.size`"), "{changelog}");
    assert!(changelog.ends_with("### Added\n\n- Everything.\n"), "{changelog}");
    assert!(run.stdout.contains("breaks the build: DELETE /thing/{name}, operation removed"), "{}", run.stdout);

    let before = sandbox.files();
    let run = update(&sandbox, &server, &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.ends_with("everything is up to date\n"), "{}", run.stdout);
    assert!(sandbox.files() == before, "something was written");
}

/// The first snapshot is nothing that changed.
#[test]
fn from_nothing() {
    let sandbox = Sandbox::new();
    let changelog = sandbox.read("CHANGELOG.md");
    let run = update(&sandbox, &server(thing()), &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(sandbox.path("schemas/v1/vps.json").exists() && sandbox.path("ovh-api/src/generated/vps.rs").exists());
    assert_eq!(sandbox.read("CHANGELOG.md"), changelog);
}

#[test]
fn nothing_when_a_download_fails() {
    let (sandbox, server) = updated();
    server.route("/1.0/vps.json", Answer::Status(500, ""));
    assert!(refused(&sandbox, &server).contains("/1.0/vps.json"));
}

#[test]
fn nothing_when_a_schema_is_none() {
    let (sandbox, server) = updated();
    server.route("/1.0/vps.json", Answer::Json(json!({"resourcePath": "/vps", "apis": 1})));
    assert!(refused(&sandbox, &server).contains("/apis"));
}

#[test]
fn nothing_when_generation_fails() {
    let (sandbox, server) = updated();
    sandbox.write("ovh-api/Cargo.toml", "[package]\nname = \"ovh-api\"\n");
    assert!(refused(&sandbox, &server).contains("ovh-api/Cargo.toml lacks the line"));
}

#[test]
fn nothing_without_a_changelog() {
    let (sandbox, server) = updated();
    std::fs::remove_file(sandbox.path("CHANGELOG.md")).unwrap();
    assert!(refused(&sandbox, &server).contains("could not read CHANGELOG.md"));
}

/// What stands in the way of one file stands in the way of all.
#[test]
fn nothing_when_a_file_cannot_be_replaced() {
    let (sandbox, server) = updated();
    let mut schema = moved();
    schema["apis"].as_array_mut().unwrap().push(json!({"path": "/thing/{name}/x", "operations": []}));
    schema["models"]["aaa.B"] = json!({"enum": ["a"]});
    sandbox.write("ovh-api/src/generated/types/aaa.rs/in_the_way", "");
    server.route("/1.0/thing.json", Answer::Json(schema));
    refused(&sandbox, &server);
}

#[test]
fn the_report_may_be_elsewhere() {
    let elsewhere = tempfile::tempdir().unwrap();
    let (sandbox, server) = updated();
    let report = elsewhere.path().join("report.md");
    let run = update(&sandbox, &server, &["--report", elsewhere.path().join("missing/report.md").to_str().unwrap()]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(!sandbox.read("schemas/v1/thing.json").contains("lost"), "updated without its report");
    let run = update(&sandbox, &server, &["--report", report.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(std::fs::read_to_string(report).unwrap().contains("`thing.Thing.size`"));
}

#[test]
fn only_within_the_workspace() {
    let elsewhere = tempfile::tempdir().unwrap();
    let (sandbox, server) = updated();
    let run = update(&sandbox, &server, &["--schemas", elsewhere.path().to_str().unwrap()]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("is not in the workspace"), "{}", run.stderr);
}

#[test]
fn nothing_when_the_service_has_mended_a_known_fault() {
    let (sandbox, server) = updated();
    let mut mended = other("/me");
    let field = "/models/billing.Bill/properties/password";
    mended.pointer_mut(field).unwrap()["type"] = json!("password");
    server.route("/1.0/me.json", Answer::Json(mended));
    let said = refused(&sandbox, &server);
    let fault = format!("error: fetched/v1/me.json: at {field}: fix-up `document_password` no longer finds its error");
    assert!(said.contains(&fault), "{said}");
}

#[test]
#[cfg(unix)]
fn nothing_when_it_is_interrupted() {
    let (sandbox, _) = updated();
    let (before, server) = (sandbox.files(), server(moved()));
    server.route("/1.0/vps.json", Answer::Stalled);
    let url = server.url();
    let mut command = sandbox.command("update", &["--endpoint", &url, "--timeout", "60", "--api", "/vps"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    server.wait_for("/1.0/vps.json");
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let run = sandbox.redact(child.wait_with_output().unwrap());
    assert_eq!(run.code, Some(130), "{}", run.stderr);
    let said: Vec<_> = run.stderr.lines().filter(|line| line.starts_with("error: ")).collect();
    let said = said.join("\n").replace(&url, "SERVICE");
    insta::assert_snapshot!(said);
    assert!(sandbox.files() == before, "something was written");
}

/// Nothing outside the workspace is replaced.
#[cfg(unix)]
#[test]
fn links_are_not_written_through() {
    for link in ["CHANGELOG.md", "schemas", "schemas/v1", "schemas/v1/thing.json", "ovh-api/src", "ovh-api/Cargo.toml"]
    {
        let (sandbox, server) = updated();
        let elsewhere = tempfile::tempdir().unwrap();
        let target = elsewhere.path().join("moved");
        std::fs::rename(sandbox.path(link), &target).unwrap();
        std::os::unix::fs::symlink(&target, sandbox.path(link)).unwrap();
        let stderr = refused(&sandbox, &server);
        assert!(stderr.contains(&format!("[tmp]/{link} is a symbolic link")), "{link}: {stderr}");
    }
}
