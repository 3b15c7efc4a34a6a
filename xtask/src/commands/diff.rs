//! `cargo xtask diff`: compares two snapshots and reports how the changes affect code that uses `ovh-api`.
//!
//! Exits with 0 if there are no breaking changes, 1 if there are, and 2 on error.

mod git;
mod html;
mod json;
pub(crate) mod markdown;
mod report;
mod text;
mod words;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::ValueEnum;
use generator::model::Model;

pub(crate) use self::report::Report;
use crate::support::names::Names;
use crate::support::output::display_name;
use crate::support::{output, snapshot, workspace};

/// Compare two snapshots and report how the changes affect callers
///
/// Exits with 0 if there are no breaking changes, 1 if there are, and 2 on error.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Old snapshot: a folder, or a commit of this repository
    #[arg(long, value_name = "DIR|GIT-REV", default_value = "HEAD")]
    from: String,
    /// Folder of the new snapshot [default: schemas, in the workspace]
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// Format of the report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Use the names in this file, and add new ones to it; without this option, use `schemas/names.lock` of the
    /// workspace and write nothing
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// Workspace to read
    #[arg(long, value_name = "DIR", hide = true)]
    root: Option<PathBuf>,
}

/// The formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text for a terminal.
    Text,
    /// Markdown for a pull request.
    Markdown,
    /// JSON for programs.
    Json,
    /// A single HTML file for a browser.
    Html,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    Ok(report(args).and_then(|report| print(&report, args.format).map(|()| report)).map_or_else(
        |error| {
            output::failure(&error);
            ExitCode::from(2)
        },
        |report| ExitCode::from(u8::from(report.diff.is_breaking())),
    ))
}

fn report(args: &Args) -> anyhow::Result<Report> {
    let root = args.root.clone().unwrap_or_else(workspace::root);
    let mut names = Names::read(&root, args.names.as_deref())?;
    let (old, from) = before(&root, &args.from, &mut names)?;
    let dir = args.to.clone().unwrap_or_else(|| root.join("schemas"));
    let new = read(&dir, &mut names)?;
    if args.names.is_some() {
        names.write()?;
    }
    let known: Vec<String> = new.warnings.iter().filter(|warning| !old.warnings.contains(warning)).cloned().collect();
    output::warnings(&known);
    Ok(Report::new(&old, &new, from, display_name(&dir)))
}

/// Reads and resolves a snapshot on disk.
pub(crate) fn read(dir: &Path, names: &mut Names) -> anyhow::Result<Model> {
    ensure!(dir.exists(), "{} does not exist", display_name(dir));
    ensure!(dir.is_dir(), "{} is not a folder", display_name(dir));
    Ok(names.resolve(&snapshot::read(dir)?))
}

/// Reads and resolves the old snapshot. Returns it with its name.
fn before(root: &Path, from: &str, names: &mut Names) -> anyhow::Result<(Model, String)> {
    let dir = Path::new(from);
    if dir.is_dir() {
        return Ok((read(dir, names)?, display_name(dir)));
    }
    let commit = git::commit(root, from)?;
    let files = git::snapshot(root, &commit)?;
    Ok((names.resolve(&snapshot::parse(&commit.name, files)?), commit.name))
}

/// Renders the report.
pub(crate) fn render(report: &Report, format: Format) -> anyhow::Result<String> {
    Ok(match format {
        Format::Text => text::render(report),
        Format::Markdown => markdown::render(report),
        Format::Json => json::render(report)?,
        Format::Html => html::render(report),
    })
}

/// Prints the report on stdout, with colours if it is a terminal.
pub(crate) fn print(report: &Report, format: Format) -> anyhow::Result<()> {
    let text = render(report, format)?;
    match anstream::stdout().write_all(text.as_bytes()) {
        // A closed pipe (`| head`) is not an error.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("could not write the report"),
    }
}
