//! Selects the APIs to download.

use std::collections::BTreeSet;

use anyhow::bail;
use generator::schema::Branch;

use super::api_path::ApiPath;
use super::args::Args;
use super::committed::Committed;
use super::index::{self, Index};

/// The APIs that are always selected by default.
const DEFAULT: [&str; 4] = ["/domain", "/me", "/services", "/vps"];

/// The selected APIs.
#[derive(Debug)]
pub(crate) enum Selection {
    /// All APIs of the index.
    All,
    /// The APIs in the set.
    Named(BTreeSet<ApiPath>),
}

/// Returns the selection of the command line, or the default one.
pub(crate) fn from_args(args: &Args, branch: Branch, committed: &Committed) -> anyhow::Result<Selection> {
    if args.all {
        return Ok(Selection::All);
    }
    if !args.apis.is_empty() {
        return Ok(Selection::Named(args.apis.iter().cloned().collect()));
    }
    let mut apis: BTreeSet<ApiPath> = committed.values().flatten().cloned().collect();
    if branch == Branch::V1 {
        apis.extend(DEFAULT.iter().filter_map(|path| ApiPath::parse(path).ok()));
    }
    if apis.is_empty() {
        bail!("the snapshot has no APIs of {}: select some with --api, or use --all", branch.folder());
    }
    Ok(Selection::Named(apis))
}

/// Finds the selected APIs in the index. Returns them with the URLs of their files.
pub(crate) fn find(
    selection: &Selection,
    index: &Index,
    committed: &Committed,
) -> anyhow::Result<Vec<(ApiPath, String)>> {
    let apis = match selection {
        Selection::All => {
            return Ok(index.iter().map(|(api, url)| (api.clone(), url.clone())).collect());
        }
        Selection::Named(apis) => apis,
    };
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for api in apis {
        match index.get(api) {
            Some(url) => found.push((api.clone(), url.clone())),
            None => missing.push(explain(api, index, committed)),
        }
    }
    if !missing.is_empty() {
        bail!("{}", missing.join("\n"));
    }
    Ok(found)
}

fn explain(api: &ApiPath, index: &Index, committed: &Committed) -> String {
    let near: Vec<_> = index::near(index, api).into_iter().map(ApiPath::as_str).collect();
    let place = committed.iter().find(|(_, other)| other.as_ref() == Some(api)).map(|(place, _)| place);
    match (near.is_empty(), place) {
        (_, Some(place)) => format!(
            "the index does not list {api}, which is in the snapshot as {place}: remove that file if the API is gone, or \
             select other APIs with --api"
        ),
        (false, None) => format!("the index does not list {api}; similar: {}", near.join(", ")),
        (true, None) => format!("the index does not list {api}, nor a similar name among its {} APIs", index.len()),
    }
}
