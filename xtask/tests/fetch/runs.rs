//! A snapshot, and runs of `fetch`.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

use crate::server::Server;
use crate::tree::{Tree, assert_same, read_tree};
use crate::workspace::{Run, Workspace};

impl Run {
    /// Returns the error lines. The order of other lines varies.
    pub(crate) fn errors(&self) -> String {
        self.stderr.lines().filter(|line| line.starts_with("error: ")).collect::<Vec<_>>().join("\n")
    }
}

impl Workspace {
    /// Creates a snapshot with a README only.
    pub(crate) fn new() -> Self {
        let workspace = Self::empty();
        workspace.write("schemas/README.md", "by hand\n");
        workspace
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
        self.path("schemas")
    }

    /// Reads a JSON file.
    pub(crate) fn json(&self, place: &str) -> Value {
        serde_json::from_str(&self.read(place)).unwrap()
    }

    /// Reads all files and folders.
    pub(crate) fn tree(&self) -> Tree {
        read_tree(self.root(), |path| fs::read(path).unwrap())
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
        self.redact(self.command(args).output().unwrap())
    }

    /// Returns the command that fetches with these arguments.
    pub(crate) fn command<'arg>(&self, args: impl IntoIterator<Item = &'arg str>) -> Command {
        let mut command = self.program("fetch");
        let args: Vec<_> = args.into_iter().collect();
        if !args.contains(&"--timeout") {
            command.args(["--timeout", "1"]);
        }
        command.arg("--schemas").arg(self.dir()).args(args);
        command
    }

    /// Replaces ports and times in an output.
    pub(crate) fn redact(&self, output: Output) -> Run {
        self.result(output, |text| replace_number(&replace_number(text, "127.0.0.1:", "[port]"), " in ", "[time]"))
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

fn replace_number(text: &str, before: &str, with: &str) -> String {
    let mut parts = text.split(before);
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let with = if rest.len() == part.len() { "" } else { with };
        format!("{text}{before}{with}{rest}")
    })
}
