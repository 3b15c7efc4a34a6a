//! Development commands of this workspace: `cargo xtask <command>`.

mod commands;
mod support;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::commands::{bench, codegen, diff, fetch, surface, update};
use self::support::output;

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about, version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// The commands. Each has a module of the same name.
#[derive(Debug, Subcommand)]
enum Command {
    /// Download API schemas into the snapshot
    Fetch(fetch::Args),
    /// Generate the typed API from the schema snapshot
    Codegen(codegen::Args),
    /// Compare two snapshots and report how the changes affect callers
    Diff(diff::Args),
    /// Print every operation with its Rust call and output type, tab-separated
    Surface(surface::Args),
    /// Measure generating, compiling and calling, and compare with alternatives
    Bench(bench_harness::Args),
    /// Fetch, regenerate and update CHANGELOG.md atomically
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
