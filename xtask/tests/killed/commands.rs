//! The commands that replace files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::schemas::{changed, operation, thing};
use crate::server::{Response, Server};
use crate::states::{Subject, program};
use crate::workspace::Workspace;

fn api(root: &str) -> Value {
    json!({"resourcePath": root, "apis": [{"path": root, "operations": [operation("GET", "long", &[])]}]})
}

/// Starts a server with an API in each branch and, if `more`, another one in a folder.
fn served(thing: Value, more: bool) -> Server {
    let mut schemas = vec![thing];
    schemas.extend(more.then(|| api("/new/part")));
    let server = Server::v1(&schemas);
    server.serve("/v2", &[api("/other")]);
    server
}

/// The failure of a run.
#[derive(Clone, Copy)]
enum Failure {
    Killed,
    FullDisk,
}

/// A workspace that is up to date, a server with changes, and a server without schemas.
struct Setting {
    workspace: Workspace,
    root: PathBuf,
    moved: Server,
    gone: Server,
    /// An empty snapshot.
    empty: TempDir,
}

impl Setting {
    fn new() -> Self {
        let workspace = Workspace::new();
        workspace.write("schemas/v1/thing.json", thing().to_string());
        // An obsolete file, whose folder is removed with it.
        workspace.write("ovh-api/src/generated/types/old/older.rs", "// @generated\npub struct Gone;\n");
        let root = fs::canonicalize(workspace.path("")).unwrap();
        let gone = Server::empty();
        gone.route("/1.0/", Response::Status(404, ""));
        Self { workspace, root, moved: served(changed(), true), gone, empty: tempfile::tempdir().unwrap() }
    }

    fn codegen(&self, schemas: &Path) -> Command {
        let (root, schemas) = (self.root.to_str().unwrap(), schemas.to_str().unwrap());
        program(&self.root, &["codegen", "--root", root, "--schemas", schemas])
    }

    fn update(&self, server: &Server) -> Command {
        let root = self.root.to_str().unwrap();
        let report = ["--report", "report.md"];
        program(
            &self.root,
            &[&["update", "--root", root, "--all", "--endpoint", &server.url()], report.as_slice()].concat(),
        )
    }

    fn fetch(&self, server: &Server) -> Command {
        program(&self.root, &["fetch", "--all", "--endpoint", &server.url(), "--schemas", "schemas"])
    }

    fn check(&self) -> Command {
        program(&self.root, &["codegen", "--check", "--root", self.root.to_str().unwrap(), "--schemas", "schemas"])
    }

    fn diff(&self) -> Command {
        program(&self.root, &["diff", "--root", self.root.to_str().unwrap(), "--from", "schemas"])
    }

    fn each(&self, command: &dyn Fn() -> Command, fails: &dyn Fn() -> Command, failure: Failure) {
        let check = || self.check();
        let diff = || self.diff();
        let subject = Subject { root: &self.root, command, fails, readers: &[&check, &diff] };
        match failure {
            Failure::Killed => subject.is_old_or_new_when_killed(),
            Failure::FullDisk => subject.is_old_or_new_when_the_disk_is_full(),
        }
    }

    fn of_codegen(&self, failure: Failure) {
        assert!(self.codegen(&self.root.join("schemas")).output().unwrap().status.success());
        self.workspace.write("ovh-api/src/generated/types/old/older.rs", "// @generated\npub struct Gone;\n");
        self.workspace.write("schemas/v1/thing.json", changed().to_string());
        self.workspace.write("schemas/v2/part.json", api("/part").to_string());
        self.each(&|| self.codegen(&self.root.join("schemas")), &|| self.codegen(self.empty.path()), failure);
    }

    fn of_update(&self, failure: Failure) {
        self.each(&|| self.update(&self.moved), &|| self.update(&self.gone), failure);
    }

    fn of_fetch(&self, failure: Failure) {
        self.each(&|| self.fetch(&self.moved), &|| self.fetch(&self.gone), failure);
    }
}

#[test]
fn codegen_killed_at_each_write() {
    Setting::new().of_codegen(Failure::Killed);
}

#[test]
fn update_killed_at_each_write() {
    Setting::new().of_update(Failure::Killed);
}

#[test]
fn fetch_killed_at_each_write() {
    Setting::new().of_fetch(Failure::Killed);
}

#[test]
fn codegen_on_a_full_disk() {
    Setting::new().of_codegen(Failure::FullDisk);
}

#[test]
fn update_on_a_full_disk() {
    Setting::new().of_update(Failure::FullDisk);
}

#[test]
fn fetch_on_a_full_disk() {
    Setting::new().of_fetch(Failure::FullDisk);
}
