//! A temporary workspace with a snapshot, and runs of `codegen` and `surface`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;

/// The line above the generated features.
pub(crate) const MARKER: &str =
    "# The features below are written by `cargo xtask codegen`: one for each API, and all of them.\n";

/// A temporary folder with `schemas` and `ovh-api`.
#[derive(Debug)]
pub(crate) struct Workspace {
    folder: TempDir,
}

/// The result of a run, with the temporary folder replaced.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Files with content and time, and folders with neither.
pub(crate) type Tree = BTreeMap<PathBuf, Option<(Vec<u8>, SystemTime)>>;

impl Workspace {
    /// Creates a workspace without schemas and generated code.
    pub(crate) fn new() -> Self {
        let workspace = Self { folder: tempfile::tempdir().unwrap() };
        let manifest = format!("[package]\nname = \"ovh-api\"\n\n[features]\ndefault = []\n\n{MARKER}");
        workspace.write("ovh-api/Cargo.toml", manifest);
        workspace.write("ovh-api/src/lib.rs", "mod generated;\n");
        workspace
    }

    /// Creates a workspace with these schemas and their generated code.
    pub(crate) fn generated<'s>(schemas: impl IntoIterator<Item = (&'s str, Value)>) -> Self {
        let workspace = Self::new();
        for (place, schema) in schemas {
            workspace.schema(place, &schema);
        }
        let run = workspace.codegen(&[]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
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

    pub(crate) fn remove(&self, place: &str) {
        fs::remove_file(self.path(place)).unwrap();
    }

    /// Writes a schema file. `place` is relative to the snapshot.
    pub(crate) fn schema(&self, place: &str, schema: &Value) {
        self.write(&format!("schemas/{place}"), schema.to_string());
    }

    /// Reads the package.
    pub(crate) fn package(&self) -> Tree {
        let entries = WalkDir::new(self.path("ovh-api")).min_depth(1).into_iter().map(Result::unwrap);
        let entries = entries.map(|entry| {
            let path = entry.path();
            let content =
                path.is_file().then(|| (fs::read(path).unwrap(), path.metadata().unwrap().modified().unwrap()));
            (path.strip_prefix(self.folder.path()).unwrap().to_owned(), content)
        });
        entries.collect()
    }

    /// Sets old times on all files of the package, so that writes are visible with coarse file times.
    pub(crate) fn age(&self) {
        let old = SystemTime::now() - Duration::from_secs(3600);
        for (place, content) in self.package() {
            if content.is_some() {
                let file = fs::File::options().write(true).open(self.folder.path().join(place)).unwrap();
                file.set_modified(old).unwrap();
            }
        }
    }

    pub(crate) fn codegen(&self, arguments: &[&str]) -> Run {
        self.run("codegen", [["--root", self.folder.path().to_str().unwrap()].as_slice(), arguments].concat())
    }

    /// Generates from the workspace's own snapshot, without `--schemas`.
    pub(crate) fn codegen_own(&self, arguments: &[&str]) -> Run {
        let mut program = Command::new(env!("CARGO_BIN_EXE_xtask"));
        self.finish(program.args(["codegen", "--root"]).arg(self.folder.path()).args(arguments))
    }

    /// Generates with the program run by another one.
    pub(crate) fn codegen_by(&self, runner: &[&str]) -> Run {
        let mut program = Command::new(runner[0]);
        program.args(&runner[1..]).arg(env!("CARGO_BIN_EXE_xtask")).args(["codegen", "--root"]).arg(self.folder.path());
        self.finish(program.arg("--schemas").arg(self.path("schemas")))
    }

    pub(crate) fn surface(&self) -> Run {
        self.run("surface", Vec::new())
    }

    pub(crate) fn surface_of_types(&self) -> Run {
        self.run("surface", vec!["--types"])
    }

    fn run(&self, command: &str, arguments: Vec<&str>) -> Run {
        let mut program = Command::new(env!("CARGO_BIN_EXE_xtask"));
        self.finish(program.arg(command).arg("--schemas").arg(self.path("schemas")).args(arguments))
    }

    fn finish(&self, program: &mut Command) -> Run {
        let output = program.current_dir(self.folder.path()).stdin(Stdio::null()).output().unwrap();
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).unwrap();
            without_columns(&text.replace(self.folder.path().to_str().unwrap(), "[tmp]"))
        };
        Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Expects both commands to fail with the same errors and without changes. Returns the errors.
    pub(crate) fn fails(&self) -> String {
        let before = self.package();
        let (codegen, check, surface) = (self.codegen(&[]), self.codegen(&["--check"]), self.surface());
        for run in [&codegen, &check, &surface] {
            assert_eq!(run.code, Some(1), "{run:?}");
            assert_eq!(run.stdout, "");
            assert_eq!(run.stderr, codegen.stderr);
        }
        assert_same(&self.package(), &before);
        codegen.stderr
    }
}

/// Removes column numbers, which depend on the formatting of the schema.
fn without_columns(text: &str) -> String {
    let mut parts = text.split(", column ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + ", column [n]" + part.trim_start_matches(|c: char| c.is_ascii_digit()))
}

/// Compares two trees. Failures show only names.
pub(crate) fn assert_same(now: &Tree, before: &Tree) {
    assert_eq!(places(now), places(before));
    assert_eq!(changed(now, before), Vec::<&Path>::new());
}

/// Returns the changed and new files.
pub(crate) fn changed<'t>(now: &'t Tree, before: &Tree) -> Vec<&'t Path> {
    let differs = |(place, content): &(&PathBuf, &Option<_>)| before.get(*place) != Some(*content);
    now.iter().filter(differs).map(|(place, _)| place.as_path()).collect()
}

/// Returns all files and folders.
pub(crate) fn places(tree: &Tree) -> Vec<&Path> {
    tree.keys().map(PathBuf::as_path).collect()
}
