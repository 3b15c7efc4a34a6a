//! `cargo xtask codegen`: generates code of `ovh-api` from the schema snapshot.

mod compare;
mod features;
mod files;
mod readme;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, ensure};
use generator::Output;
use generator::model::Model;

use self::compare::Difference;
use crate::support::names::Names;
use crate::support::output::display_name;
use crate::support::store::{self, Change};
use crate::support::{output, snapshot, workspace};

/// Generate the typed API from the schema snapshot
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Folder of the snapshot [default: schemas, in the workspace]
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// Write no files; show the differences and exit with 1 if the generated code is out of date
    #[arg(long)]
    check: bool,
    /// Use the names in this file, and add new ones to it [default: schemas/names.lock, in the workspace]
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// Workspace to write to
    #[arg(long, value_name = "DIR", hide = true)]
    root: Option<PathBuf>,
}

/// Generates all files in memory, then compares or writes them. Writes all files or none.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let started = Instant::now();
    let root = args.root.clone().unwrap_or_else(workspace::root);
    let root = fs::canonicalize(&root).with_context(|| format!("could not find {}", display_name(&root)))?;
    let dir = args.schemas.clone().unwrap_or_else(|| root.join("schemas"));
    let _locks = if args.check {
        store::check_complete(&root)?;
        None
    } else {
        Some(open(&root, &dir, args.schemas.is_none())?)
    };
    let schemas = match &args.schemas {
        Some(dir) => snapshot::read(dir)?,
        None => snapshot::read_own(&dir)?,
    };
    let mut names = Names::read(&root, args.names.as_deref())?;
    let model = names.resolve(&schemas);
    let generated = generate(&model)?;
    let wanted = files::wanted(&root, &model, &generated)?;

    let mut differences = compare::differences(&root, &wanted)?;
    if args.check {
        return Ok(check(args, &differences, &names, &model));
    }
    leave_foreign(&mut differences);
    let count = differences.len();
    let mut changes = changes_of(&root, differences)?;
    // Recorded before they are used: code with unrecorded names could change them later.
    match args.names {
        Some(_) => names.write()?,
        None => changes.extend(names.change(&root)?),
    }
    if !changes.is_empty() {
        store::commit(&root, changes, &|| false)?;
    }
    output::result(format_args!(
        "generated {} APIs, {} operations, {} types in {} files ({} changed) in {:.2} s",
        model.counts.apis,
        model.counts.operations,
        model.counts.models,
        generated.files.len(),
        count,
        started.elapsed().as_secs_f64()
    ));
    output::warnings(&model.warnings);
    Ok(ExitCode::SUCCESS)
}

/// Locks the workspace and the snapshot, and rolls back incomplete changes.
fn open(root: &Path, schemas: &Path, is_own: bool) -> anyhow::Result<[Option<store::Lock>; 2]> {
    let of_root = store::open(root)?;
    // The default snapshot folder may be a symbolic link. Then it is only read: no rollback happens at its target.
    let is_own_link = is_own && schemas.is_symlink();
    let of_schemas = fs::canonicalize(schemas).ok().filter(|dir| dir.is_dir() && dir != root && !is_own_link);
    Ok([Some(of_root), of_schemas.map(|dir| store::open(&dir)).transpose()?])
}

/// Returns the changes of generated files below `root`.
pub(crate) fn changes(root: &Path, model: &Model) -> anyhow::Result<Vec<Change>> {
    let wanted = files::wanted(root, model, &generate(model)?)?;
    let mut differences = compare::differences(root, &wanted)?;
    leave_foreign(&mut differences);
    changes_of(root, differences)
}

/// Returns changes of the files that differ. The others keep their time stamps, so that cargo does not rebuild them.
fn changes_of(root: &Path, differences: Vec<Difference>) -> anyhow::Result<Vec<Change>> {
    let changes = differences.into_iter().map(|difference| {
        let place = store::place(root, &difference.path)?;
        Ok(Change { place, content: difference.wanted.map(String::into_bytes), source: None })
    });
    changes.collect()
}

/// Removes files that were not generated from the list, with a warning. They are not deleted: there may be no other
/// copy.
fn leave_foreign(differences: &mut Vec<Difference>) {
    for foreign in differences.extract_if(.., |difference| difference.is_foreign()) {
        output::note(format_args!("warning: {}", foreign_file(&foreign)));
    }
}

fn foreign_file(difference: &Difference) -> String {
    let (path, mark) = (display_name(&difference.path), generator::GENERATED);
    format!("{path} is not a generated file (it does not start with `{mark}`) and is kept: move or delete it")
}

fn generate(model: &Model) -> anyhow::Result<Output> {
    let generated = generator::emit(model);
    check_counts(model, &generated)?;
    Ok(generated)
}

fn check(args: &Args, differences: &[Difference], names: &Names, model: &Model) -> ExitCode {
    let is_stale = names.changed().is_some();
    if differences.is_empty() && !is_stale {
        output::result("the generated code is up to date");
        output::warnings(&model.warnings);
        return ExitCode::SUCCESS;
    }
    compare::show(differences);
    for foreign in differences.iter().filter(|difference| difference.is_foreign()) {
        output::error(foreign_file(foreign));
    }
    let mut command = "cargo xtask codegen".to_owned();
    if let Some(dir) = &args.schemas {
        command.push_str(&format!(" --schemas {}", dir.display()));
    }
    if let Some(file) = &args.names {
        command.push_str(&format!(" --names {}", file.display()));
    }
    if is_stale {
        output::error(format_args!("{} lacks names of the generated code", display_name(&names.path)));
    }
    let what = if differences.is_empty() { "the lock of names" } else { "the generated code" };
    output::error(format_args!("{what} is out of date: run `{command}`"));
    ExitCode::FAILURE
}

/// Checks that every operation and type was generated. A missing one would be hard to notice among thousands.
fn check_counts(model: &Model, generated: &Output) -> anyhow::Result<()> {
    let read = model.counts;
    ensure!(
        generated.operations == read.operations,
        "bug: {} operations read, but {} generated",
        read.operations,
        generated.operations
    );
    ensure!(
        generated.definitions + read.instances == read.models,
        "bug: {} types read, but {} generated and {} repeat another one",
        read.models,
        generated.definitions,
        read.instances
    );
    Ok(())
}
