//! `cargo xtask fetch`: reads the index, downloads the selected schemas, and updates the snapshot with their canonical
//! form.
//!
//! No file is written before all schemas are downloaded and checked.

mod api_path;
mod args;
mod canonical;
mod cause;
mod check;
mod committed;
mod download;
mod endpoint;
mod index;
mod manifest;
mod plan;
mod progress;
mod prose;
mod select;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use generator::schema::Branch;
use reqwest::StatusCode;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::support::interrupt::{Interrupt, Signal};
use crate::support::store::{self, StoreError};
use crate::support::{output, regular, workspace};
use api_path::ApiPath;
pub(crate) use args::Args;
use cause::Cause;
use committed::Committed;
use download::{Downloader, Failed};
use endpoint::Endpoint;
use index::Index;
use plan::Fetched;
use progress::Progress;
use select::Selection;

/// Maximum number of concurrent downloads.
const CONCURRENCY: usize = 4;

/// An error of a run that did not update the snapshot.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Stopped {
    /// Failed downloads.
    #[error("{}", lines(.0))]
    Failed(Vec<Failed>),
    /// No index of one of the branches.
    #[error("{}\nthe service has no index of {}: select the other branch with --branch", lines(.failed), .branch.folder())]
    NoIndex { branch: Branch, failed: Vec<Failed> },
    #[error("interrupted by {}{}", .signal.name, during(.running))]
    Interrupted { signal: Signal, running: Vec<String> },
    #[error(transparent)]
    Store(StoreError),
    #[error("{0:#}")]
    Other(#[from] anyhow::Error),
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match attempt(args) {
        Ok(summary) => {
            output::result(summary);
            Ok(ExitCode::SUCCESS)
        }
        Err(stopped) => {
            stopped.print();
            if !matches!(&stopped, Stopped::Store(error) if !error.is_untouched()) {
                output::error(format_args!("the snapshot in {} was not changed", folder(args).display()));
            }
            Ok(stopped.exit_code())
        }
    }
}

/// Fetches, and returns a summary.
pub(crate) fn attempt(args: &Args) -> Result<String, Stopped> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.context("could not start threads")?;
    let outcome = runtime.block_on(fetch(args));
    // Does not wait for name lookups, which cannot be cancelled.
    runtime.shutdown_background();
    outcome
}

impl Stopped {
    /// Prints the errors.
    pub(crate) fn print(&self) {
        for line in self.to_string().lines() {
            output::error(line);
        }
    }

    /// Returns the exit code.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Interrupted { signal, .. } => ExitCode::from(signal.exit),
            _ => ExitCode::FAILURE,
        }
    }
}

/// A branch to fetch.
struct Source {
    branch: Branch,
    endpoint: Endpoint,
    committed: Committed,
    selection: Selection,
}

impl Source {
    fn new(args: &Args, dir: &Path, branch: Branch) -> anyhow::Result<Self> {
        let endpoint = match &args.endpoint {
            Some(endpoint) => endpoint.clone(),
            None => Endpoint::default_of(branch).context("invalid default endpoint")?,
        };
        let committed = committed::scan(dir, branch)?;
        let selection = select::from_args(args, dir, branch, &committed)?;
        Ok(Self { branch, endpoint, committed, selection })
    }
}

async fn fetch(args: &Args) -> Result<String, Stopped> {
    let started = Instant::now();
    let interrupt = Interrupt::listen().context("could not listen for signals")?;
    if args.schemas.is_none() {
        // `--schemas` may name a symbolic link; the default folder must not be one.
        store::places::check_folder(&folder(args)).context("invalid folder of the snapshot")?;
    }
    let dir = resolve(&folder(args))?;
    let _lock = if dir.is_dir() { Some(store::open(&dir).map_err(Stopped::Store)?) } else { None };
    store::check_complete(&dir).map_err(Stopped::Store)?;

    let mut sources = Vec::new();
    for branch in select::branches(args, &dir)? {
        sources.push(Source::new(args, &dir, branch)?);
    }
    let endpoints: Vec<_> = sources.iter().map(|source| &source.endpoint).collect();
    let downloader = Downloader::new(args.timeout, &endpoints).context("could not set up HTTPS")?;
    let downloader = Arc::new(downloader);
    let progress = Arc::new(Progress::new());
    let downloads = async {
        let (mut bases, mut wanted) = (Vec::new(), Vec::new());
        for source in &sources {
            let (base, index) = match index(&downloader, &progress, source).await {
                Err(Stopped::NoIndex { failed, .. }) if sources.len() == 1 => return Err(Stopped::Failed(failed)),
                index => index?,
            };
            wanted.push(select::find(&source.selection, source.branch, &index, &source.committed));
            bases.push(base);
        }
        select::check_found(args, &wanted)?;
        let mut files = Vec::new();
        for (source, wanted) in sources.iter().zip(wanted) {
            plan::check_places(&wanted.found, &source.committed, source.branch)?;
            files.extend(wanted.found.into_iter().map(|(api, url)| (source.branch, api, url)));
        }
        progress.begin(files.len());
        let fetched = download(&downloader, &progress, files, !args.no_prose).await?;
        Ok::<_, Stopped>((bases.join(" and "), fetched))
    };
    let outcome = tokio::select! {
        outcome = downloads => outcome,
        signal = interrupt.wait() => Err(Stopped::Interrupted { signal, running: downloader.running() }),
    };
    progress.end();
    let (base, fetched) = outcome?;

    let committed = sources.into_iter().map(|source| (source.branch, source.committed)).collect();
    let plan = plan::make(&dir, fetched, &committed, !args.no_prose)?;
    if !plan.changes.is_empty() {
        store::commit(&dir, plan.changes, &|| interrupt.seen().is_some()).map_err(|error| match interrupt.seen() {
            Some(signal) if matches!(error, StoreError::Interrupted) => {
                Stopped::Interrupted { signal, running: Vec::new() }
            }
            _ => Stopped::Store(error),
        })?;
    }
    Ok(format!("fetched {} from {base} in {:.1} s", plan.counts, started.elapsed().as_secs_f64()))
}

fn folder(args: &Args) -> PathBuf {
    args.schemas.clone().unwrap_or_else(workspace::schemas)
}

/// Resolves links in the path of the folder.
fn resolve(dir: &Path) -> anyhow::Result<PathBuf> {
    match fs::canonicalize(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            std::path::absolute(dir).context("could not resolve the folder of the snapshot")
        }
        resolved => {
            let resolved = resolved.with_context(|| format!("could not find {}", dir.display()))?;
            anyhow::ensure!(resolved.is_dir(), "{} is not a folder", dir.display());
            Ok(resolved)
        }
    }
}

/// Downloads the index from the first URL that exists.
async fn index(downloader: &Downloader, progress: &Progress, source: &Source) -> Result<(String, Index), Stopped> {
    let Source { branch, endpoint, .. } = source;
    let branch = *branch;
    let bases = endpoint.bases(branch);
    let places = bases.iter().flat_map(|base| endpoint::index_urls(base, branch).map(|url| (base, url)));
    let mut missing = Vec::new();
    for (base, url) in places {
        match downloader.json(&url, progress).await {
            Ok(document) => {
                let index = index::read(document, base)
                    .map_err(|error| Stopped::Failed(vec![Failed::content(&url, error.to_string())]))?;
                return Ok((base.clone(), index));
            }
            Err(failed) if matches!(failed.cause, Cause::Status { status: StatusCode::NOT_FOUND, .. }) => {
                missing.push(failed);
            }
            Err(failed) => return Err(Stopped::Failed(vec![failed])),
        }
    }
    Err(Stopped::NoIndex { branch, failed: missing })
}

/// Downloads the files of all branches, a few at a time. A failure does not stop the others, so that all failures are
/// reported.
async fn download(
    downloader: &Arc<Downloader>,
    progress: &Arc<Progress>,
    wanted: Vec<(Branch, ApiPath, String)>,
    keep_prose: bool,
) -> Result<Vec<Fetched>, Stopped> {
    let slots = Arc::new(Semaphore::new(CONCURRENCY));
    let mut downloads = JoinSet::new();
    for (branch, api, url) in wanted {
        let (downloader, progress, slots) = (Arc::clone(downloader), Arc::clone(progress), Arc::clone(&slots));
        downloads.spawn(async move {
            let _slot = slots.acquire().await;
            let content = file(&downloader, &progress, &api, &url, keep_prose).await?;
            Ok::<_, Failed>(Fetched { branch, api, url, content })
        });
    }
    let (mut fetched, mut failed) = (Vec::new(), Vec::new());
    while let Some(outcome) = downloads.join_next().await {
        match outcome.context("a download panicked")? {
            Ok(file) => fetched.push(file),
            Err(failure) => failed.push(failure),
        }
    }
    if failed.is_empty() {
        fetched.sort_by(|left, right| (left.branch, &left.api).cmp(&(right.branch, &right.api)));
        return Ok(fetched);
    }
    failed.sort_by(|left, right| left.url.cmp(&right.url));
    Err(Stopped::Failed(failed))
}

/// Downloads and checks a file, and returns its canonical form.
async fn file(
    downloader: &Downloader,
    progress: &Progress,
    api: &ApiPath,
    url: &str,
    keep_prose: bool,
) -> Result<Vec<u8>, Failed> {
    let document = downloader.json(url, progress).await?;
    let content = check::shape(&document, api.as_str())
        .and_then(|()| canonical::schema(document, keep_prose).map_err(|error| error.to_string()))
        .and_then(|content| check::validate(&content).map(|()| content))
        .map_err(|reason| Failed::content(url, reason))?;
    if content.len() as u64 > regular::LARGEST {
        return Err(Failed::too_large(url));
    }
    progress.done(api.as_str(), content.len());
    Ok(content)
}

fn lines(failed: &[Failed]) -> String {
    failed.iter().map(Failed::to_string).collect::<Vec<_>>().join("\n")
}

fn during(running: &[String]) -> String {
    if running.is_empty() { String::new() } else { format!(" while fetching {}", running.join(", ")) }
}
