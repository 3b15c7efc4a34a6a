//! Guards the size of the generated code, the cost of generating it and the cost of a request by counts, which must stay
//! close to the committed ones.
//!
//! After a deliberate change, `UPDATE_FIGURES=1 cargo test --package xtask --test guards` writes `figures.json`. Counts
//! are per operation, so that they do not change with the schemas.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

mod call;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

const UPDATE: &str = "UPDATE_FIGURES=1 cargo test --package xtask --test guards";

#[derive(Debug, Serialize, Deserialize)]
struct Figures {
    /// The compiler, on which the number of instructions depends.
    rustc: String,
    lines: f64,
    bytes: f64,
    /// Derived traits, which take most of the time of `cargo check`.
    derived_traits: f64,
    /// Instructions of `cargo xtask codegen --check`, counted by callgrind on one thread. `None` without valgrind.
    instructions: Option<f64>,
    /// Instructions of a request; see [`call`]. `None` without valgrind.
    request: Option<f64>,
}

/// The highest number of instructions of a request, relative to an unsigned request of reqwest whose response is decoded
/// to a JSON value.
const MOST_BESIDE_REQWEST: f64 = 1.12;

#[test]
fn counts_stay_close_to_the_committed_ones() {
    let now = measure();
    if std::env::var_os("UPDATE_FIGURES").is_some() {
        assert!(now.instructions.is_some(), "renewing the figures requires valgrind");
        fs::write(file(), serde_json::to_string_pretty(&now).unwrap() + "\n").unwrap();
        return;
    }
    let committed: Figures = serde_json::from_str(&fs::read_to_string(file()).unwrap()).unwrap();
    // Instructions vary with the compiler. Large changes are still detected.
    let same_compiler = committed.rustc == now.rustc;
    let slack = |same| if same_compiler { same } else { 0.25 };
    let counts = [
        ("lines for each operation", Some(committed.lines), Some(now.lines), 0.05),
        ("bytes for each operation", Some(committed.bytes), Some(now.bytes), 0.05),
        ("derived traits for each operation", Some(committed.derived_traits), Some(now.derived_traits), 0.05),
        ("instructions of generating an operation", committed.instructions, now.instructions, slack(0.05)),
        ("instructions of a request", committed.request, now.request, slack(0.03)),
    ];
    let moved: Vec<String> = counts
        .into_iter()
        .filter_map(|(what, before, now, slack)| {
            let (before, now) = before.zip(now)?;
            let change = now / before - 1.0;
            (change.abs() > slack).then(|| format!("{what}: {now:.1}, committed {before:.1}, {:+.1} %", change * 100.0))
        })
        .collect();
    assert!(
        moved.is_empty(),
        "{}\ncompiler: {}, committed {}\nif the change is deliberate, run `{UPDATE}`",
        moved.join("\n"),
        now.rustc,
        committed.rustc
    );
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/guards/figures.json")
}

fn measure() -> Figures {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ovh-api/src/generated");
    let files = WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let text: String = files.map(|file| fs::read_to_string(file.path()).unwrap()).collect();
    let operations = per(text.lines().filter(|line| line.starts_with("pub static ")).count());
    assert!(operations > 0.0, "no generated code");
    let derives = text.lines().filter_map(|line| line.trim().strip_prefix("#[derive(")?.strip_suffix(")]"));
    let derived = derives.map(|traits| traits.split(',').count()).sum();
    let valgrind = Command::new("valgrind").arg("--version").output().is_ok();
    if !valgrind {
        eprintln!("skipped counting instructions: valgrind is not installed");
    }
    Figures {
        rustc: stdout(Command::new("rustc").arg("--version")),
        lines: per(text.lines().count()) / operations,
        bytes: per(text.len()) / operations,
        derived_traits: per(derived) / operations,
        instructions: valgrind.then(|| instructions() / operations),
        request: valgrind.then(request),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn per(count: usize) -> f64 {
    count as f64
}

/// Counts the instructions of a request, and compares them with those of reqwest.
fn request() -> f64 {
    let call::Instructions { ours, bare } = call::count();
    let ratio = ours / bare;
    assert!(
        ratio <= MOST_BESIDE_REQWEST,
        "a request takes {ours} instructions, {ratio:.2} times those of reqwest: {bare}"
    );
    ours
}

/// Counts the instructions of generating with callgrind.
fn instructions() -> f64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", env!("CARGO_BIN_EXE_xtask"), "codegen", "--check"])
        // With several threads the count varies.
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}\nrun `cargo xtask codegen` first");
    let collected = stderr.lines().find_map(|line| line.split_once("Collected :")).map(|(_, count)| count.trim());
    collected.unwrap_or_else(|| panic!("no count in the output of callgrind: {stderr}")).parse().unwrap()
}

fn stdout(command: &mut Command) -> String {
    String::from_utf8(command.output().unwrap().stdout).unwrap().trim().to_owned()
}
