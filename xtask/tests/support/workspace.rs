//! A temporary workspace, and runs of `cargo xtask` in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A temporary folder.
#[derive(Debug)]
pub(crate) struct Workspace {
    folder: TempDir,
}

/// The result of a run, with everything replaced that differs from run to run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workspace {
    /// Creates a workspace without files.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, place: &str) -> PathBuf {
        self.root().join(place)
    }

    /// Writes a file, and creates its folder.
    pub(crate) fn write(&self, place: &str, content: impl AsRef<[u8]>) {
        let path = self.path(place);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn read(&self, place: &str) -> String {
        fs::read_to_string(self.path(place)).unwrap_or_else(|error| panic!("{place}: {error}"))
    }

    /// Returns a command that runs in the workspace, without running it.
    pub(crate) fn program(&self, command: &str) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_xtask"));
        program.arg(command).current_dir(self.root());
        program.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        program
    }

    /// Returns the result of a run, with the folder replaced, and the rest by `redact`.
    pub(crate) fn result(&self, output: Output, redact: impl Fn(&str) -> String) -> Run {
        let canonical = fs::canonicalize(self.root()).unwrap();
        let text = |bytes| {
            let folders = [canonical.as_path(), self.root()].map(|folder| folder.to_str().unwrap());
            let text: String = String::from_utf8(bytes).unwrap();
            redact(&folders.iter().fold(text, |text, folder| text.replace(folder, "[tmp]")))
        };
        Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}
