//! `cargo xtask codegen`: from the schema snapshot to the generated part of `ovh-api`.

mod compare;
mod features;
mod files;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, ensure};
use generator::Output;
use generator::model::Model;

use self::compare::Difference;
use crate::{output, snapshot, workspace};

/// Generate the typed API from the schema snapshot
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder of the snapshot
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// Write nothing; show what is not up to date and exit with 1
    #[arg(long)]
    check: bool,
    /// The workspace to write to
    #[arg(long, value_name = "DIR", hide = true)]
    root: Option<PathBuf>,
}

/// Generates everything in memory, then writes or compares it: both see the same files.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let root = args.root.clone().unwrap_or_else(workspace::root);
    let schemas = match &args.schemas {
        Some(dir) => snapshot::read(dir)?,
        None => snapshot::read_own(&root.join("schemas"))?,
    };
    let model = generator::resolve(&schemas);
    let generated = generate(&model)?;
    let wanted = files::wanted(&root, &generated)?;

    let differences = compare::differences(&wanted)?;
    if args.check {
        return Ok(check(args, &differences, &model));
    }
    files::write(&differences)?;
    output::result(format_args!(
        "generated {} APIs, {} operations, {} types in {} files ({} changed) in {:.2} s",
        model.counts.apis,
        model.counts.operations,
        model.counts.models,
        generated.files.len(),
        differences.len(),
        started.elapsed().as_secs_f64()
    ));
    output::warnings(&model.warnings);
    Ok(ExitCode::SUCCESS)
}

/// What generation would write below `root`: files with their new text, none for one to be removed.
pub(crate) fn changes(root: &Path, model: &Model) -> anyhow::Result<Vec<(PathBuf, Option<String>)>> {
    let wanted = files::wanted(root, &generate(model)?)?;
    let differences = compare::differences(&wanted)?.into_iter();
    Ok(differences.map(|difference| (difference.path, difference.wanted)).collect())
}

fn generate(model: &Model) -> anyhow::Result<Output> {
    let generated =
        generator::emit(model).context("the generator wrote what is not Rust, which is a fault of its own")?;
    account_for_everything(model, &generated)?;
    Ok(generated)
}

fn check(args: &Args, differences: &[Difference], model: &Model) -> ExitCode {
    if differences.is_empty() {
        output::result("the generated code is up to date");
        output::warnings(&model.warnings);
        return ExitCode::SUCCESS;
    }
    compare::show(differences);
    let mut command = "cargo xtask codegen".to_owned();
    if let Some(dir) = &args.schemas {
        command.push_str(&format!(" --schemas {}", dir.display()));
    }
    output::error(format_args!("the generated code is not up to date: run `{command}`"));
    ExitCode::FAILURE
}

/// What went in must come out: a lost operation would otherwise go unnoticed among thousands.
fn account_for_everything(model: &Model, generated: &Output) -> anyhow::Result<()> {
    let read = model.counts;
    ensure!(
        generated.operations == read.operations,
        "{} operations were read, but {} written",
        read.operations,
        generated.operations
    );
    ensure!(
        generated.definitions + read.instances == read.models,
        "{} types were read, but {} written and {} are instances of generics",
        read.models,
        generated.definitions,
        read.instances
    );
    Ok(())
}
