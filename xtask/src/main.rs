//! Development commands of this workspace: `cargo xtask <command>`.

mod commands;
mod support;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::commands::{bench, codegen, diff, fetch, surface, update};
use self::support::output;

/// What stands on the command line.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about, version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// One variant per command, each with a module of the same name.
#[derive(Debug, Subcommand)]
enum Command {
    /// Download API schemas into the snapshot that the code is generated from
    Fetch(fetch::Args),
    /// Generate the typed API from the schema snapshot
    Codegen(codegen::Args),
    /// Tell what changed between two snapshots, and what it means for callers
    Diff(diff::Args),
    /// Print every operation with its Rust call and output type, tab-separated
    Surface(surface::Args),
    /// Measure generating, compiling and calling beside what a user would pick instead
    Bench(bench_harness::Args),
    /// Fetch, generate, and tell what changed in CHANGELOG.md: all of it, or nothing
    Update(update::Args),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Fetch(args) => fetch::run(&args),
        Command::Codegen(args) => codegen::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Surface(args) => surface::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Update(args) => update::run(&args),
    };
    outcome.unwrap_or_else(|error| {
        output::failure(&error);
        ExitCode::FAILURE
    })
}
