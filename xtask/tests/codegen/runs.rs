//! Runs of `codegen` and `surface`.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::tree::{Tree, assert_same, read_tree};
use crate::workspace::{Run, Workspace};

/// The line above the generated features.
/// The line above the generated features of the manifest.
pub(crate) const MARKER: &str =
    "# The features below are written by `cargo xtask codegen`: one for each API, and all of them.\n";

impl Workspace {
    /// Creates a workspace without schemas and generated code.
    pub(crate) fn new() -> Self {
        let workspace = Self::empty();
        let manifest = format!("[package]\nname = \"ovh-api\"\n\n[features]\ndefault = []\n\n{MARKER}");
        workspace.write("ovh-api/Cargo.toml", manifest);
        workspace.write("ovh-api/src/lib.rs", "mod generated;\ninclude!(\"generated/modules.rs\");\n");
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

    pub(crate) fn remove(&self, place: &str) {
        fs::remove_file(self.path(place)).unwrap();
    }

    /// Writes a schema file. `place` is relative to the snapshot.
    pub(crate) fn schema(&self, place: &str, schema: &Value) {
        self.write(&format!("schemas/{place}"), schema.to_string());
    }

    /// Reads the package, with the times of its files.
    pub(crate) fn package(&self) -> Tree<(Vec<u8>, SystemTime)> {
        read_tree(&self.path("ovh-api"), |path| (fs::read(path).unwrap(), path.metadata().unwrap().modified().unwrap()))
    }

    /// Sets old times on all files of the package, so that writes are visible with coarse file times.
    pub(crate) fn age(&self) {
        let old = SystemTime::now() - Duration::from_secs(3600);
        for (place, content) in self.package() {
            if content.is_some() {
                let file = fs::File::options().write(true).open(self.path("ovh-api").join(place)).unwrap();
                file.set_modified(old).unwrap();
            }
        }
    }

    pub(crate) fn codegen(&self, arguments: &[&str]) -> Run {
        self.run("codegen", [["--root", self.root().to_str().unwrap()].as_slice(), arguments].concat())
    }

    /// Generates from the workspace's own snapshot, without `--schemas`.
    pub(crate) fn codegen_own(&self, arguments: &[&str]) -> Run {
        self.finish(self.program("codegen").arg("--root").arg(self.root()).args(arguments))
    }

    /// Generates with the program run by another one.
    pub(crate) fn codegen_by(&self, runner: &[&str]) -> Run {
        let mut program = Command::new(runner[0]);
        program.args(&runner[1..]).arg(env!("CARGO_BIN_EXE_xtask")).args(["codegen", "--root"]).arg(self.root());
        self.finish(program.arg("--schemas").arg(self.path("schemas")).current_dir(self.root()).stdin(Stdio::null()))
    }

    pub(crate) fn surface(&self) -> Run {
        self.run("surface", Vec::new())
    }

    pub(crate) fn surface_of_types(&self) -> Run {
        self.run("surface", vec!["--types"])
    }

    pub(crate) fn surface_with(&self, arguments: &[&str]) -> Run {
        self.run("surface", arguments.to_vec())
    }

    fn run(&self, command: &str, arguments: Vec<&str>) -> Run {
        self.finish(self.program(command).arg("--schemas").arg(self.path("schemas")).args(arguments))
    }

    fn finish(&self, program: &mut Command) -> Run {
        self.result(program.output().unwrap(), without_columns)
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
