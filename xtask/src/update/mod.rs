//! `cargo xtask update`: fetch, codegen, diff and the changelog entry in one go, or none of it.
//!
//! Everything is prepared beside the workspace, then put in place as one change that a killed run leaves undone.

mod changelog;
mod staging;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use generator::model::Model;

use crate::diff::{self, Format, Report};
use crate::fetch::store::{self, Change};
use crate::snapshot::{BRANCHES, display_name};
use crate::{codegen, fetch, output, snapshot, workspace};

/// Fetch, generate, and tell what changed in CHANGELOG.md: all of it, or nothing
///
/// Takes the options of `fetch`. Without `--branch`, `--api` and an endpoint of one branch, each branch that the snapshot
/// holds is fetched.
#[derive(Debug, clap::Args)]
#[group(skip)] // One of this name comes with the options of `fetch`.
pub(crate) struct Args {
    #[command(flatten)]
    fetch: fetch::Args,
    /// Write the report of what changed, as Markdown, to this file as well
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// The workspace to update
    #[arg(long, value_name = "DIR", hide = true)]
    root: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let outcome = update(args);
    if !matches!(&outcome, Ok(code) if *code == ExitCode::SUCCESS) {
        if let Err(error) = &outcome {
            output::failure(error);
        }
        output::error("nothing was updated: snapshot, generated code and changelog are as they were");
        return Ok(outcome.unwrap_or(ExitCode::FAILURE));
    }
    outcome
}

fn update(args: &Args) -> anyhow::Result<ExitCode> {
    let root = args.root.clone().unwrap_or_else(workspace::root);
    let root = fs::canonicalize(&root).with_context(|| format!("could not find {}", display_name(&root)))?;
    let _lock = store::lock(&root)?;
    if store::recover(&root)? {
        output::note("cleaned up after an update that was killed");
    }
    let schemas = snapshot(args, &root)?;
    let _snapshot_lock = if schemas.is_dir() { Some(store::lock(&schemas)?) } else { None };
    store::recover(&schemas)?;
    let staged = staging::copy(&schemas)?;
    for branch in branches(&args.fetch, staged.path()) {
        let fetch = fetch::Args { branch, schemas: Some(staged.path().to_owned()), ..args.fetch.clone() };
        let code = fetch::run(&fetch)?;
        if code != ExitCode::SUCCESS {
            return Ok(code);
        }
    }

    let new = generator::resolve(&match args.fetch.schemas {
        Some(_) => snapshot::read(staged.path())?,
        None => snapshot::read_own(staged.path())?,
    });
    let mut changes = staging::changes(&root, &schemas, staged.path())?;
    let schema_files = changes.len();
    for (path, text) in codegen::changes(&root, &new)? {
        changes.push(Change {
            place: staging::place(&root, &path)?,
            content: text.map(String::into_bytes),
            source: None,
        });
    }
    output::warnings(&new.warnings);
    let generated_files = changes.len() - schema_files;
    let report = report(&schemas, &new)?;
    if let Some(report) = &report {
        changes.extend(changelog(&root, report)?);
    }
    let written = args.report.as_deref().zip(report.as_ref());
    if let Some((path, report)) = written {
        fs::write(path, diff::render(report, Format::Markdown)?)
            .with_context(|| format!("could not write {}", display_name(path)))?;
    }
    if changes.is_empty() {
        output::result("everything is up to date");
        return Ok(ExitCode::SUCCESS);
    }
    store::commit(&root, changes, &|| false).inspect_err(|_| {
        // It tells of what did not come to pass.
        written.map(|(path, _)| fs::remove_file(path));
    })?;
    if let Some(report) = report.filter(|report| !report.diff.changes.is_empty()) {
        // Everything is in place, whether or not anybody reads of it.
        let _ = diff::print(&report, Format::Text);
    }
    output::result(format_args!("updated {schema_files} files of the snapshot and {generated_files} generated ones"));
    Ok(ExitCode::SUCCESS)
}

/// What changed; none for the first snapshot, which is all new.
fn report(schemas: &Path, new: &Model) -> anyhow::Result<Option<Report>> {
    if !BRANCHES.iter().any(|(_, folder)| schemas.join(folder).is_dir()) {
        return Ok(None);
    }
    let old = diff::read(schemas)?;
    Ok(Some(Report::new(&old, new, "before".to_owned(), "the service".to_owned())))
}

/// The snapshot's folder, which has to be part of what is replaced in one go.
fn snapshot(args: &Args, root: &Path) -> anyhow::Result<PathBuf> {
    let Some(dir) = &args.fetch.schemas else { return Ok(root.join("schemas")) };
    let dir = fs::canonicalize(dir).with_context(|| format!("could not find {}", display_name(dir)))?;
    if !dir.starts_with(root) {
        bail!("{} is not in the workspace: `update` writes both in one go", display_name(&dir));
    }
    Ok(dir)
}

/// The branches to fetch; none stands for the one that `fetch` takes by itself.
fn branches(args: &fetch::Args, staged: &Path) -> Vec<Option<fetch::Branch>> {
    let is_one = args.branch.is_some()
        || !args.apis.is_empty()
        || args.endpoint.as_ref().is_some_and(|endpoint| endpoint.branch().is_some());
    if is_one {
        return vec![args.branch];
    }
    let also_v2 = staged.join(fetch::Branch::V2.folder()).is_dir().then_some(Some(fetch::Branch::V2));
    std::iter::once(Some(fetch::Branch::V1)).chain(also_v2).collect()
}

fn changelog(root: &Path, report: &Report) -> anyhow::Result<Option<Change>> {
    const NAME: &str = "CHANGELOG.md";
    if report.diff.changes.is_empty() {
        return Ok(None);
    }
    let text = fs::read_to_string(root.join(NAME)).with_context(|| format!("could not read {NAME}"))?;
    let text = changelog::with_entry(&text, report);
    Ok(Some(Change { place: NAME.to_owned(), content: Some(text.into_bytes()), source: None }))
}
