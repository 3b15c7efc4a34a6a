//! `cargo xtask bench`: runs the harness in `benches/harness`.

use std::process::ExitCode;

use bench_harness::Args;

use crate::support::names::Names;
use crate::support::{output, snapshot, workspace};

/// Measures with the committed snapshot and prints the tables.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let model = Names::read(&workspace::root(), None)?.resolve(&snapshot::read(&workspace::schemas())?);
    output::result(bench_harness::run(args, model)?.trim_end());
    Ok(ExitCode::SUCCESS)
}
