//! Which APIs to download.

use std::collections::BTreeSet;

use anyhow::bail;

use super::api_path::ApiPath;
use super::args::{Args, Branch};
use super::committed::Committed;
use super::index::{self, Index};

/// The APIs that this project has from its first day.
const FIRST: [&str; 4] = ["/domain", "/me", "/services", "/vps"];

/// What was asked for, before anything is known of the service.
#[derive(Debug)]
pub(crate) enum Selection {
    /// Everything in the index.
    All,
    /// These.
    Named(BTreeSet<ApiPath>),
}

/// Reads the wish from the command line and the snapshot.
pub(crate) fn wished(args: &Args, branch: Branch, committed: &Committed) -> anyhow::Result<Selection> {
    if args.all {
        return Ok(Selection::All);
    }
    if !args.apis.is_empty() {
        return Ok(Selection::Named(args.apis.iter().cloned().collect()));
    }
    let mut apis: BTreeSet<ApiPath> = committed.values().flatten().cloned().collect();
    if branch == Branch::V1 {
        apis.extend(FIRST.iter().filter_map(|path| ApiPath::parse(path).ok()));
    }
    if apis.is_empty() {
        bail!("the snapshot holds no API of {} yet: name some with --api, or take them --all", branch.folder());
    }
    Ok(Selection::Named(apis))
}

/// Finds the wished APIs in the index: each with the URL of its file.
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
             name those to fetch with --api"
        ),
        (false, None) => format!("the index does not list {api}; it has {}", near.join(", ")),
        (true, None) => format!("the index does not list {api}, nor anything like it among its {} APIs", index.len()),
    }
}
