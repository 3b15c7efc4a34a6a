//! Runs the real `cargo xtask bench` with stand-ins for every program that takes minutes.

#![cfg(test)]
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// Returns the command with the stand-ins in `PATH`. They cannot install the official wrappers.
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

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(folder: &TempDir, name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.path().join(name)).unwrap()).unwrap()
}

#[test]
fn full_run_prints_tables_and_writes_figures_and_chart() {
    let folder = tempfile::tempdir().unwrap();
    let output = bench(&folder, &["--runs", "2", "--json", "figures.json", "--svg", "chart.svg"]).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));

    let tables = String::from_utf8(output.stdout).unwrap();
    for line in [
        "rustc 1.2.3; commit 0123abc; medians of 2 runs",
        "| a call, CPU µs for each request | ovh-api | 30 | 30 – 30 |  | target ≤ 1.15 × of bare reqwest: missed by 30 % |",
        "|  | bare reqwest | 20 | 20 – 20 | 1.5 × |  |",
        "beyond reqwest's own work, ns | ovh-api | 1500 | 1500 – 1500 |  | target ≤ 2000: holds |",
        "beyond reqwest's own work, allocations | ovh-api | 4 | 4 – 4 |  | target ≤ 3: missed by 33 % |",
        "| 1,000 services, MiB at its peak | ovh-api | 2 | 2 – 2 |",
        "skipped: could not install the Python and Node.js wrappers: ",
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
            // The stand-ins create every file except this library.
            let measured = built && theirs || runs.iter().all(Value::is_f64);
            assert!(measured && runs.len() == if built { 1 } else { 2 }, "{row}");
        }
    }
    assert!(fs::read_to_string(folder.path().join("chart.svg")).unwrap().starts_with("<svg"));
}

#[test]
fn failed_program_is_reported_and_figures_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["--quick", "--only", "walk,check,call", "--json", "figures.json"];
    let output = bench(&folder, &arguments).env("OUT_OF_ORDER", "yes").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let stderr = stderr(&output);
    for words in
        ["`Call: GET", "could not measure", "call --client bare", "exit status: 3", "the service is out of order"]
    {
        assert!(stderr.contains(words), "{words}: {stderr}");
    }
    let figures = json(&folder, "figures.json");
    let rows = figures["rows"].as_array().unwrap();
    assert!(!rows.is_empty() && rows.iter().all(|row| row["stage"] == "check"), "{figures}");
}

#[test]
fn invalid_arguments_fail_before_measuring() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    for (arguments, words) in [
        (&["--json", "nowhere/figures.json"][..], "could not write nowhere/figures.json: nowhere is not a folder"),
        (&["--svg", "."], "could not write .: it is a folder"),
        (&["--runs", "0"], "0 is not in 1..=1000"),
        (&["--only", "everything"], "invalid value 'everything'"),
    ] {
        let output = bench(&folder, arguments).output().unwrap();
        assert!(!output.status.success() && stderr(&output).contains(words), "{arguments:?}: {}", stderr(&output));
        assert!(!folder.path().join("scratch").exists(), "{arguments:?}");
        fs::remove_dir_all(folder.path().join("stand-ins")).unwrap();
    }
}
