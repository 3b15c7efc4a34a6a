//! What the snapshot holds already.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;

use super::api_path::ApiPath;
use super::args::Branch;
use crate::support::regular;

/// Place relative to the snapshot's folder (`v1/dedicated/server.json`) → the API that the file says it is.
pub(crate) type Committed = BTreeMap<String, Option<ApiPath>>;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    resource_path: String,
}

/// Lists the schemas of one branch, at any depth. A file that cannot be told is listed as no API.
pub(crate) fn scan(dir: &Path, branch: Branch) -> anyhow::Result<Committed> {
    let mut committed = Committed::new();
    let mut folders = vec![branch.folder().to_owned()];
    while let Some(folder) = folders.pop() {
        let path = dir.join(&folder);
        let entries = match fs::read_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.with_context(|| format!("could not list {}", path.display()))?,
        };
        for entry in entries {
            let entry = entry.with_context(|| format!("could not list {}", path.display()))?;
            // A name that is no text is not one that `fetch` wrote.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let place = format!("{folder}/{name}");
            let kind = entry.file_type().with_context(|| format!("could not read {place}"))?;
            // A link to a folder may lead round in a circle.
            if kind.is_dir() {
                folders.push(place);
            } else if name.ends_with(".json") && entry.path().exists() {
                let bytes = regular::read(&entry.path()).with_context(|| format!("could not read {place}"))?;
                let head = serde_json::from_slice::<Head>(&bytes).ok();
                let api = head.and_then(|head| ApiPath::strict(&head.resource_path).ok());
                committed.insert(place, api);
            }
        }
    }
    Ok(committed)
}
