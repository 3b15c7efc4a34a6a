//! Ctrl-C, and runs that were killed.

use std::fs::{self, File};
use std::process::Command;

use serde_json::json;

use crate::sandbox::{Run, Sandbox, assert_same, first_four};
use crate::server::{Answer, Server};

/// Sends a signal while a download hangs.
fn interrupted(sandbox: &Sandbox, server: &Server, signal: &str) -> Run {
    server.route("/1.0/vps.json", Answer::Stalled);
    let url = server.url();
    let child = sandbox.command(["--endpoint", &url, "--timeout", "60", "--api", "/vps"]).spawn().unwrap();
    server.wait_for("/1.0/vps.json");
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    sandbox.redact(&child.wait_with_output().unwrap())
}

#[test]
fn ctrl_c_leaves_everything_as_it_was() {
    let server = Server::v1(&first_four());
    let sandbox = Sandbox::new();
    sandbox.write("v1/vps.json", "{\"resourcePath\": \"/vps\"}");
    let before = sandbox.tree();
    let run = interrupted(&sandbox, &server, "-INT");
    assert_eq!(run.code, Some(130), "{}", run.stderr);
    insta::assert_snapshot!(run.errors(), @"
    error: interrupted by Ctrl-C while fetching http://127.0.0.1:[port]/1.0/vps.json
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    ");
    assert_same(&sandbox.tree(), &before);
}

#[test]
fn so_does_a_request_to_end() {
    let server = Server::v1(&first_four());
    let sandbox = Sandbox::bare();
    let run = interrupted(&sandbox, &server, "-TERM");
    assert_eq!(run.code, Some(143), "{}", run.stderr);
    insta::assert_snapshot!(run.errors(), @"
    error: interrupted by SIGTERM while fetching http://127.0.0.1:[port]/1.0/vps.json
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    ");
    assert!(sandbox.tree().is_empty());
}

/// What a run leaves that is killed between two moves: `/me` replaced, `/services` added in a new folder, `/vps` moved
/// out but its successor not yet in.
#[test]
fn what_a_killed_run_left_is_undone() {
    let server = Server::v1(&first_four());
    let sandbox = Sandbox::fetched(&server);
    let before = sandbox.tree();
    let journal = json!({"folders": ["v1/new"], "steps": [
        {"place": "v1/me.json", "had_old": true, "has_new": true},
        {"place": "v1/new/services.json", "had_old": false, "has_new": true},
        {"place": "v1/vps.json", "had_old": true, "has_new": true},
        {"place": "manifest.json", "had_old": true, "has_new": true},
    ]});
    sandbox.write(".xtask-staging/journal.json", journal.to_string());
    sandbox.write(".xtask-staging/0.old", sandbox.read("v1/me.json"));
    sandbox.write("v1/me.json", "new");
    sandbox.write("v1/new/services.json", "new");
    fs::rename(sandbox.dir().join("v1/vps.json"), sandbox.dir().join(".xtask-staging/2.old")).unwrap();
    sandbox.write(".xtask-staging/2.new", "new");
    sandbox.write(".xtask-staging/3.new", "new");
    // Even a run that fails afterwards has the old state again.
    server.route("/1.0/domain.json", Answer::Status(404, ""));
    let run = sandbox.fetch(&server, &[]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.starts_with("cleaned up after a run that was killed\n"), "{}", run.stderr);
    assert_same(&sandbox.tree(), &before);
}

#[test]
fn what_a_run_left_before_or_after_its_moves_is_waste() {
    let server = Server::v1(&first_four());
    let sandbox = Sandbox::fetched(&server);
    let before = sandbox.tree();
    for journal in [None, Some("{\"folders\": [], \"ste")] {
        sandbox.write(".xtask-staging/0.new", "new");
        if let Some(journal) = journal {
            sandbox.write(".xtask-staging/journal.json", journal);
        }
        assert_eq!(sandbox.fetch(&server, &["--api", "/me"]).code, Some(0));
        assert_same(&sandbox.tree(), &before);
    }
}

#[test]
fn a_journal_cannot_lead_elsewhere() {
    let server = Server::v1(&first_four());
    let sandbox = Sandbox::new();
    fs::write(sandbox.parent().join("mine"), "x").unwrap();
    let journal = json!({"folders": [], "steps": [{"place": "../mine", "had_old": false, "has_new": true}]});
    sandbox.write(".xtask-staging/journal.json", journal.to_string());
    insta::assert_snapshot!(sandbox.refuses(&server, &[]), @"
    error: could not clean up after a run that was killed in [tmp]/schemas: its journal names a file elsewhere
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    ");
}

#[test]
fn two_runs_at_once() {
    let server = Server::v1(&first_four());
    let sandbox = Sandbox::fetched(&server);
    let folder = File::open(sandbox.dir()).unwrap();
    folder.lock().unwrap();
    insta::assert_snapshot!(sandbox.refuses(&server, &[]), @"
    error: another run is at work in [tmp]/schemas
    error: nothing was written: the snapshot in [tmp]/schemas was left untouched
    ");
    drop(folder);
    assert_eq!(sandbox.fetch(&server, &[]).code, Some(0));
}
