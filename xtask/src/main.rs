//! Development commands of this workspace: `cargo xtask <command>`.

mod codegen;
mod fetch;
mod output;
mod snapshot;
mod surface;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use generator::error::Errors;

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
    /// Print every operation with its Rust call and output type, tab-separated
    Surface(surface::Args),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Fetch(args) => fetch::run(&args),
        Command::Codegen(args) => codegen::run(&args),
        Command::Surface(args) => surface::run(&args),
    };
    outcome.unwrap_or_else(|error| {
        match error.downcast_ref::<Errors>() {
            Some(Errors(errors)) => errors.iter().for_each(output::error),
            None => output::error(format_args!("{error:#}")),
        }
        ExitCode::FAILURE
    })
}
