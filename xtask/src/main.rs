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

/// The commands. The documentation of their `Args` is the help text.
#[derive(Debug, Subcommand)]
enum Command {
    Fetch(fetch::Args),
    Codegen(codegen::Args),
    Diff(diff::Args),
    Surface(surface::Args),
    Bench(bench_harness::Args),
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
