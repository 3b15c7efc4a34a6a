//! A workspace with a snapshot, a package to generate into and a changelog.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;
use walkdir::WalkDir;

/// A temporary workspace.
#[derive(Debug)]
pub(crate) struct Workspace {
    folder: TempDir,
}

/// The result of a run, with folders and commits replaced.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workspace {
    /// Creates a workspace without schemas.
    pub(crate) fn new() -> Self {
        let workspace = Self { folder: tempfile::tempdir().unwrap() };
        let marker = "# The features below are written by `cargo xtask codegen`: one for each API, and all of them.\n";
        workspace.write("ovh-api/Cargo.toml", format!("[package]\nname = \"ovh-api\"\n\n[features]\n{marker}"));
        workspace.write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n### Added\n\n- Everything.\n");
        workspace
    }

    /// Creates a workspace with two snapshots of an API, `before` and `after`.
    pub(crate) fn with(before: &Value, after: &Value) -> Self {
        let workspace = Self::new();
        workspace.write("before/v1/thing.json", before.to_string());
        workspace.write("after/v1/thing.json", after.to_string());
        workspace
    }

    pub(crate) fn path(&self, place: &str) -> PathBuf {
        self.folder.path().join(place)
    }

    pub(crate) fn write(&self, place: &str, content: impl AsRef<[u8]>) {
        let path = self.path(place);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn read(&self, place: &str) -> String {
        fs::read_to_string(self.path(place)).unwrap_or_else(|error| panic!("{place}: {error}"))
    }

    /// Reads all files.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let paths = WalkDir::new(self.folder.path()).into_iter().map(|entry| entry.unwrap().into_path());
        let files = paths.filter(|path| !path.is_dir());
        files
            .map(|path| (path.strip_prefix(self.folder.path()).unwrap().to_owned(), fs::read(&path).unwrap()))
            .collect()
    }

    /// Runs git. Panics if it fails.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let mut git = Command::new("git");
        for (name, value) in [("user.name", "Test"), ("user.email", "test@example.com"), ("commit.gpgsign", "false")] {
            git.arg("-c").arg(format!("{name}={value}"));
        }
        git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let output = git.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs `diff` on the two snapshots.
    pub(crate) fn diff(&self, format: &str) -> Run {
        self.run("diff", &["--from", "before", "--to", "after", "--format", format])
    }

    pub(crate) fn run(&self, command: &str, arguments: &[&str]) -> Run {
        self.redact(self.command(command, arguments).output().unwrap())
    }

    /// Returns a command without running it.
    pub(crate) fn command(&self, command: &str, arguments: &[&str]) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_xtask"));
        program.arg(command).arg("--root").arg(self.folder.path()).args(arguments);
        program.current_dir(self.folder.path()).stdin(Stdio::null());
        program
    }

    pub(crate) fn redact(&self, output: Output) -> Run {
        let text = |bytes: Vec<u8>| self.redacted(&String::from_utf8(bytes).unwrap());
        Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Expects `diff` to exit with 2. Returns its errors.
    pub(crate) fn fails(&self, arguments: &[&str]) -> String {
        let run = self.run("diff", arguments);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{}", run.stderr);
        run.stderr
    }

    fn redacted(&self, text: &str) -> String {
        let folder = fs::canonicalize(self.folder.path()).unwrap();
        let text = text.replace(folder.to_str().unwrap(), "[tmp]");
        let text = text.replace(self.folder.path().to_str().unwrap(), "[tmp]");
        let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
        let text = text.replace(&today, "[today]");
        // Snapshots do not depend on the version.
        let Some((before, after)) = text.split_once(&format!("{} → ", env!("CARGO_PKG_VERSION"))) else {
            return text;
        };
        let next = after.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap();
        format!("{before}[version] → [next version]{}", &after[next..])
    }
}

/// Copies a folder.
pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from).into_iter().map(Result::unwrap) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::write(target, fs::read(entry.path()).unwrap()).unwrap();
        }
    }
}

/// Returns an API with a list, an object and an enum.
pub(crate) fn thing() -> Value {
    json!({
        "resourcePath": "/thing",
        "apis": [
            {"path": "/thing", "operations": [operation("GET", "string[]", &[])]},
            {"path": "/thing/{name}", "operations": [
                operation("GET", "thing.Thing", &[parameter("path", "name", "string", true)]),
                operation("DELETE", "void", &[parameter("path", "name", "string", true)]),
            ]},
        ],
        "models": {
            "thing.Thing": {"properties": {
                "name": {"type": "string", "canBeNull": false, "readOnly": true},
                "size": {"type": "long", "canBeNull": false, "readOnly": true},
                "state": {"type": "thing.StateEnum", "canBeNull": true, "readOnly": true},
            }},
            "thing.StateEnum": {"enum": ["on", "off"], "enumType": "string"},
        },
    })
}

/// Returns the API with changes of each impact and with deprecations.
pub(crate) fn changed() -> Value {
    let mut schema = thing();
    schema["models"]["thing.Thing"]["properties"]["size"]["type"] = json!("double");
    schema["models"]["thing.StateEnum"]["enum"] = json!(["on", "off", "lost"]);
    let list = &mut schema["apis"][0]["operations"][0];
    list["parameters"] = json!([parameter("query", "state", "thing.StateEnum", false)]);
    list["apiStatus"] = deprecated("2999-01-01T00:00:00Z");
    let one = &mut schema["apis"][1]["operations"];
    one[0]["noAuthentication"] = json!(true);
    one[0]["apiStatus"] = deprecated("2001-01-01T00:00:00Z");
    one.as_array_mut().unwrap().remove(1);
    schema
}

fn deprecated(deletion: &str) -> Value {
    json!({"value": "DEPRECATED", "deprecatedDate": "2000-01-01T00:00:00Z", "deletionDate": deletion, "replacement": "/other"})
}

pub(crate) fn operation(method: &str, response: &str, parameters: &[Value]) -> Value {
    json!({"httpMethod": method, "responseType": response, "parameters": parameters, "noAuthentication": false,
           "apiStatus": {"value": "PRODUCTION"}})
}

pub(crate) fn parameter(place: &str, name: &str, ty: &str, required: bool) -> Value {
    json!({"paramType": place, "name": name, "dataType": ty, "required": required})
}
