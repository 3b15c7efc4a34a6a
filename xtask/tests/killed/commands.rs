//! The three commands that replace files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::sandbox::{Sandbox, moved, operation, thing};
use crate::server::{Answer, Server};
use crate::states::{Subject, program};

fn api(root: &str) -> Value {
    json!({"resourcePath": root, "apis": [{"path": root, "operations": [operation("GET", "long", &[])]}]})
}

/// An API, and one that comes in a folder of its own.
fn served(thing: Value, more: bool) -> Server {
    let mut schemas = vec![thing];
    schemas.extend(more.then(|| api("/new/part")));
    Server::v1(&schemas)
}

/// What ends a run.
#[derive(Clone, Copy)]
enum Cut {
    Killed,
    FullDisk,
}

/// A workspace with a snapshot and the code generated from it, a server that has moved on, and one that has nothing.
struct Setting {
    sandbox: Sandbox,
    root: PathBuf,
    moved: Server,
    gone: Server,
    /// A snapshot that is none.
    empty: TempDir,
}

impl Setting {
    fn new() -> Self {
        let sandbox = Sandbox::new();
        sandbox.write("schemas/v1/thing.json", thing().to_string());
        // What loses its last file, and its folder with it.
        sandbox.write("ovh-api/src/generated/types/old/older.rs", "// @generated\npub struct Gone;\n");
        let root = fs::canonicalize(sandbox.path("")).unwrap();
        let gone = Server::empty();
        gone.route("/1.0/", Answer::Status(404, ""));
        Self { sandbox, root, moved: served(moved(), true), gone, empty: tempfile::tempdir().unwrap() }
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

    fn each(&self, command: &dyn Fn() -> Command, fails: &dyn Fn() -> Command, cut: Cut) {
        let check = || self.check();
        let diff = || self.diff();
        let subject = Subject { root: &self.root, command, fails, readers: &[&check, &diff] };
        match cut {
            Cut::Killed => subject.is_old_or_new_when_killed(),
            Cut::FullDisk => subject.is_old_or_new_when_the_disk_is_full(),
        }
    }

    fn of_codegen(&self, cut: Cut) {
        assert!(self.codegen(&self.root.join("schemas")).output().unwrap().status.success());
        self.sandbox.write("ovh-api/src/generated/types/old/older.rs", "// @generated\npub struct Gone;\n");
        self.sandbox.write("schemas/v1/thing.json", moved().to_string());
        self.sandbox.write("schemas/v2/part.json", api("/part").to_string());
        self.each(&|| self.codegen(&self.root.join("schemas")), &|| self.codegen(self.empty.path()), cut);
    }

    fn of_update(&self, cut: Cut) {
        self.each(&|| self.update(&self.moved), &|| self.update(&self.gone), cut);
    }

    fn of_fetch(&self, cut: Cut) {
        self.each(&|| self.fetch(&self.moved), &|| self.fetch(&self.gone), cut);
    }
}

#[test]
fn codegen_killed_at_each_write() {
    Setting::new().of_codegen(Cut::Killed);
}

#[test]
fn update_killed_at_each_write() {
    Setting::new().of_update(Cut::Killed);
}

#[test]
fn fetch_killed_at_each_write() {
    Setting::new().of_fetch(Cut::Killed);
}

#[test]
fn codegen_on_a_full_disk() {
    Setting::new().of_codegen(Cut::FullDisk);
}

#[test]
fn update_on_a_full_disk() {
    Setting::new().of_update(Cut::FullDisk);
}

#[test]
fn fetch_on_a_full_disk() {
    Setting::new().of_fetch(Cut::FullDisk);
}
