//! What generated code weighs and what making it costs, without a clock: counts, each within 5 % of the committed one.
//!
//! A change that makes a count worse, or better, is to say so: `RENEW_FIGURES=1 cargo test --package xtask --test guards`
//! writes `figures.json` anew. Counts are for each operation, so that a schema update does not move them.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

const RENEW: &str = "RENEW_FIGURES=1 cargo test --package xtask --test guards";

#[derive(Debug, Serialize, Deserialize)]
struct Figures {
    /// Instructions depend on the compiler, and on nothing else that is not in this repository.
    rustc: String,
    lines: f64,
    bytes: f64,
    /// Traits that are derived: what `cargo check` spends most of its time on.
    derived_traits: f64,
    /// Instructions of `cargo xtask codegen --check`, counted by callgrind on one thread; none without valgrind.
    instructions: Option<f64>,
}

#[test]
fn generated_code_and_its_making_are_as_cheap_as_they_were() {
    let now = measure();
    if std::env::var_os("RENEW_FIGURES").is_some() {
        assert!(now.instructions.is_some(), "figures cannot be renewed without valgrind");
        fs::write(file(), serde_json::to_string_pretty(&now).unwrap() + "\n").unwrap();
        return;
    }
    let committed: Figures = serde_json::from_str(&fs::read_to_string(file()).unwrap()).unwrap();
    // Another compiler makes other instructions of the same code; a blunder still shows.
    let same_compiler = committed.rustc == now.rustc;
    let slack = if same_compiler { 0.05 } else { 0.25 };
    let counts = [
        ("lines", Some(committed.lines), Some(now.lines), 0.05),
        ("bytes", Some(committed.bytes), Some(now.bytes), 0.05),
        ("derived traits", Some(committed.derived_traits), Some(now.derived_traits), 0.05),
        ("instructions", committed.instructions, now.instructions, slack),
    ];
    let moved: Vec<String> = counts
        .into_iter()
        .filter_map(|(what, before, now, slack)| {
            let (before, now) = before.zip(now)?;
            let change = now / before - 1.0;
            (change.abs() > slack).then(|| {
                format!("{what} for each operation: {now:.1}, committed {before:.1}, {:+.1} %", change * 100.0)
            })
        })
        .collect();
    assert!(
        moved.is_empty(),
        "{}\ncompiler: {}, committed {}\nif that is as it should be, run `{RENEW}`",
        moved.join("\n"),
        now.rustc,
        committed.rustc
    );
}

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/guards/figures.json")
}

fn measure() -> Figures {
    let mut text = String::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../ovh-api/src/generated"), &mut text);
    let operations = per(text.lines().filter(|line| line.starts_with("pub static ")).count());
    assert!(operations > 0.0, "there is no generated code");
    let derives = text.lines().filter_map(|line| line.trim().strip_prefix("#[derive(")?.strip_suffix(")]"));
    let derived = derives.map(|traits| traits.split(',').count()).sum();
    Figures {
        rustc: stdout(Command::new("rustc").arg("--version")),
        lines: per(text.lines().count()) / operations,
        bytes: per(text.len()) / operations,
        derived_traits: per(derived) / operations,
        instructions: instructions().map(|count| count / operations),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn per(count: usize) -> f64 {
    count as f64
}

fn read(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { read(&path, text) } else { text.push_str(&fs::read_to_string(&path).unwrap()) }
    }
}

/// What callgrind counts; nothing, and a word, where there is no valgrind.
fn instructions() -> Option<f64> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        eprintln!("instructions are not counted: valgrind is not installed");
        return None;
    }
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", env!("CARGO_BIN_EXE_xtask"), "codegen", "--check"])
        // Threads that wait for each other count too, and not the same each time.
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\nrun `cargo xtask codegen` first");
    let collected = said.lines().find_map(|line| line.split_once("Collected :")).map(|(_, count)| count.trim());
    Some(collected.unwrap_or_else(|| panic!("callgrind counted nothing: {said}")).parse().unwrap())
}

fn stdout(command: &mut Command) -> String {
    String::from_utf8(command.output().unwrap().stdout).unwrap().trim().to_owned()
}
