//! `cargo xtask bench`, the real program, on stand-ins for all that takes minutes: what is built, installed and called.

#![cfg(test)]
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// The program and the stand-ins; the official wrappers cannot be installed by these.
fn bench(folder: &TempDir, arguments: &[&str]) -> Command {
    let (from, to) =
        (Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/stand_ins"), folder.path().join("stand-ins"));
    fs::create_dir_all(&to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let program = to.join(entry.file_name());
        fs::copy(entry.path(), &program).unwrap();
        fs::set_permissions(program, fs::Permissions::from_mode(0o755)).unwrap();
    }
    for name in ["dirname", "mkdir", "cp", "cat"] {
        let program =
            ["/bin", "/usr/bin"].map(|folder| Path::new(folder).join(name)).into_iter().find(|path| path.exists());
        std::os::unix::fs::symlink(program.unwrap(), to.join(name)).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("bench").args(arguments).arg("--scratch").arg(folder.path().join("scratch"));
    command.current_dir(folder.path()).env("PATH", &to).env("CARGO", to.join("cargo"));
    command
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(folder: &TempDir, name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.path().join(name)).unwrap()).unwrap()
}

#[test]
fn a_run_ends_with_tables_figures_and_a_chart() {
    let folder = tempfile::tempdir().unwrap();
    let output = bench(&folder, &["--runs", "2", "--json", "figures.json", "--svg", "chart.svg"]).output().unwrap();
    assert!(output.status.success(), "{}", told(&output));

    let tables = String::from_utf8(output.stdout).unwrap();
    for line in [
        "rustc 1.2.3; commit 0123abc; medians of 2 runs",
        "| a call, CPU µs for each request | ovh-api | 30 | 30 – 30 |  | mark ≤ 1.15 × of bare reqwest: missed by 30 % |",
        "|  | bare reqwest | 20 | 20 – 20 | 1.5 × |  |",
        "beyond reqwest's own work, ns | ovh-api | 1500 | 1500 – 1500 |  | mark ≤ 2000: holds |",
        "beyond reqwest's own work, allocations | ovh-api | 4 | 4 – 4 |  | mark ≤ 3: missed by 33 % |",
        "| 1,000 services, MiB at its peak | ovh-api | 2 | 2 – 2 |",
        "skipped: the Python and Node.js wrappers cannot be installed: ",
    ] {
        assert!(tables.contains(line), "{line}: {tables}");
    }

    let figures = json(&folder, "figures.json");
    let rows = figures["rows"].as_array().unwrap();
    let mut stages: Vec<&str> = rows.iter().map(|row| row["stage"].as_str().unwrap()).collect();
    stages.dedup();
    assert_eq!(stages, ["generate", "check", "build", "call", "walk", "scale"]);
    for row in rows {
        for entry in row["entries"].as_array().unwrap() {
            let runs = entry["runs"].as_array().unwrap();
            let (built, theirs) = (row["unit"] == "MB", entry["name"] == "progenitor");
            // Its library is the one thing that the stand-ins do not make.
            let measured = built && theirs || runs.iter().all(Value::is_f64);
            assert!(measured && runs.len() == if built { 1 } else { 2 }, "{row}");
        }
    }
    assert!(fs::read_to_string(folder.path().join("chart.svg")).unwrap().starts_with("<svg"));
}

#[test]
fn a_program_that_fails_is_named_with_its_last_words_and_what_was_measured_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["--quick", "--only", "walk,check,call", "--json", "figures.json"];
    let output = bench(&folder, &arguments).env("OUT_OF_ORDER", "yes").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = told(&output);
    for words in
        ["`Call: GET", "could not be measured", "call --client bare", "exit status: 3", "the service is out of order"]
    {
        assert!(told.contains(words), "{words}: {told}");
    }
    let figures = json(&folder, "figures.json");
    let rows = figures["rows"].as_array().unwrap();
    assert!(!rows.is_empty() && rows.iter().all(|row| row["stage"] == "check"), "{figures}");
}

#[test]
fn what_cannot_be_done_is_told_before_anything_is_measured() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    for (arguments, words) in [
        (&["--json", "nowhere/figures.json"][..], "nowhere/figures.json cannot be written: nowhere is not a folder"),
        (&["--svg", "."], ". cannot be written: it is a folder"),
        (&["--runs", "0"], "0 is not in 1..=1000"),
        (&["--only", "everything"], "invalid value 'everything'"),
    ] {
        let output = bench(&folder, arguments).output().unwrap();
        assert!(!output.status.success() && told(&output).contains(words), "{arguments:?}: {}", told(&output));
        assert!(!folder.path().join("scratch").exists(), "{arguments:?}");
        fs::remove_dir_all(folder.path().join("stand-ins")).unwrap();
    }
}
