//! `update` changes all files or none.

use std::fs;
use std::process::Command;

use generator::fixups::FIXUPS;
use serde_json::{Map, Value, json};

use crate::schemas::{changed, operation, thing};
use crate::server::{Response, Server};
use crate::tree::{Tree, assert_same, read_tree};
use crate::workspace::{Run, Workspace};

/// Returns the other APIs of the snapshot, with the faults that fix-ups expect.
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

fn update(workspace: &Workspace, server: &Server, arguments: &[&str]) -> Run {
    let url = server.url();
    workspace.run("update", &[["--endpoint", url.as_str(), "--timeout", "2"].as_slice(), arguments].concat())
}

/// Creates a workspace that is up to date with a server, then changes the server.
fn updated() -> (Workspace, Server) {
    let (workspace, server) = (Workspace::new(), server(thing()));
    workspace.write("schemas/v1/thing.json", thing().to_string());
    for other in others() {
        workspace.write(&format!("schemas/v1{}.json", other["resourcePath"].as_str().unwrap()), other.to_string());
    }
    let run = update(&workspace, &server, &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    server.route("/1.0/thing.json", Response::Json(changed()));
    (workspace, server)
}

fn tree(workspace: &Workspace) -> Tree {
    read_tree(workspace.root(), |path| fs::read(path).unwrap())
}

fn fails(workspace: &Workspace, server: &Server) -> String {
    let before = tree(workspace);
    let run = update(workspace, server, &["--report", "report.md"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert_same(&tree(workspace), &before);
    let last = run.stderr.lines().last().unwrap();
    assert_eq!(last, "error: no files were changed");
    run.stderr
}

#[test]
fn update_changes_all_files() {
    let (workspace, server) = updated();
    let run = update(&workspace, &server, &["--report", "report.md"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(workspace.read("schemas/v1/thing.json").contains("lost"));
    assert!(workspace.read("ovh-api/src/generated/types/thing.rs").contains("Lost"));
    assert!(workspace.read("report.md").contains("`thing.Thing.size`"));
    let changelog = workspace.read("CHANGELOG.md");
    assert!(changelog.contains("- Breaks the build: `thing.Thing.size`"), "{changelog}");
    assert!(changelog.ends_with("### Added\n\n- Everything.\n"), "{changelog}");
    assert!(run.stdout.contains("breaks the build: DELETE /thing/{name}, operation removed"), "{}", run.stdout);

    let before = tree(&workspace);
    let run = update(&workspace, &server, &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.ends_with("all files are up to date\n"), "{}", run.stdout);
    assert_same(&tree(&workspace), &before);
}

#[test]
fn update_fetches_both_branches_of_the_snapshot() {
    let (workspace, server) = updated();
    let part =
        json!({"resourcePath": "/part", "apis": [{"path": "/part", "operations": [operation("GET", "long", &[])]}]});
    server.serve("/v2", &[part]);
    workspace.write("schemas/v2/part.json", json!({"resourcePath": "/part", "apis": []}).to_string());
    server.route("/1.0/vps.json", Response::Status(500, ""));
    fails(&workspace, &server);
    server.route("/1.0/vps.json", Response::Json(other("/vps")));
    let run = update(&workspace, &server, &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(workspace.read("schemas/v1/thing.json").contains("lost"));
    assert!(workspace.path("ovh-api/src/generated/v2/part.rs").exists());
    let manifest = workspace.read("schemas/manifest.json");
    assert!(manifest.contains("v1/thing.json") && manifest.contains("v2/part.json"), "{manifest}");
}

#[test]
fn first_snapshot_is_not_in_the_changelog() {
    let workspace = Workspace::new();
    let changelog = workspace.read("CHANGELOG.md");
    let server = server(thing());
    server.serve("/v2", &[json!({"resourcePath": "/part", "apis": []})]);
    let run = update(&workspace, &server, &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(workspace.path("schemas/v1/vps.json").exists() && workspace.path("ovh-api/src/generated/vps.rs").exists());
    assert_eq!(workspace.read("CHANGELOG.md"), changelog);
}

#[test]
fn failed_download_changes_no_files() {
    let (workspace, server) = updated();
    server.route("/1.0/vps.json", Response::Status(500, ""));
    assert!(fails(&workspace, &server).contains("/1.0/vps.json"));
}

#[test]
fn invalid_schema_changes_no_files() {
    let (workspace, server) = updated();
    server.route("/1.0/vps.json", Response::Json(json!({"resourcePath": "/vps", "apis": 1})));
    assert!(fails(&workspace, &server).contains("/apis"));
}

#[test]
fn failed_generation_changes_no_files() {
    let (workspace, server) = updated();
    workspace.write("ovh-api/Cargo.toml", "[package]\nname = \"ovh-api\"\n");
    assert!(fails(&workspace, &server).contains("missing line in ovh-api/Cargo.toml"));
}

#[test]
fn missing_changelog_changes_no_files() {
    let (workspace, server) = updated();
    fs::remove_file(workspace.path("CHANGELOG.md")).unwrap();
    assert!(fails(&workspace, &server).contains("could not read CHANGELOG.md"));
}

#[test]
fn unwritable_file_changes_no_files() {
    let (workspace, server) = updated();
    let mut schema = changed();
    schema["apis"].as_array_mut().unwrap().push(json!({"path": "/thing/{name}/x", "operations": []}));
    schema["models"]["aaa.B"] = json!({"enum": ["a"]});
    workspace.write("ovh-api/src/generated/types/aaa.rs/in_the_way", "");
    server.route("/1.0/thing.json", Response::Json(schema));
    fails(&workspace, &server);
}

#[test]
fn report_may_be_outside_the_workspace() {
    let elsewhere = tempfile::tempdir().unwrap();
    let (workspace, server) = updated();
    let report = elsewhere.path().join("report.md");
    let run = update(&workspace, &server, &["--report", elsewhere.path().join("missing/report.md").to_str().unwrap()]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(!workspace.read("schemas/v1/thing.json").contains("lost"), "updated without its report");
    let run = update(&workspace, &server, &["--report", report.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(fs::read_to_string(report).unwrap().contains("`thing.Thing.size`"));
}

#[test]
fn schemas_outside_the_workspace_fail() {
    let elsewhere = tempfile::tempdir().unwrap();
    let (workspace, server) = updated();
    let run = update(&workspace, &server, &["--schemas", elsewhere.path().to_str().unwrap()]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("is not in the workspace"), "{}", run.stderr);
}

#[test]
fn stale_fix_up_changes_no_files() {
    let (workspace, server) = updated();
    let mut fixed = other("/me");
    let field = "/models/billing.Bill/properties/password";
    fixed.pointer_mut(field).unwrap()["type"] = json!("password");
    server.route("/1.0/me.json", Response::Json(fixed));
    let errors = fails(&workspace, &server);
    let fault = format!("error: fetched/v1/me.json: at {field}: fix-up `document_password` no longer finds its error");
    assert!(errors.contains(&fault), "{errors}");
}

#[test]
#[cfg(unix)]
fn interrupted_update_changes_no_files() {
    let (workspace, _) = updated();
    let (before, server) = (tree(&workspace), server(changed()));
    server.route("/1.0/vps.json", Response::Stalled);
    let url = server.url();
    let mut command = workspace.command("update", &["--endpoint", &url, "--timeout", "60", "--api", "/vps"]);
    let child = command.spawn().unwrap();
    server.wait_for("/1.0/vps.json");
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let run = workspace.redact(child.wait_with_output().unwrap());
    assert_eq!(run.code, Some(130), "{}", run.stderr);
    let errors: Vec<_> = run.stderr.lines().filter(|line| line.starts_with("error: ")).collect();
    let errors = errors.join("\n").replace(&url, "SERVICE");
    insta::assert_snapshot!(errors);
    assert_same(&tree(&workspace), &before);
}

#[cfg(unix)]
#[test]
fn links_are_not_written_through() {
    for link in ["CHANGELOG.md", "schemas", "schemas/v1", "schemas/v1/thing.json", "ovh-api/src", "ovh-api/Cargo.toml"]
    {
        let (workspace, server) = updated();
        let elsewhere = tempfile::tempdir().unwrap();
        let target = elsewhere.path().join("moved");
        fs::rename(workspace.path(link), &target).unwrap();
        std::os::unix::fs::symlink(&target, workspace.path(link)).unwrap();
        let stderr = fails(&workspace, &server);
        assert!(stderr.contains(&format!("[tmp]/{link} is a symbolic link")), "{link}: {stderr}");
    }
}
