//! `cargo xtask surface`: prints one line per operation, or per field of each type.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::support::names::Names;
use crate::support::{output, snapshot, workspace};

/// Print every operation with its Rust call and response type, tab-separated
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of the snapshot [default: schemas, in the workspace]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// Print the fields or values of every type instead
    #[arg(long)]
    types: bool,
    /// Use the names in this file, and add new ones to it; without this option, use `schemas/names.lock` of the
    /// workspace and write nothing
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
}

/// Prints the surface on stdout and the warnings on stderr.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let dir = args.schemas.clone().unwrap_or_else(workspace::schemas);
    let mut names = Names::read(&workspace::root(), args.names.as_deref())?;
    let model = names.resolve(&snapshot::read(&dir)?);
    if args.names.is_some() {
        names.write()?;
    }
    let surface = if args.types { generator::surface_of_types(&model) } else { generator::surface(&model) };
    // A closed pipe (`| head`) is not an error.
    let _ = std::io::stdout().write_all(surface.as_bytes());
    output::warnings(&model.warnings);
    Ok(ExitCode::SUCCESS)
}
