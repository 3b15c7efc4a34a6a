//! `cargo xtask diff`: what changed between two snapshots, and what it means for code written against `ovh-api`.
//!
//! Exit code 0: nothing, or nothing that breaks; 1: something breaks; 2: no answer.

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
use crate::support::snapshot::{self, display_name};
use crate::support::{output, workspace};

/// Tell what changed between two snapshots, and what it means for callers
///
/// Exits with 0 when nothing breaks, 1 when something does, 2 when it cannot tell.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The snapshot before: a folder, or a commit of this repository
    #[arg(long, value_name = "DIR|GIT-REV", default_value = "HEAD")]
    from: String,
    /// The folder of the snapshot now [default: schemas, in the workspace]
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// The form of the report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// The workspace to look at
    #[arg(long, value_name = "DIR", hide = true)]
    root: Option<PathBuf>,
}

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a terminal.
    Text,
    /// For a pull request.
    Markdown,
    /// For programs.
    Json,
    /// One file for a browser.
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
    let (old, from) = before(&root, &args.from)?;
    let dir = args.to.clone().unwrap_or_else(|| root.join("schemas"));
    let new = read(&dir)?;
    let known: Vec<String> = new.warnings.iter().filter(|warning| !old.warnings.contains(warning)).cloned().collect();
    output::warnings(&known);
    Ok(Report::new(&old, &new, from, display_name(&dir)))
}

/// A snapshot on disk.
pub(crate) fn read(dir: &Path) -> anyhow::Result<Model> {
    ensure!(dir.exists(), "{} does not exist", display_name(dir));
    ensure!(dir.is_dir(), "{} is not a folder", display_name(dir));
    Ok(generator::resolve(&snapshot::read(dir)?))
}

/// The snapshot before, with what to call it.
fn before(root: &Path, from: &str) -> anyhow::Result<(Model, String)> {
    let dir = Path::new(from);
    if dir.is_dir() {
        return Ok((read(dir)?, display_name(dir)));
    }
    let commit = git::commit(root, from)?;
    let files = git::snapshot(root, &commit)?;
    Ok((generator::resolve(&snapshot::parse(&commit.name, files)?), commit.name))
}

/// The report in one of its forms.
pub(crate) fn render(report: &Report, format: Format) -> anyhow::Result<String> {
    Ok(match format {
        Format::Text => text::render(report),
        Format::Markdown => markdown::render(report),
        Format::Json => json::render(report)?,
        Format::Html => html::render(report),
    })
}

pub(crate) fn print(report: &Report, format: Format) -> anyhow::Result<()> {
    let text = render(report, format)?;
    // Colours are left out where stdout is no terminal.
    match anstream::stdout().write_all(text.as_bytes()) {
        // A reader that went away (`| head`) has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("could not write the report"),
    }
}
