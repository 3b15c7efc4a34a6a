//! `cargo xtask surface`: every operation, or every field of every type, on one line.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::support::{output, snapshot, workspace};

/// Print every operation with its Rust call and output type, tab-separated
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder of the snapshot
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// Print every type with its fields or values instead
    #[arg(long)]
    types: bool,
}

/// Prints the surface on stdout and the warnings on stderr.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let dir = args.schemas.clone().unwrap_or_else(workspace::schemas);
    let model = generator::resolve(&snapshot::read(&dir)?);
    let surface = if args.types { generator::surface_of_types(&model) } else { generator::surface(&model) };
    // A reader that went away (`| head`) has seen enough.
    let _ = std::io::stdout().write_all(surface.as_bytes());
    output::warnings(&model.warnings);
    Ok(ExitCode::SUCCESS)
}
