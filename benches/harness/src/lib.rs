//! Measures what generating, compiling and calling cost, and compares it with the alternatives that users have.
//!
//! All candidates of a comparison take turns in one run, so that ratios are stable on a busy machine too.

mod bench;
mod chart;
mod invocation;
mod measure;
mod openapi;
mod peers;
mod report;
mod scratch;
mod stage;
mod stages;
mod synthetic;
mod table;
mod workspace;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::ValueEnum;
use generator::model::Model;

use self::bench::Bench;
use self::invocation::Invocation;
use self::report::Report;
use self::scratch::Scratch;
use self::stage::Stage;

/// Measure generating, compiling and calling, and compare with alternatives
///
/// Prints tables of medians, ranges and ratios with the command behind each figure. Alternatives that cannot be
/// installed are skipped with a notice. A full run takes half an hour on two cores.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Stages to measure [default: all]
    #[arg(long, value_name = "STAGES", value_delimiter = ',')]
    only: Vec<Stage>,
    /// Number of rounds, each of which runs every command [default: 5, with --quick 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    runs: Option<u16>,
    /// Write the figures as JSON to this file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write a chart as SVG to this file
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Folder to build in [default: target/bench]
    #[arg(long, value_name = "DIR")]
    scratch: Option<PathBuf>,
    /// Skip what takes minutes: clean builds, the whole API at once, and long series of calls
    #[arg(long)]
    quick: bool,
}

/// Runs the stages and returns the tables. `model` is the model of the committed schemas.
///
/// # Errors
///
/// Fails before measuring if an output file cannot be written, and later if a command fails. The figures of the stages
/// before the failure are in the output files.
pub fn run(args: &Args, model: Model) -> anyhow::Result<String> {
    for file in [&args.json, &args.svg].into_iter().flatten() {
        check_writable(file)?;
    }
    let runs = args.runs.map_or(if args.quick { 1 } else { 5 }, usize::from);
    let mut stages = if args.only.is_empty() { Stage::value_variants().to_vec() } else { args.only.clone() };
    stages.sort();
    stages.dedup();

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
        .with_context(|| format!("could not measure `{}`", stage.title()))?;
        // After each stage, so that a later failure does not lose half an hour of figures.
        save(args, &bench.report)?;
    }
    bench.scratch.clear()?;
    Ok(table::render(&bench.report))
}

fn empty_report(runs: usize) -> anyhow::Result<Report> {
    let first_line = |invocation: Invocation| -> anyhow::Result<String> {
        Ok(measure::once(&invocation)?.stdout.lines().next().unwrap_or_default().to_owned())
    };
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let processor =
        cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name));
    Ok(Report {
        processor: processor.unwrap_or("unknown processor").to_owned(),
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

fn check_writable(file: &Path) -> anyhow::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    ensure!(folder.is_dir(), "could not write {}: {} is not a folder", file.display(), folder.display());
    ensure!(!file.is_dir(), "could not write {}: it is a folder", file.display());
    Ok(())
}
