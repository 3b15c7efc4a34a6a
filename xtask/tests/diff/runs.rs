//! Runs of `diff` and `update`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use walkdir::WalkDir;

use crate::workspace::{Run, Workspace};

impl Workspace {
    /// Creates a workspace with a package to generate into and a changelog.
    pub(crate) fn new() -> Self {
        let workspace = Self::empty();
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

    /// Runs git. Panics if it fails.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let mut git = Command::new("git");
        for (name, value) in [("user.name", "Test"), ("user.email", "test@example.com"), ("commit.gpgsign", "false")] {
            git.arg("-c").arg(format!("{name}={value}"));
        }
        git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let output = git.args(arguments).current_dir(self.root()).stdin(Stdio::null()).output().unwrap();
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

    pub(crate) fn command(&self, command: &str, arguments: &[&str]) -> Command {
        let mut program = self.program(command);
        program.arg("--root").arg(self.root()).args(arguments);
        program
    }

    pub(crate) fn redact(&self, output: Output) -> Run {
        self.result(output, redacted)
    }

    /// Expects `diff` to exit with 2. Returns its errors.
    pub(crate) fn fails(&self, arguments: &[&str]) -> String {
        let run = self.run("diff", arguments);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{}", run.stderr);
        run.stderr
    }
}

/// Replaces the date and the version, which snapshots do not depend on.
fn redacted(text: &str) -> String {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
    let text = text.replace(&today, "[today]");
    let Some((before, after)) = text.split_once(&format!("{} → ", env!("CARGO_PKG_VERSION"))) else {
        return text;
    };
    let next = after.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap();
    format!("{before}[version] → [next version]{}", &after[next..])
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
