//! Interrupted and killed runs.

use std::fs::{self, File};
use std::process::Command;

use serde_json::json;

use crate::schemas::first_four;
use crate::server::{Response, Server};
use crate::tree::assert_same;
use crate::workspace::{Run, Workspace};

/// Sends a signal while a download hangs.
fn interrupted(workspace: &Workspace, server: &Server, signal: &str) -> Run {
    server.route("/1.0/vps.json", Response::Stalled);
    let url = server.url();
    let child = workspace.command(["--endpoint", &url, "--timeout", "60", "--api", "/vps"]).spawn().unwrap();
    server.wait_for("/1.0/vps.json");
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    workspace.redact(child.wait_with_output().unwrap())
}

#[test]
fn ctrl_c_keeps_the_old_snapshot() {
    let server = Server::v1(&first_four());
    let workspace = Workspace::new();
    workspace.write("schemas/v1/vps.json", "{\"resourcePath\": \"/vps\"}");
    let before = workspace.tree();
    let run = interrupted(&workspace, &server, "-INT");
    assert_eq!(run.code, Some(130), "{}", run.stderr);
    insta::assert_snapshot!(run.errors(), @"
    error: interrupted by Ctrl-C while fetching http://127.0.0.1:[port]/1.0/vps.json
    error: the snapshot in [tmp]/schemas was not changed
    ");
    assert_same(&workspace.tree(), &before);
}

#[test]
fn sigterm_leaves_no_snapshot() {
    let server = Server::v1(&first_four());
    let workspace = Workspace::empty();
    let run = interrupted(&workspace, &server, "-TERM");
    assert_eq!(run.code, Some(143), "{}", run.stderr);
    insta::assert_snapshot!(run.errors(), @"
    error: interrupted by SIGTERM while fetching http://127.0.0.1:[port]/1.0/vps.json
    error: the snapshot in [tmp]/schemas was not changed
    ");
    assert!(workspace.tree().is_empty());
}

/// The run was killed between two moves: `/me` is replaced, `/services` added in a new folder, `/vps` moved out but not
/// yet replaced.
#[test]
fn killed_run_is_rolled_back() {
    let server = Server::v1(&first_four());
    let workspace = Workspace::fetched(&server);
    let before = workspace.tree();
    let journal = json!({"folders": ["v1/new"], "steps": [
        {"place": "v1/me.json", "had_old": true, "has_new": true},
        {"place": "v1/new/services.json", "had_old": false, "has_new": true},
        {"place": "v1/vps.json", "had_old": true, "has_new": true},
        {"place": "manifest.json", "had_old": true, "has_new": true},
    ]});
    workspace.write("schemas/.xtask-staging/journal.json", journal.to_string());
    workspace.write("schemas/.xtask-staging/0.old", workspace.read("schemas/v1/me.json"));
    workspace.write("schemas/v1/me.json", "new");
    workspace.write("schemas/v1/new/services.json", "new");
    fs::rename(workspace.path("schemas/v1/vps.json"), workspace.path("schemas/.xtask-staging/2.old")).unwrap();
    workspace.write("schemas/.xtask-staging/2.new", "new");
    workspace.write("schemas/.xtask-staging/3.new", "new");
    // A run that fails later rolls back too.
    server.route("/1.0/domain.json", Response::Status(404, ""));
    let run = workspace.fetch(&server, &["--all", "--branch", "v1"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.starts_with("rolled back an incomplete change of a killed run\n"), "{}", run.stderr);
    assert_same(&workspace.tree(), &before);
}

#[test]
fn staging_without_valid_journal_is_removed() {
    let server = Server::v1(&first_four());
    let workspace = Workspace::fetched(&server);
    let before = workspace.tree();
    for journal in [None, Some("{\"folders\": [], \"ste")] {
        workspace.write("schemas/.xtask-staging/0.new", "new");
        if let Some(journal) = journal {
            workspace.write("schemas/.xtask-staging/journal.json", journal);
        }
        assert_eq!(workspace.fetch(&server, &["--api", "/me"]).code, Some(0));
        assert_same(&workspace.tree(), &before);
    }
}

#[test]
fn journal_with_parent_path_is_rejected() {
    let server = Server::v1(&first_four());
    let workspace = Workspace::new();
    fs::write(workspace.path("mine"), "x").unwrap();
    let journal = json!({"folders": [], "steps": [{"place": "../mine", "had_old": false, "has_new": true}]});
    workspace.write("schemas/.xtask-staging/journal.json", journal.to_string());
    insta::assert_snapshot!(workspace.fails(&server, &[]), @"
    error: could not roll back an incomplete change in [tmp]/schemas: the journal names a file outside the folder
    error: the snapshot in [tmp]/schemas was not changed
    ");
}

#[test]
fn concurrent_run_fails() {
    let server = Server::v1(&first_four());
    let workspace = Workspace::fetched(&server);
    let folder = File::open(workspace.dir()).unwrap();
    folder.lock().unwrap();
    insta::assert_snapshot!(workspace.fails(&server, &[]), @"
    error: another run is in progress in [tmp]/schemas
    error: the snapshot in [tmp]/schemas was not changed
    ");
    drop(folder);
    assert_eq!(workspace.fetch(&server, &[]).code, Some(0));
}
