//! Selects the APIs to download.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::bail;
use generator::schema::Branch;

use super::api_path::ApiPath;
use super::args::Args;
use super::committed::{self, Committed};
use super::endpoint::Endpoint;
use super::index::{self, Index};

/// The selected APIs.
#[derive(Debug)]
pub(crate) enum Selection {
    /// All APIs of the index.
    All,
    /// The APIs in the set.
    Named(BTreeSet<ApiPath>),
}

/// Returns the branches to fetch, in order and each once.
pub(crate) fn branches(args: &Args, dir: &Path) -> anyhow::Result<Vec<Branch>> {
    let endpoint = args.endpoint.as_ref();
    let is_base = endpoint.is_some_and(Endpoint::is_base);
    let selected = |branch: Branch| args.branches.contains(&branch);
    let branches: Vec<_> = match (args.branches.is_empty(), endpoint.and_then(Endpoint::branch)) {
        (false, _) => Branch::ALL.into_iter().filter(|branch| selected(*branch)).collect(),
        (true, Some(branch)) => vec![branch],
        (true, None) if is_base || !args.apis.is_empty() => vec![Branch::V1],
        (true, None) if args.all => Branch::ALL.to_vec(),
        (true, None) => {
            let branches = in_snapshot(dir)?;
            if branches.is_empty() { Branch::ALL.to_vec() } else { branches }
        }
    };
    if is_base && branches.len() > 1 {
        bail!("the URL is the base of one branch: select it with a single --branch, or leave the path out of the URL");
    }
    Ok(branches)
}

/// Returns the branches that have APIs in the snapshot.
fn in_snapshot(dir: &Path) -> anyhow::Result<Vec<Branch>> {
    let mut branches = Vec::new();
    for branch in Branch::ALL {
        if committed::scan(dir, branch)?.values().any(Option::is_some) {
            branches.push(branch);
        }
    }
    Ok(branches)
}

/// Returns the selection of the command line; by default, the APIs in the snapshot, or all if it has none.
pub(crate) fn from_args(args: &Args, dir: &Path, branch: Branch, committed: &Committed) -> anyhow::Result<Selection> {
    if args.all {
        return Ok(Selection::All);
    }
    if !args.apis.is_empty() {
        return Ok(Selection::Named(args.apis.iter().cloned().collect()));
    }
    let apis: BTreeSet<ApiPath> = committed.values().flatten().cloned().collect();
    if apis.is_empty() && in_snapshot(dir)?.is_empty() {
        return Ok(Selection::All);
    }
    if apis.is_empty() {
        bail!("the snapshot has no APIs of {}: select some with --api, or use --all", branch.folder());
    }
    Ok(Selection::Named(apis))
}

/// The selected APIs of a branch.
#[derive(Debug)]
pub(crate) struct Selected {
    /// The APIs in the index, with the URLs of their files.
    pub(crate) found: Vec<(ApiPath, String)>,
    /// The APIs that the index does not list, with an explanation.
    missing: Vec<(ApiPath, String)>,
}

/// Finds the selected APIs in the index of a branch.
pub(crate) fn find(selection: &Selection, branch: Branch, index: &Index, committed: &Committed) -> Selected {
    let mut wanted = Selected { found: Vec::new(), missing: Vec::new() };
    let apis = match selection {
        Selection::All => {
            wanted.found = index.iter().map(|(api, url)| (api.clone(), url.clone())).collect();
            return wanted;
        }
        Selection::Named(apis) => apis,
    };
    for api in apis {
        match index.get(api) {
            Some(url) => wanted.found.push((api.clone(), url.clone())),
            None => wanted.missing.push((api.clone(), explain(api, branch, index, committed))),
        }
    }
    wanted
}

/// Checks that each selected API was found. An API of the command line may be in only one of several branches.
pub(crate) fn check_found(args: &Args, wanted: &[Selected]) -> anyhow::Result<()> {
    let is_elsewhere = |api: &ApiPath| {
        !args.apis.is_empty() && wanted.iter().any(|wanted| wanted.found.iter().any(|(found, _)| found == api))
    };
    let missing = wanted.iter().flat_map(|wanted| &wanted.missing).filter(|(api, _)| !is_elsewhere(api));
    let missing: Vec<_> = missing.map(|(_, explanation)| explanation.as_str()).collect();
    if !missing.is_empty() {
        bail!("{}", missing.join("\n"));
    }
    Ok(())
}

fn explain(api: &ApiPath, branch: Branch, index: &Index, committed: &Committed) -> String {
    let near: Vec<_> = index::near(index, api).into_iter().map(ApiPath::as_str).collect();
    let place = committed.iter().find(|(_, other)| other.as_ref() == Some(api)).map(|(place, _)| place);
    let branch = branch.folder();
    match (near.is_empty(), place) {
        (_, Some(place)) => format!(
            "the index of {branch} does not list {api}, which is in the snapshot as {place}: remove that file if the API \
             is gone, or select other APIs with --api"
        ),
        (false, None) => format!("the index of {branch} does not list {api}; similar: {}", near.join(", ")),
        (true, None) => {
            format!("the index of {branch} does not list {api}, nor a similar name among its {} APIs", index.len())
        }
    }
}
