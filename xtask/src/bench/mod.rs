//! `cargo xtask bench`: what generating, compiling and calling cost, beside what a user would pick instead.
//!
//! Everything is measured in one run and in turns, so that ratios hold on a busy machine too.

mod chart;
mod invocation;
mod measure;
mod openapi;
mod peers;
mod report;
mod scratch;
mod stages;
mod synthetic;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::ValueEnum;
use generator::model::Model;
use serde::Serialize;

use self::invocation::Invocation;
use self::report::Report;
use self::scratch::Scratch;
use crate::{output, snapshot, workspace};

/// Measure generating, compiling and calling, beside what a user would pick instead
///
/// Prints tables of medians, spreads and ratios with the command behind each figure. What cannot be installed is left out
/// with a word. A full run takes half an hour on two cores.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// What to measure [default: all]
    #[arg(long, value_name = "STAGES", value_delimiter = ',')]
    only: Vec<Stage>,
    /// How many turns to take, in each of which every command runs [default: 5, with --quick 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    runs: Option<u16>,
    /// Where to write the figures as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Where to write the chart
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Where to build what is measured [default: target/bench]
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,
    /// Leave out what takes minutes: clean builds, the whole API at once, and long series of calls
    #[arg(long)]
    quick: bool,
}

/// The parts of a run, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
enum Stage {
    /// From schemas to Rust
    Generate,
    /// `cargo check` of the crate alone
    Check,
    /// Builds: the crate alone, a caller, and all with dependencies
    Build,
    /// One call after the other
    Call,
    /// All services of an account
    Walk,
    /// Ten times as many operations, and the whole API
    Scale,
}

impl Stage {
    const fn name(self) -> &'static str {
        match self {
            Self::Generate => "generate",
            Self::Check => "check",
            Self::Build => "build",
            Self::Call => "call",
            Self::Walk => "walk",
            Self::Scale => "scale",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Generate => "Generate",
            Self::Check => "Check: the crate alone, its dependencies built",
            Self::Build => "Build",
            Self::Call => "Call: GET /services/{serviceId}, one after the other, on 127.0.0.1",
            Self::Walk => "Walk: all services of an account of 1,000, 20 ms for each answer",
            Self::Scale => "Scale: snapshots made of copies of the committed schemas",
        }
    }
}

/// What all stages need.
#[derive(Debug)]
struct Bench {
    scratch: Scratch,
    model: Model,
    runs: usize,
    quick: bool,
    report: Report,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    for file in [&args.json, &args.svg].into_iter().flatten() {
        writable(file)?;
    }
    let runs = args.runs.map_or(if args.quick { 1 } else { 5 }, usize::from);
    let mut stages = if args.only.is_empty() { Stage::value_variants().to_vec() } else { args.only.clone() };
    stages.sort();
    stages.dedup();

    let model = generator::resolve(&snapshot::read(&workspace::schemas())?);
    let scratch = Scratch::new(args.scratch.as_deref())?;
    let mut bench = Bench { scratch, model, runs, quick: args.quick, report: empty_report(runs)? };
    for stage in stages {
        match stage {
            Stage::Generate => stages::generate::run(&mut bench),
            Stage::Check => stages::check::run(&mut bench),
            Stage::Build => stages::build::run(&mut bench),
            Stage::Call => stages::call::run(&mut bench),
            Stage::Walk => stages::walk::run(&mut bench),
            Stage::Scale => stages::scale::run(&mut bench),
        }
        .with_context(|| format!("`{}` could not be measured", stage.title()))?;
        // Half an hour of figures is not to be lost with the next stage.
        save(args, &bench.report)?;
    }
    bench.scratch.clear()?;
    output::result(table::render(&bench.report).trim_end());
    Ok(ExitCode::SUCCESS)
}

fn empty_report(runs: usize) -> anyhow::Result<Report> {
    let first_line = |invocation: Invocation| -> anyhow::Result<String> {
        Ok(measure::once(&invocation)?.stdout.lines().next().unwrap_or_default().to_owned())
    };
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let processor =
        cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name));
    Ok(Report {
        processor: processor.unwrap_or("an unnamed processor").to_owned(),
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        rustc: first_line(Invocation::new("rustc").arg("--version"))?,
        commit: first_line(Invocation::new("git").args(["rev-parse", "--short", "HEAD"]))
            .unwrap_or_else(|_| "unknown".to_owned()),
        runs,
        rows: Vec::new(),
        skipped: Vec::new(),
    })
}

fn save(args: &Args, report: &Report) -> anyhow::Result<()> {
    let write = |path: &Path, text: String| {
        fs::write(path, text).with_context(|| format!("could not write {}", path.display()))
    };
    if let Some(path) = &args.json {
        write(path, serde_json::to_string_pretty(report)? + "\n")?;
    }
    if let Some(path) = &args.svg {
        write(path, chart::render(report))?;
    }
    Ok(())
}

/// Tells before the measuring, rather than after it, that a file cannot be written.
fn writable(file: &Path) -> anyhow::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    ensure!(folder.is_dir(), "{} cannot be written: {} is not a folder", file.display(), folder.display());
    ensure!(!file.is_dir(), "{} cannot be written: it is a folder", file.display());
    Ok(())
}
