//! `cargo xtask update`: fetches, regenerates and updates the changelog atomically.
//!
//! Prepares all files outside the workspace, then replaces them as one change, which is rolled back if the run is
//! killed.

mod changelog;
mod staging;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use generator::model::Model;
use generator::schema::Branch;
use tempfile::NamedTempFile;

use crate::commands::diff::{self, Format, Report};
use crate::commands::{codegen, fetch};
use crate::support::interrupt::Interrupt;
use crate::support::names::Names;
use crate::support::output::display_name;
use crate::support::store::{self, Change, StoreError};
use crate::support::{output, regular, snapshot, workspace};

/// Fetch, regenerate and update CHANGELOG.md atomically
///
/// Accepts the options of `fetch`, which selects the same branches and APIs without them.
#[derive(Debug, clap::Args)]
#[group(skip)] // The options of `fetch` have a group of the same name.
pub(crate) struct Args {
    #[command(flatten)]
    fetch: fetch::Args,
    /// Write the report of changes as Markdown to this file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Workspace to update
    #[arg(long, value_name = "DIR", hide = true)]
    root: Option<PathBuf>,
}

const UNCHANGED: &str = "no files were changed";

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    Ok(update(args).unwrap_or_else(|error| {
        output::failure(&error);
        if error.downcast_ref::<StoreError>().is_none_or(StoreError::is_untouched) {
            output::error(UNCHANGED);
        }
        ExitCode::FAILURE
    }))
}

fn update(args: &Args) -> anyhow::Result<ExitCode> {
    let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let interrupt = threads.block_on(async { Interrupt::listen() }).context("could not listen for signals")?;
    let root = args.root.clone().unwrap_or_else(workspace::root);
    let root = fs::canonicalize(&root).with_context(|| format!("could not find {}", display_name(&root)))?;
    let _lock = store::open(&root)?;
    let schemas = snapshot(args, &root)?;
    let _snapshot_lock = if schemas.is_dir() { Some(store::open(&schemas)?) } else { None };
    let staged = staging::copy(&schemas)?;
    let fetch = fetch::Args { schemas: Some(staged.path().to_owned()), ..args.fetch.clone() };
    match fetch::attempt(&fetch) {
        Ok(summary) => output::result(summary),
        Err(stopped) => {
            stopped.print();
            output::error(UNCHANGED);
            return Ok(stopped.exit_code());
        }
    }

    let shown = Path::new("fetched");
    let mut names = Names::read(&root, None)?;
    let old = old(&schemas, &mut names)?;
    let new = names.resolve(&match args.fetch.schemas {
        Some(_) => snapshot::read_as(staged.path(), shown)?,
        None => snapshot::read_own_as(staged.path(), shown)?,
    });
    let mut changes = staging::changes(&root, &schemas, staged.path())?;
    let schema_files = changes.len();
    changes.extend(names.change(&root)?);
    changes.extend(codegen::changes(&root, &new)?);
    output::warnings(&new.warnings);
    let generated_files = changes.len() - schema_files;
    let report = old.map(|old| Report::new(&old, &new, "before".to_owned(), "the service".to_owned()));
    if let Some(report) = &report {
        changes.extend(changelog(&root, report)?);
    }
    let is_up_to_date = changes.is_empty();
    let elsewhere = match args.report.as_deref().zip(report.as_ref()) {
        Some((path, report)) => report_file(&root, path, report, &mut changes)?,
        None => None,
    };
    if !changes.is_empty() {
        match (store::commit(&root, changes, &|| interrupt.seen().is_some()), interrupt.seen()) {
            (Err(StoreError::Interrupted), Some(signal)) => {
                output::error(format_args!("interrupted by {}", signal.name));
                output::error(UNCHANGED);
                return Ok(ExitCode::from(signal.exit));
            }
            (committed, _) => committed?,
        }
    }
    if let Some((prepared, path)) = elsewhere
        && let Err(error) = prepared.persist(path)
    {
        output::error(format_args!(
            "could not write the report to {}, but all other files are updated: {error}",
            display_name(path)
        ));
        return Ok(ExitCode::FAILURE);
    }
    if is_up_to_date {
        output::result("all files are up to date");
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(report) = report.filter(|report| !report.diff.changes.is_empty()) {
        // The update is complete even if the report cannot be printed.
        let _ = diff::print(&report, Format::Text);
    }
    output::result(format_args!("updated {schema_files} schema files and {generated_files} generated files"));
    Ok(ExitCode::SUCCESS)
}

/// Adds the report to the changes if its path is in the workspace. Otherwise writes and returns a temporary file, to be
/// moved to the path after the change.
fn report_file<'p>(
    root: &Path,
    path: &'p Path,
    report: &Report,
    changes: &mut Vec<Change>,
) -> anyhow::Result<Option<(NamedTempFile, &'p Path)>> {
    let text = diff::render(report, Format::Markdown)?.into_bytes();
    let what = || format!("could not write {}", display_name(path));
    let name = path.file_name().with_context(what)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = fs::canonicalize(folder).with_context(what)?;
    if folder.starts_with(root) {
        changes.push(Change { place: store::place(root, &folder.join(name))?, content: Some(text), source: None });
        return Ok(None);
    }
    let mut prepared = NamedTempFile::new_in(folder).with_context(what)?;
    prepared.write_all(&text).with_context(what)?;
    prepared.as_file().sync_all().with_context(what)?;
    Ok(Some((prepared, path)))
}

/// Reads the snapshot before the update. Returns `None` if there was no snapshot.
fn old(schemas: &Path, names: &mut Names) -> anyhow::Result<Option<Model>> {
    let has_branch = Branch::ALL.iter().any(|branch| schemas.join(branch.folder()).is_dir());
    has_branch.then(|| diff::read(schemas, names)).transpose()
}

/// Returns the folder of the snapshot, which must be inside the workspace.
fn snapshot(args: &Args, root: &Path) -> anyhow::Result<PathBuf> {
    let Some(dir) = &args.fetch.schemas else {
        let dir = root.join("schemas");
        store::places::check_folder(&dir)?;
        return Ok(dir);
    };
    let dir = fs::canonicalize(dir).with_context(|| format!("could not find {}", display_name(dir)))?;
    if !dir.starts_with(root) {
        bail!("{} is not in the workspace: `update` replaces the files of both atomically", display_name(&dir));
    }
    Ok(dir)
}

fn changelog(root: &Path, report: &Report) -> anyhow::Result<Option<Change>> {
    const NAME: &str = "CHANGELOG.md";
    if report.diff.changes.is_empty() {
        return Ok(None);
    }
    let text = regular::read_to_string(&root.join(NAME)).with_context(|| format!("could not read {NAME}"))?;
    let text = changelog::with_entry(&text, report);
    Ok(Some(Change { place: NAME.to_owned(), content: Some(text.into_bytes()), source: None }))
}
