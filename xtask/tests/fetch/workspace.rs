//! A temporary snapshot, and runs of `cargo xtask fetch`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::server::Server;

/// A temporary folder with a snapshot.
#[derive(Debug)]
pub(crate) struct Workspace {
    folder: TempDir,
}

/// The result of a run, with ports, folders and times replaced.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Returns the error lines. The order of other lines varies.
    pub(crate) fn errors(&self) -> String {
        self.stderr.lines().filter(|line| line.starts_with("error: ")).collect::<Vec<_>>().join("\n")
    }
}

impl Workspace {
    /// Creates a snapshot with a README only.
    pub(crate) fn new() -> Self {
        let workspace = Self::bare();
        workspace.write("README.md", "by hand\n");
        workspace
    }

    /// Creates a workspace without a snapshot.
    pub(crate) fn bare() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Creates a snapshot of `/me` and `/vps`.
    pub(crate) fn fetched(server: &Server) -> Self {
        let workspace = Self::new();
        let run = workspace.fetch(server, &["--api", "/me", "--api", "/vps"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        workspace
    }

    /// Returns the folder of the snapshot.
    pub(crate) fn dir(&self) -> PathBuf {
        self.parent().join("schemas")
    }

    /// Returns the parent folder of the snapshot.
    pub(crate) fn parent(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file of the snapshot.
    pub(crate) fn write(&self, place: &str, content: impl AsRef<[u8]>) {
        let path = self.dir().join(place);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Reads a file of the snapshot.
    pub(crate) fn read(&self, place: &str) -> String {
        fs::read_to_string(self.dir().join(place)).unwrap()
    }

    /// Reads a JSON file of the snapshot.
    pub(crate) fn json(&self, place: &str) -> Value {
        serde_json::from_str(&self.read(place)).unwrap()
    }

    /// Reads all files and folders below the parent folder. Folders have no content.
    pub(crate) fn tree(&self) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        let entries = WalkDir::new(self.parent()).min_depth(1).into_iter().map(Result::unwrap);
        let entries = entries.map(|entry| {
            let place = entry.path().strip_prefix(self.parent()).unwrap().to_owned();
            (place, (!entry.file_type().is_dir()).then(|| fs::read(entry.path()).unwrap_or_default()))
        });
        entries.collect()
    }

    /// Returns the files of the snapshot.
    pub(crate) fn files(&self) -> Vec<String> {
        let files = self.tree().into_iter().filter(|(_, content)| content.is_some());
        files.map(|(place, _)| place.strip_prefix("schemas").unwrap().to_str().unwrap().to_owned()).collect()
    }

    /// Fetches from a server into the snapshot.
    pub(crate) fn fetch(&self, server: &Server, args: &[&str]) -> Run {
        self.run(["--endpoint", &server.url()].iter().chain(args).copied())
    }

    /// Fetches with these arguments into the snapshot.
    pub(crate) fn run<'arg>(&self, args: impl IntoIterator<Item = &'arg str>) -> Run {
        let output = self.command(args).output().unwrap();
        self.redact(&output)
    }

    /// Returns the command that fetches with these arguments.
    pub(crate) fn command<'arg>(&self, args: impl IntoIterator<Item = &'arg str>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("fetch");
        let args: Vec<_> = args.into_iter().collect();
        if !args.contains(&"--timeout") {
            command.args(["--timeout", "1"]);
        }
        command.arg("--schemas").arg(self.dir()).args(args);
        command.current_dir(self.parent()).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Replaces ports, folders and times in an output.
    pub(crate) fn redact(&self, output: &Output) -> Run {
        let text = |bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            let folder = fs::canonicalize(self.parent()).unwrap();
            let text =
                text.replace(folder.to_str().unwrap(), "[tmp]").replace(self.parent().to_str().unwrap(), "[tmp]");
            replace_number(&replace_number(&text, "127.0.0.1:", "[port]"), " in ", "[time]")
        };
        Run { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// Expects a run to fail without changes. Returns its errors.
    pub(crate) fn fails(&self, server: &Server, args: &[&str]) -> String {
        let before = self.tree();
        let run = self.fetch(server, args);
        assert_eq!(run.code, Some(1), "{}", run.stderr);
        assert_eq!(run.stdout, "");
        assert_same(&self.tree(), &before);
        run.errors()
    }
}

/// Compares two trees. Failures show only names.
pub(crate) fn assert_same(now: &BTreeMap<PathBuf, Option<Vec<u8>>>, before: &BTreeMap<PathBuf, Option<Vec<u8>>>) {
    let names = |tree: &BTreeMap<PathBuf, Option<Vec<u8>>>| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(now), names(before));
    for (place, content) in before {
        assert!(now[place] == *content, "{} was changed", place.display());
    }
}

fn replace_number(text: &str, before: &str, with: &str) -> String {
    let mut parts = text.split(before);
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let with = if rest.len() == part.len() { "" } else { with };
        format!("{text}{before}{with}{rest}")
    })
}

/// Returns a small schema.
pub(crate) fn schema(api: &str) -> Value {
    json!({
        "apiVersion": "1.0",
        "resourcePath": api,
        "basePath": "https://eu.api.ovh.com/1.0",
        "apis": [
            {"path": format!("{api}/{{id}}"), "description": "One", "operations": [
                {"httpMethod": "PUT", "description": "Change", "noAuthentication": false, "responseType": "void",
                 "apiStatus": {"value": "PRODUCTION", "description": "Stable"},
                 "parameters": [
                     {"name": "id", "paramType": "path", "dataType": "long", "required": true, "description": "Id"},
                     {"paramType": "body", "dataType": "x.Thing", "required": true},
                 ]},
                {"httpMethod": "GET", "description": "Read", "noAuthentication": false, "responseType": "x.Thing",
                 "apiStatus": {"value": "DEPRECATED", "description": "Old", "replacement": "/new",
                               "deprecatedDate": "2020-01-01T00:00:00Z"},
                 "parameters": [{"name": "description", "paramType": "query", "dataType": "string", "required": false}]},
            ]},
            {"path": api, "operations": [{"httpMethod": "GET", "responseType": "long[]", "parameters": []}]},
        ],
        "models": {
            "x.Thing": {"id": "Thing", "namespace": "x", "description": "A thing", "properties": {
                "size": {"type": "long", "canBeNull": false, "readOnly": true, "description": "How large"},
                "description": {"type": "string", "canBeNull": true, "readOnly": false, "description": "What it is"},
            }},
            "description": {"id": "description", "enum": ["zeta", "alpha"], "enumType": "string", "description": "Odd"},
        },
    })
}

/// Returns the schemas of the four APIs that are fetched by default.
pub(crate) fn first_four() -> Vec<Value> {
    ["/me", "/vps", "/services", "/domain"].map(schema).to_vec()
}
